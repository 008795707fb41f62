/// `tiltLinearly` without the row: finds the outcomes that keep mass and returns their moments, nil where all
/// values are equal.
///
/// The search starts from the greatest value kept last time, which `mark` names by its outcome, counting from
/// 1. A cut between the values is right where the tilt on what lies at or below it would make just the others
/// negative. A cut that is too high falls to the right one without passing it; one that is too low is raised,
/// once or twice, and then all outcomes are tried. O(n) per cut, one cut where values change little.
@inline(__always)
func keptByLinearTilt(
  _ rows: InnerProblem, mark: inout Float, _ workspace: borrowing SetWorkspace,
  step: (KeptMoments) -> Double?
) -> (moments: KeptMoments, low: Double, step: Double)? {
  guard let row = ScaledRow(rows, workspace.first, workspace.second) else { return nil }
  let (w, p) = (row.w, row.p)
  let zero = Lanes(repeating: 0)
  let marked = Int(mark) &- 1
  let isMarked = marked >= 0 && marked < rows.count && p[marked] > 0
  let start = isMarked ? w[marked] : 1
  var cut = start
  var raises = 0
  var kept = KeptMoments(total: row.mass, mass: 0, mean: 0, variance: 0, range: row.high - row.low)
  while true {
    let cuts = Lanes(repeating: cut)
    var (mass, moment) = (zero, zero)
    var i = 0
    while i < row.count {
      let v = Lanes(w + i)
      let q = Lanes(p + i).kept(where: v .<= cuts)
      mass += q
      moment += q * v
      i &+= 4
    }
    kept.mass = mass.total
    kept.mean = moment.total / kept.mass
    var variance = zero
    i = 0
    while i < row.count {
      let v = Lanes(w + i)
      let d = v - kept.mean
      variance += (Lanes(p + i) * d * d).kept(where: v .<= cuts)
      i &+= 4
    }
    kept.variance = variance.total
    var next = 1.0
    var s = 0.0
    // No step: the radius does not even suffice to take the mass of the others.
    if let found = step(kept) ?? (raises > 2 ? 0 : nil) {
      s = found
      if s == 0 {
        // All mass is at the least value, or the radius is used up by what was taken.
        next = kept.variance > 0 ? 1 : cut
      } else {
        let limits = Lanes(repeating: kept.mean + kept.total / (kept.mass * s))
        var greatest = zero
        i = 0
        while i < row.count {
          let v = Lanes(w + i)
          greatest = v.kept(where: v .<= limits).greatest(greatest)
          i &+= 4
        }
        next = greatest.greatestOfAll
      }
      if next == cut || (next > cut && raises > 2) {
        if cut != start || !isMarked { mark = Float(outcome(at: cut, w, p, count: rows.count) &+ 1) }
        return (kept, row.low, s)
      }
    }
    if next > cut {
      raises += 1
      if raises > 2 { next = 1 }
    }
    cut = next
  }
}

/// The first outcome of the support that has the scaled value `cut`.
@inline(__always)
private func outcome(
  at cut: Double, _ w: UnsafePointer<Double>, _ p: UnsafePointer<Double>, count: Int
) -> Int {
  for i in 0..<count where w[i] == cut && p[i] > 0 { return i }
  return 0
}
