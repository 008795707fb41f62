/// Finds the policy whose whole return has the best CVaR, among all policies that know the history.
///
/// Lower CVaR, alone or mixed with the mean, is max over b of b + E u(G - b) with u concave, linear on both
/// sides of 0. Its optimum is
///
///     max over b of b + U(-b),   U(c) = max over policies of E u(c + G)
///
/// As a function of b this is not concave. But for any one policy it is concave, and linear between the
/// returns that the policy may have, so the best b for that policy, hence for the best one, is among the
/// returns that can be had; trying all of these, from one backward induction over all their stocks, finds the
/// global maximum. The certificate has two ends: the policy's own law, and the best of all these numbers.
/// Among actions and thresholds that are equally good the mean decides.
///
/// Upper CVaR is min over b instead: see `solveUpper`.
///
/// Sources: N. Bäuerle, J. Ott, "Markov decision processes with average-value-at-risk criteria",
/// Mathematical Methods of Operations Research 74 (2011), doi:10.1007/s00186-011-0367-0; A. Ben-Tal,
/// M. Teboulle, "An old-new concept of convex risk measures: the optimized certainty equivalent", Mathematical
/// Finance 17 (2007), doi:10.1111/j.1467-9965.2007.00311.x.
public struct StaticRiskSolver: Sendable {
  public var risk: StaticRisk
  public var settings: StockSettings

  public init(_ risk: StaticRisk, settings: StockSettings) {
    self.risk = risk
    self.settings = settings
  }

  /// Solves `table` from its first states.
  ///
  /// Throws for a level outside (0, 1], settings out of range, more cells than the limit, and an endless
  /// tolerance that is out of reach. O(cells * entries of a state); for upper CVaR times the few thresholds
  /// that are tried.
  public func solve(_ table: OutcomeTable) throws(PlanningError) -> StaticRiskSolution {
    let utility = try risk.utility()
    let problem = try StockProblem(table, utility, settings: settings, stocks: nil)
    if case .upperCVaR(let level) = risk { return try solveUpper(problem, level: level) }
    let (curve, returns) = try problem.curveOfReturns()
    let unit = curve.plan.arithmetic.unit
    var best = StockWorth(utility: -.infinity, mean: 0)
    var chosen = 0.0
    for (index, key) in returns.enumerated() {
      var worth = curve.worth(initial: table.initial, key: -key)
      worth.utility += unit * key
      guard index == 0 || worth.isBetter(than: best) else { continue }
      chosen = key
      best = StockWorth(utility: max(worth.utility, best.utility), mean: worth.mean)
    }
    let largest = unit * max(abs(returns[0]), abs(returns[returns.count - 1]))
    let policy = StockPolicy(
      [StockPolicy.Branch(weight: 1, plan: curve.plan, startKey: -chosen)], discount: settings.discount)
    return try solution(
      policy, threshold: unit * chosen, bound: best.utility, thresholds: returns.count,
      problem.errors(of: curve), size: largest, table)
  }

  func solution(
    _ policy: StockPolicy, threshold: Double, bound: Double, thresholds: Int, _ errors: StockErrors,
    size: Double, _ table: OutcomeTable
  ) throws(PlanningError) -> StaticRiskSolution {
    var errors = errors
    errors.roundOff += 4 * Double.ulpOfOne * (size + abs(bound))
    try settings.check(errors)
    let law = policy.law(in: table)
    let value = risk.value(of: law)
    return StaticRiskSolution(
      value: value, lower: value - errors.total, upper: bound + errors.total, threshold: threshold,
      thresholdCount: thresholds, policy: policy, law: law, lawError: errors.ofReturns)
  }
}

/// The best policy for a static risk measure.
public struct StaticRiskSolution: Sendable {
  /// The measure of `law`.
  public let value: Double
  /// Certified bounds of the greatest value; `policy` has at least `lower`.
  public let lower: Double
  public let upper: Double
  /// The b that attains the measure's maximum or minimum: a quantile of the return, its value at risk.
  public let threshold: Double
  /// How many b were tried.
  public let thresholdCount: Int
  public let policy: StockPolicy
  /// Law of the policy's return.
  public let law: ReturnDistribution
  /// Certified Wasserstein-1 distance of `law` from the true one, round-off apart.
  public let lawError: Double
}
