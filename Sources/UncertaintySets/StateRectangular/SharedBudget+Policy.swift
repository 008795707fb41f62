import ElementaryFunctions

extension SharedBudget {
  /// L1: moves of mass, of all actions together, in falling order of policy_a (v_i - least v_a).
  func spendByGain(
    _ rows: InnerProblem, _ starts: Span<Int>, _ policy: Span<Double>, _ order: UnsafeMutablePointer<Int32>,
    _ gain: UnsafeMutablePointer<Double>
  ) -> Double {
    rows.copyNominal()
    for action in 0..<policy.count {
      let row = rows.part(starts[action], starts[action + 1])
      let least = row.v[row.worst(support)]
      for i in 0..<row.count {
        let value = row.v[i]
        gain[starts[action] + i] = value > least ? policy[action] * (value - least) : 0
      }
    }
    let (p, q) = (rows.p, rows.q)
    spendByKey(
      0.5 * budget, count: rows.count, order: order, key: { -gain[$0] },
      capacity: { gain[$0] > 0 ? p[$0] : 0 }, spend: { entry, share in q[entry] -= share })
    var total = 0.0
    for action in 0..<policy.count {
      let row = rows.part(starts[action], starts[action + 1])
      var taken = 0.0
      for i in 0..<row.count { taken += row.p[i] - row.q[i] }
      row.q[row.worst(support)] += taken
      total += policy[action] * row.expectation
    }
    return total
  }

  /// KL and chi-square: at a price lambda of the budget action a is tilted by policy_a / lambda; the price at
  /// which the divergences add up to the budget is found by Newton steps on its logarithm.
  func spendByPrice(
    _ rows: InnerProblem, _ starts: Span<Int>, _ policy: Span<Double>, _ scaled: UnsafeMutablePointer<Double>
  ) -> Double {
    rows.copyNominal()

    func expectation() -> Double {
      var total = 0.0
      for action in 0..<policy.count {
        total += policy[action] * rows.part(starts[action], starts[action + 1]).expectation
      }
      return total
    }

    // The farthest that nature goes at any price: all mass on the worst outcomes.
    var (farthest, range) = (0.0, 0.0)
    for action in 0..<policy.count where policy[action] > 0 {
      let row = rows.part(starts[action], starts[action + 1])
      let (low, high) = row.range
      guard high > low else { continue }
      range = max(range, policy[action] * (high - low))
      var atWorst = 0.0
      for i in 0..<row.count where row.v[i] == low { atWorst += row.p[i] }
      farthest += measure == .kl ? -Elementary.log(atWorst / row.mass) : row.mass * (row.mass / atWorst - 1)
    }
    guard budget > 0, range > 0 else { return expectation() }
    if budget >= farthest {
      for action in 0..<policy.count where policy[action] > 0 {
        let row = rows.part(starts[action], starts[action + 1])
        row.concentrate(at: row.range.low)
      }
      return expectation()
    }
    var y = Elementary.log(range)
    var (below, above) = (-Double.infinity, Double.infinity)
    for _ in 0..<200 {
      let price = Elementary.exp(y)
      var (spent, slope) = (0.0, 0.0)
      for action in 0..<policy.count where policy[action] > 0 {
        let row = rows.part(starts[action], starts[action + 1])
        let now = divergence(of: row, tiltedBy: policy[action] / price, scaled)
        spent += now.value
        slope += now.slope
      }
      let excess = spent - budget
      if abs(excess) <= 1e-14 * budget { break }
      if excess > 0 { below = y } else { above = y }
      // The logarithm of the divergence is nearly linear in that of the price where the price is high.
      var next = y + Elementary.log(spent / budget) * spent / slope
      if !(next > below && next < above) {
        next = above == .infinity ? y + 2 : below == -.infinity ? y - 2 : 0.5 * (below + above)
      }
      if next == y || next == below || next == above { break }
      y = next
    }
    return expectation()
  }

  /// Tilts `row` by `rate` and returns its divergence, with the slope by which that falls as the logarithm of
  /// the rate does.
  private func divergence(
    of row: InnerProblem, tiltedBy rate: Double, _ w: UnsafeMutablePointer<Double>
  ) -> (value: Double, slope: Double) {
    let (low, high) = row.range
    guard high > low else {
      row.copyNominal()
      return (0, 0)
    }
    if measure == .chiSquare {
      var slope = 0.0
      _ = tiltLinearly(row) { kept in
        let step = 0.5 * rate * kept.range
        slope = 2 * step * step * kept.variance
        return step
      }
      var value = 0.0
      for i in 0..<row.count where row.p[i] > 0 {
        value += (row.q[i] - row.p[i]) * (row.q[i] - row.p[i]) / row.p[i]
      }
      return (value, slope)
    }
    let mass = row.mass
    let scale = 1 / (high - low)
    var centre = 0.0
    for i in 0..<row.count {
      w[i] = row.p[i] > 0 ? (row.v[i] - low) * scale : 0
      centre += row.p[i] * w[i] / mass
    }
    let b = rate * (high - low)
    let now = tilt(row, w, mass: mass, centre: centre, b)
    return (max(now.divergence, 0), b * b * max(now.variance, 0))
  }
}
