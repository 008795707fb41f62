import ElementaryFunctions

extension SharedBudget {
  /// The least divergence that brings the expected value of `row` down to `target`, and by how much it
  /// grows per unit that the target falls; writes the row that does it.
  ///
  /// Nothing where the nominal row is low enough. A target below the reach of nature is taken as the least
  /// value it can reach.
  func cost(
    toBring row: InnerProblem, downTo target: Double, scaled: UnsafeMutablePointer<Double>
  ) -> (cost: Double, slope: Double) {
    row.copyNominal()
    guard row.expectation > target else { return (0, 0) }
    return measure == .kl ? tiltExponentiallyDown(row, target, scaled) : tiltDown(row, target)
  }

  private func tiltDown(_ row: InnerProblem, _ target: Double) -> (cost: Double, slope: Double) {
    let (low, high) = row.range
    guard high > low else { return (0, 0) }
    let wanted = (target - low) / (high - low)
    var tilt = 0.0
    _ = tiltLinearly(row) { kept in
      tilt = kept.variance > 0 ? max(kept.mean * kept.total - wanted, 0) / kept.variance : 0
      return tilt
    }
    var cost = 0.0
    for i in 0..<row.count where row.p[i] > 0 {
      cost += (row.q[i] - row.p[i]) * (row.q[i] - row.p[i]) / row.p[i]
    }
    return (cost, 2 * tilt / (high - low))
  }

  private func tiltExponentiallyDown(
    _ row: InnerProblem, _ target: Double, _ w: UnsafeMutablePointer<Double>
  ) -> (cost: Double, slope: Double) {
    let (p, v) = (row.p, row.v)
    let (low, high) = row.range
    guard high > low else { return (0, 0) }
    let mass = row.mass
    let scale = 1 / (high - low)
    var (centre, atWorst) = (0.0, 0.0)
    for i in 0..<row.count {
      w[i] = p[i] > 0 ? (v[i] - low) * scale : 0
      centre += p[i] * w[i] / mass
      atWorst += v[i] == low ? p[i] : 0
    }
    let wanted = (target - low) * scale / mass
    if wanted <= 0 {
      row.concentrate(at: low)
      return (-Elementary.log(atWorst / mass), .infinity)
    }
    var variance = 0.0
    for i in 0..<row.count { variance += p[i] * (w[i] - centre) * (w[i] - centre) / mass }
    var (below, above) = (0.0, Double.infinity)
    var b = (centre - wanted) / variance
    var now = tilt(row, w, mass: mass, centre: centre, b)
    for _ in 0..<120 {
      let excess = now.mean - wanted
      if abs(excess) <= 2 * .ulpOfOne * wanted { break }
      if excess > 0 { below = b } else { above = b }
      // The mean falls like an exponential where b is large: steps of its logarithm.
      var next = b + Elementary.log(now.mean / wanted) * now.mean / max(now.variance, 0)
      if !(next > below && next < above) {
        next = above < .infinity ? 0.5 * (below + above) : 2 * b
      }
      if next == b || next == below || next == above { break }
      b = next
      now = tilt(row, w, mass: mass, centre: centre, b)
    }
    return (now.divergence, b * scale)
  }
}
