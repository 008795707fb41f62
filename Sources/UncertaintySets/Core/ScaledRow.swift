/// A row of which the values have been moved and scaled to 0 ... 1 on the nominal support, in memory of its
/// own that is padded with outcomes of value 0 and no mass, so that passes over it need no end.
struct ScaledRow {
  /// A multiple of four.
  let count: Int
  /// (v - low) / (high - low); 0 off the support.
  let w: UnsafeMutablePointer<Double>
  let p: UnsafeMutablePointer<Double>
  /// Least and greatest value of the support.
  let low: Double
  let high: Double
  /// Sum of p, and of p w.
  let mass: Double
  let moment: Double

  /// nil where all values of the support are equal. O(n).
  @inline(__always)
  init?(_ rows: InnerProblem, _ w: UnsafeMutablePointer<Double>, _ p: UnsafeMutablePointer<Double>) {
    let padded = paddedCount(rows.count)
    let infinite = Lanes(repeating: .infinity)
    let zero = Lanes(repeating: 0)
    var i = rows.count & ~3
    if i < padded {
      Lanes(repeating: 0).store(p + i)
      Lanes(repeating: 0).store(w + i)
      while i < rows.count {
        (w[i], p[i]) = (rows.v[i], rows.p[i])
        i &+= 1
      }
    }
    var (least, greatest) = (infinite, -infinite)
    i = 0
    while i < padded {
      if i &+ 4 <= rows.count {
        Lanes(rows.v + i).store(w + i)
        Lanes(rows.p + i).store(p + i)
      }
      let v = Lanes(w + i)
      let excluded = infinite.kept(where: Lanes(p + i) .<= zero)
      least = (v + excluded).least(least)
      greatest = (v - excluded).greatest(greatest)
      i &+= 4
    }
    (low, high) = (least.leastOfAll, greatest.greatestOfAll)
    guard high > low else { return nil }
    let scale = 1 / (high - low)
    var (sum, sumOfValues) = (zero, zero)
    i = 0
    while i < padded {
      let q = Lanes(p + i)
      let scaled = ((Lanes(w + i) - low) * scale).kept(where: q .> zero)
      scaled.store(w + i)
      sum += q
      sumOfValues += q * scaled
      i &+= 4
    }
    (count, self.w, self.p, mass, moment) = (padded, w, p, sum.total, sumOfValues.total)
  }
}
