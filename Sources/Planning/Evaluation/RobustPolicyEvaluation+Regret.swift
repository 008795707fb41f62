extension RobustPolicyEvaluation {
  /// How much less than the robust optimum `policy` is sure of from the table's first states: the least and
  /// the most that the two certified intervals allow.
  ///
  ///     max over policies of min over nature of V  -  min over nature of V^policy
  ///
  /// Nature answers each of the two with her own worst. Throws like `values` and `DiscountedSolver.solve`.
  @inlinable
  public func regret(
    of policy: TablePolicy, in table: SolverTable, solver: DiscountedSolver = DiscountedSolver()
  ) throws(PlanningError) -> ClosedRange<Double> {
    let own = try values(of: policy, in: table)
    let best = try solver.solve(table, backup: backup)
    let low = table.initialExpectation(of: best.lower) - table.initialExpectation(of: own.upper)
    let high = table.initialExpectation(of: best.upper) - table.initialExpectation(of: own.lower)
    // A policy is never better than the optimum.
    return max(0, low)...max(0, high)
  }
}
