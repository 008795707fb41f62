import Planning
import RandomStreams
import Testing
import UncertaintySets

/// The worst case of a return and of each cost, judged by trying all kernels.
@Suite struct ConstrainedWorstCasesTests {
  @Test func matchEnumeration() throws {
    var stream = RandomStream(seed: 8, purpose: StreamPurpose(named: "worst cases"))
    var differing = 0
    for _ in 0..<10 {
      let model = TwoOutcomeModel(
        states: 3, actions: 2, costs: 2, radius: 0.3, discount: 0.9, using: &stream)
      let table = try model.table
      let policy = (0..<3).flatMap { _ -> [Double] in
        let share = stream.uniform()
        return [share, 1 - share]
      }
      let known = model.worstCases(of: policy)
      // One limit is kept, one is broken.
      let limits = [(channel: 0, limit: known.costs[0] + 1e-6), (1, known.costs[1] - 1e-6)]
      let solver = try RobustConstrainedSolver(model.ball, discount: 0.9)
      let found = try solver.worstCases(of: .probabilities(policy), in: table, limits: limits)
      #expect(found.verdicts == [.kept, .broken])
      let evaluation = try PolicyEvaluation(discount: 0.9)
      for (extreme, value, signal) in [
        (found.returned, known.returned, table.reward), (found.costs[0], known.costs[0], table.costs[0]),
        (found.costs[1], known.costs[1], table.costs[1]),
      ] {
        #expect(extreme.lower <= value + 1e-12 && value - 1e-12 <= extreme.upper)
        #expect(extreme.upper - extreme.lower < 1e-9)
        // The kernel that was told is worth as much.
        let values = try evaluation.values(
          of: .probabilities(policy), in: table.rewarding(signal).replacing(probability: extreme.kernel))
        #expect(abs(table.initialExpectation(of: values.values) - value) < 1e-10)
      }
      if found.returned.kernel != found.costs[0].kernel { differing += 1 }
    }
    // One kernel for all would not do.
    #expect(differing >= 8)
  }

  /// A limit within round-off of the worst case is neither kept nor broken for certain.
  @Test func whatCannotBeToldIsUndecided() throws {
    var stream = RandomStream(seed: 9, purpose: StreamPurpose(named: "worst cases"))
    let model = TwoOutcomeModel(states: 2, actions: 2, costs: 1, radius: 0.3, discount: 0.9, using: &stream)
    let solver = try RobustConstrainedSolver(model.ball, discount: 0.9)
    let still = TablePolicy.actions([0, 1])
    let first = try solver.worstCases(of: still, in: model.table, limits: [(0, 0)])
    let limit = 0.5 * (first.costs[0].lower + first.costs[0].upper)
    let again = try solver.worstCases(of: still, in: model.table, limits: [(0, limit)])
    #expect(again.verdicts == [.undecided])
    #expect(throws: PlanningError.self) {
      try solver.worstCases(of: .actions([0]), in: model.table, limits: [(0, 1)])
    }
    #expect(throws: PlanningError("cost channel 0: the limit inf is not finite")) {
      try solver.worstCases(of: still, in: model.table, limits: [(0, .infinity)])
    }
  }

  /// Mass where the table has no entry needs one: with all successors listed there is a kernel.
  @Test func kernelsOverAllStates() throws {
    var builder = try SolverTableBuilder(stateCount: 2, actionCount: 1, costCount: 1)
    for state in 0..<2 {
      builder.add(to: state, probability: 1, reward: Double(state), costs: [Double(state)])
      try builder.endRow()
    }
    let table = try builder.finish()
    let solver = try RobustConstrainedSolver(L1Ball(radius: 0.5, support: .all), discount: 0.5)
    let still = TablePolicy.actions([0, 0])
    #expect(throws: PlanningError.self) { try solver.worstCases(of: still, in: table, limits: [(0, 1)]) }
    let listed = try table.listingEverySuccessor()
    #expect(listed.entryCount == 4 && listed.probability == [1, 0, 0, 1])
    let found = try solver.worstCases(of: still, in: listed, limits: [(0, 1)])
    #expect(found.returned.kernel == [1, 0, 0.25, 0.75])
    #expect(found.costs[0].kernel == [0.75, 0.25, 0, 1])
    // v1 = 1 + (3/4 v1)/2, and for the cost c1 = 2, c0 = (3/4 c0 + 1/4 c1)/2.
    #expect(abs(found.returned.values.values[1] - 1.6) < 1e-12)
    #expect(abs(found.costs[0].values.values[0] - 0.4) < 1e-12)
  }
}
