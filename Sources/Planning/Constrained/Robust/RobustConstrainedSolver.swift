import UncertaintySets

/// The best worst-case return under limits on worst-case costs, for small processes: each row may be replaced
/// by any one of its own set, the return and each cost are judged by a nature of their own.
///
///     maximise over policies  min over kernels of return
///     such that               max over kernels of cost k  <=  limit k   for every k
///
/// Policies are stationary and may be random; against a fixed one a nature that changes its mind can do no
/// more than one that does not. Among all policies, with memory, there may be better ones.
///
/// The problem is not convex, and natures that differ rule out a linear program. The answer comes from branch
/// and bound over boxes of policies: from below by policies that linear programs improve, from above by the
/// game with the agent bound to a box, and by weak duality with one nature for all.
///
/// Guarantee: the returned policy keeps every limit in the worst case and returns at least `lower`; no
/// stationary policy that keeps the limits returns more than `upper`; both with round-off included. The gap
/// between the two is at most `tolerance` unless `boxLimit` boxes did not suffice, and is told in any case.
/// It closes as boxes shrink where policies that keep the limits with room to spare lie near the best one;
/// boxes grow in number exponentially with the states in which the best policy mixes.
///
/// Sources: R. Russel, M. Benosman, J. van Baar, "Robust constrained-MDPs", arXiv:2010.04870 (the problem);
/// R. Horst, H. Tuy, "Global Optimization", Springer 1996, doi:10.1007/978-3-662-03199-5, chapter 4.
public struct RobustConstrainedSolver<Ambiguity: UncertaintySet>: Sendable {
  /// The set around every row; with support `.all` its rows are all states.
  public let set: Ambiguity
  /// In [0, 1).
  public let discount: Double
  /// Wanted distance of the bounds, in units of return.
  public var tolerance: Double
  /// Most boxes to be examined; each costs a few robust solutions.
  public var boxLimit: Int

  /// Throws for a discount outside [0, 1) or a tolerance that is not positive and finite.
  ///
  /// - Precondition: `boxLimit >= 1`.
  public init(
    _ set: Ambiguity, discount: Double, tolerance: Double = 1e-3, boxLimit: Int = 10_000
  ) throws(PlanningError) {
    precondition(boxLimit >= 1, "\(boxLimit) boxes; at least one is needed")
    guard tolerance > 0, tolerance.isFinite else {
      throw PlanningError("tolerance \(tolerance) is not a positive number")
    }
    self.set = set
    self.discount = try Discount.endless(discount)
    self.tolerance = tolerance
    self.boxLimit = boxLimit
  }

  /// What `policy` returns and costs at worst, and which limits it keeps; see `ConstrainedWorstCases`.
  public func worstCases(
    of policy: TablePolicy, in table: SolverTable, limits: [(channel: Int, limit: Double)]
  ) throws(PlanningError) -> ConstrainedWorstCases {
    try ConstrainedWorstCases(of: policy, in: table, limits: limits) { (table) throws(PlanningError) in
      try RectangularBackup(set, on: table, discount: discount)
    }
  }

  /// Maximises the least discounted return of `table` from its first states, with the greatest discounted sum
  /// of each listed cost at most its limit.
  ///
  /// Throws for unknown channels, limits that are not finite, a set that does not fit a row, limits that no
  /// stationary policy keeps in the worst case (kind `infeasible`, proven), where `boxLimit` boxes neither
  /// gave a policy that keeps them nor proved that there is none (kind `sweepLimit`), a limit that cannot be
  /// told from the least cost possible (kind `toleranceOutOfReach`), without the library HiGHS (kind
  /// `unavailable`), and with support `.all` where rewards or costs depend on the successor.
  public func solve(
    _ table: SolverTable, limits: [(channel: Int, limit: Double)]
  ) throws(PlanningError) -> RobustConstrainedSolution {
    let problem = try RobustConstraints(table, limits: limits, set: set, discount: discount)
    var search = try BoxSearch(problem, tolerance: tolerance)
    try search.run(boxLimit: boxLimit)
    guard let best = search.best else {
      guard search.upper > -.infinity else {
        throw PlanningError(
          "no stationary policy keeps the limits \(limits.map(\.limit)) in the worst case", kind: .infeasible)
      }
      throw PlanningError(
        "\(search.examined) boxes of policies gave none that keeps the limits \(limits.map(\.limit)) and no "
          + "proof that there is none; raise the box limit or the limits",
        kind: .sweepLimit)
    }
    return RobustConstrainedSolution(
      policy: best.policy, lower: best.least[0], upper: search.upper,
      costs: best.least.dropFirst().map { -$0 }, multipliers: Array(search.weights.dropFirst()), boxes: search.examined)
  }
}

/// A policy that keeps its limits whatever nature does, and how close to the best it is.
public struct RobustConstrainedSolution: Sendable, Equatable {
  public let policy: TablePolicy
  /// The policy's return from the first states is at least this in the worst case.
  public let lower: Double
  /// No stationary policy that keeps the limits in the worst case returns more than this in its own.
  public let upper: Double
  /// Most that the policy costs in the worst case, one number per limit and none above it.
  public let costs: [Double]
  /// Multipliers of the limits in the bound with one nature for all signals.
  public let multipliers: [Double]
  /// Boxes of policies that were examined.
  public let boxes: Int
}
