import Planning
import Testing

@Suite struct LinearProgramTests {
  /// SciPy's optimum with one limit; a second, looser one changes nothing.
  @Test(.enabled(if: LinearPrograms.areAvailable, "\(LinearPrograms.comment)"))
  func matchesSciPy() throws {
    for instance in try RandomProcesses.load() {
      let table = try instance.table()
      for reference in instance.solutions {
        let solver = try ConstrainedSolver(discount: reference.discount)
        let solution = try solver.solve(
          table, limits: [(0, reference.costLimit), (0, reference.costOfOptimum)])
        #expect(solution.lower <= reference.constrainedReturn + 1e-6)
        #expect(solution.upper >= reference.constrainedReturn - 1e-8)
        #expect(solution.upper - solution.lower <= 1e-6)
        #expect(solution.costs[0] <= reference.costLimit + 1e-7 / (1 - reference.discount))
        #expect(abs(solution.multipliers[0] - reference.multiplier) < 1e-6)
        #expect {
          try solver.solve(table, limits: [(0, reference.leastCost - 1e-3)])
        } throws: { ($0 as? PlanningError)?.kind == .infeasible }
      }
    }
  }

  @Test func badLimitsAreRefused() throws {
    let table = try RandomProcesses.load()[0].table()
    let solver = try ConstrainedSolver(discount: 0.9)
    for limit in [(1, 0.5), (0, Double.nan)] {
      #expect {
        try solver.solve(table, limits: [(channel: limit.0, limit: limit.1)])
      } throws: { ($0 as? PlanningError)?.kind == .badInput }
    }
  }
}
