extension ConstrainedSolver {
  /// Maximises the discounted return of `table` from its first states, with the discounted sum of each listed
  /// cost at most its limit, by the linear program over discounted visits to states and actions.
  ///
  /// The program's solution is not taken on trust. The policy that it gives is evaluated with certified
  /// intervals; where one passes its limit, by the program's own tolerance of 1e-7, the program is solved
  /// again with a little less. Its multipliers give the upper bound that they prove. So the guarantee is that
  /// of the solver for one limit: costs are at most the limits, and no policy that keeps these returns more
  /// than `tolerance` above the answer, both with round-off included. That limits cannot be kept is proven
  /// likewise.
  ///
  /// Throws for unknown channels, limits that are not finite, limits that no policy keeps (kind
  /// `infeasible`), without the library HiGHS (kind `unavailable`), and where the limits leave no more room
  /// than the program's tolerance, or bound and policy stay further apart than asked (kind
  /// `toleranceOutOfReach`).
  public func solve(
    _ table: SolverTable, limits: [(channel: Int, limit: Double)]
  ) throws(PlanningError) -> MultiplyConstrainedSolution {
    for (channel, limit) in limits {
      guard table.costs.indices.contains(channel) else {
        throw PlanningError("cost channel \(channel): the table has \(table.costs.count)")
      }
      guard limit.isFinite else {
        throw PlanningError("cost channel \(channel): the limit \(limit) is not finite")
      }
    }
    let costs = limits.map { table.rewarding(RowSignal(expected: table.costs[$0.channel].expected)) }
    let program = VisitProgram(table, discount: discount, channels: limits.map(\.channel))
    let evaluation = try PolicyEvaluation(discount: discount)
    var goals = limits.map(\.limit)
    var multipliers: [Double]?
    for _ in 0..<4 {
      let found: (visits: [Double], multipliers: [Double])
      do throws(PlanningError) {
        found = try program.best(within: goals)
      } catch {
        guard error.kind == .infeasible else { throw error }
        throw multipliers == nil ? try refusal(of: limits, costs, program) : Self.tooTight(limits)
      }
      if multipliers == nil { multipliers = found.multipliers }
      let policy = Occupancy(visits: found.visits, actionCount: table.actionCount, bound: .infinity).policy
      let spent = try costs.map { (costs) throws(PlanningError) in
        Self.most(try evaluation.values(of: policy, in: costs), of: policy, in: costs)
      }
      if zip(spent, limits).allSatisfy({ $0 <= $1.limit }) {
        return try answer(policy, spent, multipliers ?? [], table, costs, limits)
      }
      for (index, (_, limit)) in limits.enumerated() where spent[index] > limit {
        goals[index] -= 2 * (spent[index] - limit)
      }
    }
    throw Self.tooTight(limits)
  }

  private func answer(
    _ policy: TablePolicy, _ spent: [Double], _ multipliers: [Double], _ table: SolverTable,
    _ costs: [SolverTable], _ limits: [(channel: Int, limit: Double)]
  ) throws(PlanningError) -> MultiplyConstrainedSolution {
    var lagrangian = table.reward.expected
    var upper = 0.0
    for (index, (_, limit)) in limits.enumerated() {
      upper += multipliers[index] * limit
      let cost = costs[index].reward.expected
      for row in lagrangian.indices { lagrangian[row] -= multipliers[index] * cost[row] }
    }
    let bound = try DiscountedSolver(tolerance: 0.125 * tolerance)
      .solve(table.rewarding(RowSignal(expected: lagrangian)), discount: discount)
    upper += table.initialExpectation(of: bound.upper)
    let lower = table.initialExpectation(
      of: try PolicyEvaluation(discount: discount).values(of: policy, in: table).lower)
    guard upper - lower <= tolerance else {
      throw PlanningError(
        "the gap \(upper - lower) between bound and policy stays above the tolerance \(tolerance)",
        kind: .toleranceOutOfReach)
    }
    return MultiplyConstrainedSolution(
      policy: policy, lower: lower, upper: upper, costs: spent, multipliers: multipliers)
  }

  /// Why the program has no solution: the weighted costs that every policy exceeds, if the weights prove it.
  private func refusal(
    of limits: [(channel: Int, limit: Double)], _ costs: [SolverTable], _ program: VisitProgram
  ) throws(PlanningError) -> PlanningError {
    let weights = try program.weightsOfExcess(over: limits.map(\.limit))
    var negated = Array(repeating: 0.0, count: costs[0].rowCount)
    var allowed = 0.0
    for (index, (_, limit)) in limits.enumerated() {
      allowed += weights[index] * limit
      let cost = costs[index].reward.expected
      for row in negated.indices { negated[row] -= weights[index] * cost[row] }
    }
    let least = try DiscountedSolver(tolerance: 0.125 * tolerance)
      .solve(costs[0].rewarding(RowSignal(expected: negated)), discount: discount)
    let excess = -costs[0].initialExpectation(of: least.upper) - allowed
    guard excess > 0 else { return Self.tooTight(limits) }
    return PlanningError(
      "no policy keeps all the limits: with weights \(weights) the costs of every policy exceed them by at "
        + "least \(excess)",
      kind: .infeasible)
  }

  private static func tooTight(_ limits: [(channel: Int, limit: Double)]) -> PlanningError {
    PlanningError(
      "the limits \(limits.map(\.limit)) leave less room than the linear program's tolerance; raise them a "
        + "little",
      kind: .toleranceOutOfReach)
  }
}

/// A policy that keeps several limits, and how close to the best it is.
public struct MultiplyConstrainedSolution: Sendable, Equatable {
  public let policy: TablePolicy
  /// The policy's return from the first states is at least this.
  public let lower: Double
  /// No policy that keeps the limits returns more than this.
  public let upper: Double
  /// Most that the policy costs, one number per limit and none above it.
  public let costs: [Double]
  /// What one unit more of each limit is worth.
  public let multipliers: [Double]
}
