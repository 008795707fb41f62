/// The best return under a limit on one discounted cost, by the Lagrangian, with a certified gap.
///
/// For a multiplier m >= 0 the process with reward r - m c has optimal value g(m), and g(m) + m limit bounds
/// the constrained optimum from above. Starting from the best policy and the cheapest one, the next
/// multiplier is where their two Lagrangian lines cross; its greedy policy replaces the one on its side of
/// the limit, until the bound meets the value of a mixture of the two. Their mixed visits to states and
/// actions are the visits of one stationary, possibly random, policy: that is the answer, evaluated on its
/// own. With one limit such a policy is optimal.
///
/// Guarantee: the policy's cost is at most `limit`, and no policy that keeps the limit returns more than
/// `tolerance` above its return, both with round-off included.
///
/// Source: E. Altman, "Constrained Markov Decision Processes", Chapman and Hall 1999, chapters 3 and 4,
/// doi:10.1201/9781315140223.
public struct ConstrainedSolver: Sendable {
  /// In [0, 1).
  public let discount: Double
  /// Most that the answer may fall short of the optimum, in units of return.
  public var tolerance: Double

  /// Throws for a discount outside [0, 1) or a tolerance that is not positive and finite.
  public init(discount: Double, tolerance: Double = 1e-6) throws(PlanningError) {
    self.discount = try Discount.endless(discount)
    guard tolerance > 0, tolerance.isFinite else {
      throw PlanningError("tolerance \(tolerance) is not a positive number")
    }
    self.tolerance = tolerance
  }

  /// A policy with its return and cost from the first states.
  private struct Candidate {
    var policy: TablePolicy
    var reward: CertifiedValues
    var cost: CertifiedValues
    /// Certified: the least that it returns, the most that it costs.
    var returned: Double
    var spent: Double
  }

  /// Maximises the discounted return of `table` from its first states, with the discounted sum of cost
  /// `channel` at most `limit`.
  ///
  /// Throws for an unknown channel, a limit that is not finite or below the least cost possible (kind
  /// `infeasible`), and a gap, or a limit as low as the least cost, that round-off keeps open (kind
  /// `toleranceOutOfReach`). A limit of zero on costs that are never negative is exact.
  public func solve(
    _ table: SolverTable, cost channel: Int, limit: Double
  ) throws(PlanningError) -> ConstrainedSolution {
    guard table.costs.indices.contains(channel) else {
      throw PlanningError("cost channel \(channel): the table has \(table.costs.count)")
    }
    guard limit.isFinite else { throw PlanningError("the limit \(limit) is not finite") }
    let costs = table.rewarding(RowSignal(expected: table.costs[channel].expected))
    let solver = DiscountedSolver(tolerance: 0.125 * tolerance)
    let free = try solver.solve(table, discount: discount)
    var dear = try candidate(free.policy, table, costs)
    if dear.spent <= limit {
      let upper = table.initialExpectation(of: free.upper)
      return try answer(dear, table, costs, upper: upper, multiplier: 0)
    }
    let least = try solver.solve(costs.rewarding(costs.reward.scaled(by: -1)), discount: discount)
    var cheap = try candidate(least.policy, table, costs)
    guard cheap.spent <= limit else {
      let bound = -table.initialExpectation(of: least.upper)
      throw PlanningError(
        "the least discounted cost that any policy can have lies in \(bound)...\(cheap.spent), "
          + (bound > limit
            ? "above the limit \(limit)" : "too near the limit \(limit) to tell; raise it a little"),
        kind: bound > limit ? .infeasible : .toleranceOutOfReach)
    }
    var upper = table.initialExpectation(of: free.upper)
    var multiplier = 0.0
    // Each turn adds a new deterministic policy, a vertex of the dual's graph; few are met in practice.
    for _ in 0..<1000 {
      let slope = max(0, (dear.returned - cheap.returned) / (dear.spent - cheap.spent))
      let lagrangian = zip(table.reward.expected, costs.reward.expected).map { $0 - slope * $1 }
      let solution = try solver.solve(
        table.rewarding(RowSignal(expected: lagrangian)), discount: discount)
      let bound = table.initialExpectation(of: solution.upper) + slope * limit
      if bound < upper { (upper, multiplier) = (bound, slope) }
      let share = (limit - cheap.spent) / (dear.spent - cheap.spent)
      if upper - (cheap.returned + share * (dear.returned - cheap.returned)) <= 0.75 * tolerance { break }
      let next = try candidate(solution.policy, table, costs)
      if next.policy == cheap.policy || next.policy == dear.policy { break }
      if next.spent <= limit { cheap = next } else { dear = next }
    }
    return try mixture(cheap, dear, table, costs, limit: limit, upper: upper, multiplier: multiplier)
  }

