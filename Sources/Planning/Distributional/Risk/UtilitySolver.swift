/// Maximises E f(c_0 + G) over all policies, by backward induction on states augmented with a stock.
///
/// For every utility f a policy that goes by state, step and stock is optimal among all that know the whole
/// history. Finite horizons are exact up to round-off where stocks are; a lattice and the cut of an endless
/// return cost errors of the return, which the Lipschitz constant of f turns into a certified interval.
///
/// Sources: N. Bäuerle, U. Rieder, "More risk-sensitive Markov decision processes", Mathematics of
/// Operations Research 39 (2014), doi:10.1287/moor.2013.0601; B. Ávila Pires et al., "Optimizing return
/// distributions with distributional dynamic programming", JMLR 26 (2025), arXiv:2501.13028.
public struct UtilitySolver: Sendable {
  public var utility: StockUtility
  /// Initial stock c_0, in units of reward.
  public var stock: Double
  public var settings: StockSettings

  public init(_ utility: StockUtility, stock: Double = 0, settings: StockSettings) {
    self.utility = utility
    self.stock = stock
    self.settings = settings
  }

  /// Solves `table` from its first states.
  ///
  /// Throws for settings out of range, a utility that is not finite, more cells than the limit, and an
  /// endless tolerance that is out of reach. O(cells * entries of a state).
  public func solve(_ table: OutcomeTable) throws(PlanningError) -> UtilitySolution {
    guard stock.isFinite else { throw PlanningError("stock \(stock) is not finite") }
    let problem = try StockProblem(table, utility, settings: settings, stocks: stock...stock)
    let curve = try problem.curve(stock: stock)
    let errors = problem.errors(of: curve)
    try settings.check(errors)
    let policy = StockPolicy(
      [StockPolicy.Branch(weight: 1, plan: curve.plan, startKey: 0)], discount: settings.discount)
    let value = curve.worth(initial: table.initial, key: 0).utility
    return UtilitySolution(
      value: value, lower: value - errors.total, upper: value + errors.total, policy: policy,
      law: policy.law(in: table), lawError: errors.ofReturns)
  }
}

/// The best policy for an expected utility.
public struct UtilitySolution: Sendable {
  /// Greatest expected utility, as far as the arithmetic tells.
  public let value: Double
  /// Certified bounds of the greatest expected utility; `policy` has at least `lower`.
  public let lower: Double
  public let upper: Double
  public let policy: StockPolicy
  /// Law of the policy's return.
  public let law: ReturnDistribution
  /// Certified Wasserstein-1 distance of `law` from the true one, round-off apart.
  public let lawError: Double
}

extension StockSettings {
  /// Throws where the errors miss the tolerance of an endless horizon.
  func check(_ errors: StockErrors) throws(PlanningError) {
    guard case .endless(let tolerance) = horizon, !(errors.total <= tolerance) else { return }
    throw PlanningError(
      "the certified error is \(errors.total), not \(tolerance); ask for less"
        + (grid == .automatic || grid == .exact ? "" : ", or give closer stocks"),
      kind: .toleranceOutOfReach)
  }
}
