extension StaticRiskSolver {
  /// A policy with what is known of it at one threshold b: the line that touches b + E max(G - b, 0) / a
  /// there, below it everywhere.
  private struct Touch {
    var branch: StockPolicy.Branch
    var place: Double
    var value: Double
    /// Slopes of the function left and right of b: 1 - P(G >= b) / a and 1 - P(G > b) / a.
    var left: Double
    var right: Double
  }

  /// Upper CVaR: max over policies of min over b of b + E max(G - b, 0) / a.
  ///
  /// The sum is convex in b and linear in the law, so once policies may be mixed by a draw at the start the
  /// order of max and min does not matter, and the optimum is min over b of the convex function
  ///
  ///     g(b) = b + max over policies of E max(G - b, 0) / a
  ///
  /// Its minimum is where the lines of a falling and a rising policy cross on g; their mixture with slope 0
  /// has that value, and often one policy does. Each crossing that lies below g gives a new policy and line;
  /// there are finitely many.
  func solveUpper(_ problem: StockProblem, level: Double) throws(PlanningError) -> StaticRiskSolution {
    let table = problem.table
    var errors = StockErrors(ofReturns: 0, ofWorth: 0, roundOff: 0)
    var tried = 0
    var size = 0.0
    var bound = Double.infinity
    func touch(_ b: Double) throws(PlanningError) -> Touch {
      let curve = try problem.curve(stock: -b)
      let found = problem.errors(of: curve)
      if found.total > errors.total { errors = found }
      let branch = StockPolicy.Branch(weight: 1, plan: curve.plan, startKey: 0)
      let law = StockPolicy([branch], discount: settings.discount).law(in: table)
      // Atoms within round-off of b count as equal to it.
      let slack = 64 * Double.ulpOfOne * (abs(b) + curve.size * level)
      tried += 1
      size = max(size, abs(b))
      let value = b + curve.worth(initial: table.initial, key: 0).utility
      bound = min(bound, value)
      return Touch(
        branch: branch, place: b, value: value,
        left: 1 - (1 - law.cumulativeProbability(at: b - slack)) / level,
        right: 1 - (1 - law.cumulativeProbability(at: b + slack)) / level)
    }
    func finish(_ branches: [StockPolicy.Branch], _ b: Double) throws(PlanningError) -> StaticRiskSolution {
      try solution(
        StockPolicy(branches, discount: settings.discount), threshold: b, bound: bound, thresholds: tried,
        errors, size: size, table)
    }
    // One backward induction tells g at every return that there can be. Between neighbours no policy's line
    // bends, so a policy of the best return that falls to its right has its counterpart at the next one.
    let (curve, returns) = try problem.curveOfReturns()
    let unit = curve.plan.arithmetic.unit
    var best = (index: 0, value: Double.infinity)
    for (index, key) in returns.enumerated() {
      let value = unit * key + curve.worth(initial: table.initial, key: -key).utility
      if value < best.value { best = (index, value) }
    }
    tried = returns.count
    let flat = 1e-12
    let middle = try touch(unit * returns[best.index])
    if middle.left <= flat, middle.right >= -flat { return try finish([middle.branch], middle.place) }
    let other = best.index + (middle.right < 0 ? 1 : -1)
    guard returns.indices.contains(other) else { return try finish([middle.branch], middle.place) }
    let neighbour = try touch(unit * returns[other])
    if neighbour.left <= flat, neighbour.right >= -flat {
      return try finish([neighbour.branch], neighbour.place)
    }
    var (falling, rising) = middle.right < 0 ? (middle, neighbour) : (neighbour, middle)
    // A guard against round-off; the interval is right whenever this ends.
    for _ in 0..<1000 {
      let width = rising.place - falling.place
      let b =
        falling.place
        + (rising.value - rising.left * width - falling.value) / (falling.right - rising.left)
      let height = falling.value + falling.right * (b - falling.place)
      guard b > falling.place, b < rising.place else { break }
      let middle = try touch(b)
      if middle.left <= flat, middle.right >= -flat { return try finish([middle.branch], b) }
      // Below the bound of round-off by far, yet above what it is in practice; else b soon stands still.
      if middle.value - height <= 256 * Double.ulpOfOne * (abs(height) + size) { break }
      if middle.right < 0 { falling = middle } else { rising = middle }
    }
    let weight = rising.left / (rising.left - falling.right)
    falling.branch.weight = weight
    rising.branch.weight = 1 - weight
    return try finish([falling.branch, rising.branch], 0.5 * (falling.place + rising.place))
  }
}
