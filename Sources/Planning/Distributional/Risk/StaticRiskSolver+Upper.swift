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
  /// Its minimum is where the lines of a falling and a rising policy cross on g; their mixture with slope 0 has
  /// that value, and often one policy does. Each crossing that lies below g gives a new policy and line; there
  /// are finitely many.
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
    let range = problem.returnRange()
    let flat = 1e-12
    var falling = try touch(range.lowerBound)
    if falling.right >= -flat { return try finish([falling.branch], falling.place) }
    var rising = try touch(range.upperBound)
    if rising.left <= flat { return try finish([rising.branch], rising.place) }
    // One crossing lies below g for every line but the last; more than this many no problem should have.
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
    return try finish([falling.branch, rising.branch], falling.place)
  }
}