  private func candidate(
    _ policy: TablePolicy, _ table: SolverTable, _ costs: SolverTable
  ) throws(PlanningError) -> Candidate {
    let evaluation = try PolicyEvaluation(discount: discount)
    let reward = try evaluation.values(of: policy, in: table)
    let cost = try evaluation.values(of: policy, in: costs)
    return Candidate(
      policy: policy, reward: reward, cost: cost,
      returned: table.initialExpectation(of: reward.lower), spent: Self.most(cost, of: policy, in: costs))
  }

  /// The most that `policy` costs from the first states, where `values` are its values in the table of costs.
  ///
  /// An interval with round-off cannot tell that nothing is spent, but states that are never left for one
  /// that costs something can: then the answer is exactly 0. O(entries).
  static func most(_ values: CertifiedValues, of policy: TablePolicy, in costs: SolverTable) -> Double {
    let upper = costs.initialExpectation(of: values.upper)
    guard upper > 0 else { return upper }
    let chain = policy.chain(of: costs)
    var isReached = costs.initial.map { $0 > 0 }
    var open = isReached.indices.filter { isReached[$0] }
    while let state = open.popLast() {
      if chain.reward[state] > 0 { return upper }
      for entry in chain.rowStart[state]..<chain.rowStart[state + 1] {
        let next = Int(chain.next[entry])
        guard !isReached[next] else { continue }
        isReached[next] = true
        open.append(next)
      }
    }
    return 0
  }

  /// The stationary policy of the mixed visits, with a share that keeps the limit for certain.
  private func mixture(
    _ cheap: Candidate, _ dear: Candidate, _ table: SolverTable, _ costs: SolverTable, limit: Double,
    upper: Double, multiplier: Double
  ) throws(PlanningError) -> ConstrainedSolution {
    let evaluation = try PolicyEvaluation(discount: discount)
    let low = try evaluation.occupancy(of: cheap.policy, in: table)
    let high = try evaluation.occupancy(of: dear.policy, in: table)
    var best = cheap
    // Round-off may carry the cost past the limit: then aim a little lower.
    for margin in [0, 1e-13, 1e-12, 1e-11, 1e-10, 1e-9] {
      let goal = limit - margin * max(1, abs(limit))
      let share = min(1, max(0, (goal - cheap.spent) / (dear.spent - cheap.spent)))
      let visits = zip(low.visits, high.visits).map { $0 + share * ($1 - $0) }
      let mixed = Occupancy(visits: visits, actionCount: table.actionCount, bound: low.bound + high.bound)
      let candidate = try candidate(mixed.policy, table, costs)
      if candidate.spent <= limit {
        if candidate.returned > best.returned { best = candidate }
        break
      }
    }
    return try answer(best, table, costs, upper: upper, multiplier: multiplier)
  }

  private func answer(
    _ candidate: Candidate, _ table: SolverTable, _ costs: SolverTable, upper: Double, multiplier: Double
  ) throws(PlanningError) -> ConstrainedSolution {
    guard upper - candidate.returned <= tolerance else {
      throw PlanningError(
        "the gap \(upper - candidate.returned) between bound and policy stays above the tolerance "
          + "\(tolerance); round-off allows no more",
        kind: .toleranceOutOfReach)
    }
    return ConstrainedSolution(
      policy: candidate.policy, lower: candidate.returned, upper: upper, cost: candidate.spent,
      multiplier: multiplier, values: candidate.reward, costValues: candidate.cost)
  }
}

/// A policy that keeps a limit, and how close to the best it is.
public struct ConstrainedSolution: Sendable, Equatable {
  public let policy: TablePolicy
  /// The policy's return from the first states is at least this.
  public let lower: Double
  /// No policy that keeps the limit returns more than this.
  public let upper: Double
  /// The policy's discounted cost from the first states is at most this.
  public let cost: Double
  /// Lagrange multiplier of the limit: what one unit more of it is worth. 0 where the limit does not bind.
  public let multiplier: Double
  /// The policy's return from each state.
  public let values: CertifiedValues
  /// The policy's discounted cost from each state.
  public let costValues: CertifiedValues
}
