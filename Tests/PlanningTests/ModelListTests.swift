import DecisionProcesses
import Planning
import RandomStreams
import TabularEnvironments
import Testing

@Suite struct ModelListTests {
  @Test func gridsRunThroughTheLastAxisFastest() throws {
    #expect(try ModelList(MachineReplacement(), grid: []).count == 1)
    let grid = try ModelList(
      MachineReplacement(), grid: [("repairSuccess", [0.3, 0.9]), ("wearProbability", [0.4, 0.8, 1])])
    let wear = try #require(MachineReplacement.parameterIndex("wearProbability"))
    let repair = try #require(MachineReplacement.parameterIndex("repairSuccess"))
    #expect(grid.parameters.map { $0[repair] } == [0.3, 0.3, 0.3, 0.9, 0.9, 0.9])
    #expect(grid.parameters.map { $0[wear] } == [0.4, 0.8, 1, 0.4, 0.8, 1])
    for (row, table) in zip(grid.parameters, grid.tables) {
      var machine = MachineReplacement()
      for index in row.indices { machine[parameter: index] = row[index] }
      #expect(table == (try SolverTable(TransitionTable(machine))))
    }
  }

  /// The worst model for a policy and for an agent who knows it, against all models one by one.
  @Test func worstCasesAreTheLeastOfAll() throws {
    var stream = RandomStream(seed: 5, purpose: .instance)
    for _ in 0..<30 {
      let shape = RandomModels(states: 3, actions: 2, models: 5)
      let rows = shape.rows(using: &stream)
      let models = try shape.list(rows)
      // Values of every policy in every model, by plain sweeps over dictionaries.
      let worths = rows.map { model in
        shape.policies.map { policy -> Double in
          var values = [0.0, 0, 0]
          for _ in 0..<400 {
            values = (0..<3).map { state in
              let row = model[state * 2 + policy[state]]
              return row.reward + 0.9 * row.successors.reduce(0) { $0 + $1.value * values[$1.key] }
            }
          }
          return values[0]
        }
      }
      for (index, policy) in shape.policies.enumerated() {
        let worst = try models.worstCase(of: .actions(policy), discount: 0.9)
        #expect(abs(worst.value - worths.map { $0[index] }.min()!) < 1e-12)
        #expect(abs(worths[worst.model][index] - worst.value) < 1e-12)
        #expect(worst.margin < 1e-12)
      }
      let solver = DiscountedSolver(tolerance: 1e-10)
      let hardest = try models.worstOptimum(discount: 0.9, solver: solver)
      #expect(abs(hardest.value - worths.map { $0.max()! }.min()!) < 1e-10)
      #expect(hardest.margin <= 1e-10)
    }
  }

  @Test func badListsAreRefused() throws {
    let forest = try SolverTable(TransitionTable(Forest()))
    let lake = try SolverTable(TransitionTable(FrozenLake()))
    #expect(SolverTableTests.message { _ = try ModelList([]) } == "a list of models needs at least one")
    #expect(
      SolverTableTests.message { _ = try ModelList([forest, lake]) }.hasPrefix("model 1 has 16 states"))
    var builder = try SolverTableBuilder(stateCount: 2, actionCount: 1)
    for _ in 0..<2 {
      builder.add(to: 0, probability: 1, reward: 0)
      try builder.endRow()
    }
    let other = builder
    let starts = [try builder.finish(initial: [1, 0]), try other.finish(initial: [0, 1])]
    #expect(SolverTableTests.message { _ = try ModelList(starts) }.hasPrefix("model 1 starts otherwise"))
    for grid in [
      [("beta", [0.1])], [("alpha", [])], [("alpha", [0.6])], [("alpha", [.nan])],
      [("alpha", [0.1]), ("alpha", [0.2])],
    ] as [[(String, [Double])]] {
      #expect(throws: PlanningError.self) { try ModelList(WindyWalk(), grid: grid) }
    }
    let unknown = SolverTableTests.message { _ = try ModelList(WindyWalk(), grid: [("beta", [0.1])]) }
    #expect(unknown == "there is no parameter 'beta'; known are: alpha")
  }
}
