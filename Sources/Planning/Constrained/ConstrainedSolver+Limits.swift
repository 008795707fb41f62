extension ConstrainedSolver {
  /// Maximises the discounted return of `table` from its first states, with the discounted sum of each listed
  /// cost at most its limit, by the linear program over discounted visits to states and actions.
  ///
  /// The program's solution is not taken on trust: the policy that it gives is evaluated with certified
  /// intervals, and its multipliers give the upper bound that they prove. A cost may exceed its limit by the
  /// program's own tolerance, 1e-7 of a unit of visits; `costs` tells by certified numbers.
  ///
  /// Throws for unknown channels, limits that are not finite, limits that no policy keeps (kind
  /// `infeasible`), without the library HiGHS (kind `unavailable`), and where bound and policy stay further
  /// apart than the tolerance (kind `toleranceOutOfReach`).
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
    let (visits, multipliers) = try visits(table, limits)
    let occupancy = Occupancy(visits: visits, actionCount: table.actionCount, bound: .infinity)
    let policy = occupancy.policy
    let evaluation = try PolicyEvaluation(discount: discount)
    let values = try evaluation.values(of: policy, in: table)
    var costs: [Double] = []
    for (channel, _) in limits {
      let cost = try evaluation.values(
        of: policy, in: table.rewarding(RowSignal(expected: table.costs[channel].expected)))
      costs.append(table.initialExpectation(of: cost.upper))
    }
    var lagrangian = table.reward.expected
    var upper = 0.0
    for (index, (channel, limit)) in limits.enumerated() {
      upper += multipliers[index] * limit
      let cost = table.costs[channel].expected
      for row in lagrangian.indices { lagrangian[row] -= multipliers[index] * cost[row] }
    }
    let bound = try DiscountedSolver(tolerance: 0.125 * tolerance)
      .solve(table.rewarding(RowSignal(expected: lagrangian)), discount: discount)
    upper += table.initialExpectation(of: bound.upper)
    let lower = table.initialExpectation(of: values.lower)
    guard upper - lower <= tolerance else {
      throw PlanningError(
        "the gap \(upper - lower) between bound and policy stays above the tolerance \(tolerance)",
        kind: .toleranceOutOfReach)
    }
    return MultiplyConstrainedSolution(
      policy: policy, lower: lower, upper: upper, costs: costs, multipliers: multipliers)
  }

  /// Visits that solve the program, and multipliers of the limits in units of return per unit of cost.
  private func visits(
    _ table: SolverTable, _ limits: [(channel: Int, limit: Double)]
  ) throws(PlanningError) -> ([Double], [Double]) {
    var start: [Int32] = [0]
    var index: [Int32] = []
    var coefficients: [Double] = []
    for row in 0..<table.rowCount {
      let state = row / table.actionCount
      // What leaves the state less what comes back, in one number where the row leads to itself.
      var own = 1.0
      for entry in table.rowStart[row]..<table.rowStart[row + 1] {
        let flow = -discount * table.probability[entry]
        if Int(table.next[entry]) == state {
          own += flow
        } else if Int(table.next[entry]) < table.stateCount && flow != 0 {
          index.append(table.next[entry])
          coefficients.append(flow)
        }
      }
      index.append(Int32(state))
      coefficients.append(own)
      for (position, (channel, _)) in limits.enumerated() {
        index.append(Int32(table.stateCount + position))
        coefficients.append(table.costs[channel].expected[row])
      }
      start.append(Int32(index.count))
    }
    let inflow = table.initial.map { (1 - discount) * $0 }
    let caps = limits.map { (1 - discount) * $0.limit }
    let (x, duals) = try LinearProgramLibrary().maximise(
      table.reward.expected, rowLower: inflow + caps.map { _ in -.infinity }, rowUpper: inflow + caps,
      columnStart: start, rowIndex: index, coefficients: coefficients)
    return (x.map { max(0, $0) }, duals.dropFirst(table.stateCount).map { max(0, $0) })
  }
}

/// A policy that keeps several limits, and how close to the best it is.
public struct MultiplyConstrainedSolution: Sendable, Equatable {
  public let policy: TablePolicy
  /// The policy's return from the first states is at least this.
  public let lower: Double
  /// No policy that keeps the limits returns more than this.
  public let upper: Double
  /// Most that the policy costs, one number per limit.
  public let costs: [Double]
  /// What one unit more of each limit is worth.
  public let multipliers: [Double]
}
