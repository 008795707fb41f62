import DecisionProcesses
import Planning
import RandomStreams
import TabularEnvironments
import Testing

@Suite struct TableRolloutsTests {
  /// Means agree with exact evaluation within their standard errors, which shrink with the root of the count.
  @Test func meansAgreeWithExactValues() throws {
    let table = try SolverTable(TransitionTable(FrozenLake()))
    let stream = RandomStream(seed: 8, purpose: .policy)
    let best = try DiscountedSolver().solve(table, discount: 0.95).policy
    let uniform = [Double](repeating: 0.25, count: table.rowCount)
    for policy in [best, TablePolicy.probabilities(uniform)] {
      let exact = try PolicyEvaluation(discount: 0.95).values(of: policy, in: table)
      let few = try TableRollouts(count: 4000).value(of: policy, in: table, discount: 0.95, using: stream)
      let many = try TableRollouts(count: 40_000).value(of: policy, in: table, discount: 0.95, using: stream)
      let truth = table.initialExpectation(of: exact.values)
      #expect(abs(few.mean - truth) < 4 * few.standardError)
      #expect(abs(many.mean - truth) < 4 * many.standardError)
      #expect(abs(few.standardError / many.standardError - 3.162) < 0.5)
    }
  }

  /// Steps count: a reward of one for ever, without discount, is worth the step limit; with discount the rest
  /// that is cut off is below round-off.
  @Test func lengthsAreKept() throws {
    var builder = try SolverTableBuilder(stateCount: 1, actionCount: 1)
    builder.add(to: 0, probability: 1, reward: 1)
    try builder.endRow()
    let table = try builder.finish()
    let stream = RandomStream(seed: 1, purpose: .policy)
    let counted = try TableRollouts(count: 2, stepLimit: 37)
      .value(of: .actions([0]), in: table, discount: 1, using: stream)
    #expect(counted == SampledValue(mean: 37, standardError: 0))
    let endless = try TableRollouts(count: 2)
      .value(of: .actions([0]), in: table, discount: 0.9, using: stream)
    #expect(abs(endless.mean - 10) < 1e-14)
    #expect(throws: PlanningError.self) {
      try TableRollouts().value(of: .actions([0]), in: table, discount: 1.1, using: stream)
    }
    #expect(throws: PlanningError.self) {
      try TableRollouts().value(of: .actions([1]), in: table, discount: 0.9, using: stream)
    }
  }
}
