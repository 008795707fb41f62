import DecisionProcesses
import Planning
import TabularEnvironments
import Testing

@Suite struct RelativeValueIterationTests {
  /// SciPy's linear program over stationary visits.
  @Test func intervalsHoldTheLinearProgram() throws {
    for instance in try RandomProcesses.load() {
      let solution = try RelativeValueIteration(tolerance: 1e-8).solve(try instance.table())
      #expect(solution.upper - solution.lower <= 2e-8)
      for reference in instance.solutions {
        #expect(solution.lower <= reference.gain + 1e-9)
        #expect(solution.upper >= reference.gain - 1e-9)
      }
    }
  }

  /// A cycle of three rewards: the gain is their mean, though the chain is periodic.
  @Test func periodicChainsConverge() throws {
    var builder = try SolverTableBuilder(stateCount: 3, actionCount: 1)
    for state in 0..<3 {
      builder.add(to: (state + 1) % 3, probability: 1, reward: [1, 2, 6][state])
      try builder.endRow()
    }
    let table = try builder.finish()
    let solution = try RelativeValueIteration(tolerance: 1e-10).solve(table)
    #expect(solution.lower <= 3 && 3 <= solution.upper)
    #expect(solution.upper - solution.lower <= 2e-10)
    // Plain value iteration goes round for ever.
    #expect {
      try RelativeValueIteration(sweepLimit: 1000, step: 1).solve(table)
    } throws: { ($0 as? PlanningError)?.kind == .sweepLimit }
  }

  /// Two islands have no common gain; the solver says so instead of inventing one.
  @Test func severalClassesAreAnError() throws {
    var builder = try SolverTableBuilder(stateCount: 2, actionCount: 1)
    for state in 0..<2 {
      builder.add(to: state, probability: 1, reward: Double(state))
      try builder.endRow()
    }
    let table = try builder.finish()
    #expect {
      try RelativeValueIteration(sweepLimit: 500).solve(table)
    } throws: { ($0 as? PlanningError)?.message.contains("unichain") == true }
    let walk = try SolverTable(TransitionTable(WindyWalk()))
    #expect(throws: PlanningError.self) { try RelativeValueIteration().solve(walk) }
    #expect {
      try RelativeValueIteration(tolerance: 1e-18).solve(try RandomProcesses.load()[0].table())
    } throws: { ($0 as? PlanningError)?.kind == .toleranceOutOfReach }
  }
}
