import DecisionProcesses
import Planning
import TabularEnvironments
import Testing

@Suite struct RandomConstrainedTests {
  /// The process with its constraint cost, times `sign`, in the place of the reward.
  static func costProcess(_ process: RandomConstrained, sign: Double) -> FixtureProcess {
    let table = TransitionTable(process)
    let rows = (0..<75).map { row in
      table.row(row / 5, row % 5).map { entry in
        Transition(
          to: table.next[entry], probability: table.probability[entry],
          outcome: Outcome(reward: sign * table.costs[entry]))
      }
    }
    return FixtureProcess(stateCount: 15, actionCount: 5, rows: rows)
  }

  /// The limit is the constraint value of the even mixture of two policies found here, each evaluated
  /// by sweeps: the planner is an oracle for the world's own solver.
  @Test(arguments: [0, 1, 2, 42])
  func limitIsThatOfTheMixture(seed: Int) throws {
    let process = RandomConstrained(
      options: OptionValues(["seed": .integer(seed)], for: RandomConstrained.options))
    let table = TransitionTable(process)
    let solver = ValueIteration(tolerance: 1e-9)
    let reward = try solver.solve(table, discount: 0.99)
    let least = try solver.solve(TransitionTable(Self.costProcess(process, sign: -1)), discount: 0.99)
    var mixture = 0.0
    for policy in [reward.policy, least.policy] {
      var values = [Double](repeating: 0, count: 15)
      for _ in 0..<4000 {
        values = (0..<15).map { state in
          table.row(state, policy[state]).reduce(0) {
            $0 + table.probability[$1] * (table.costs[$1] + 0.99 * values[table.next[$1]])
          }
        }
      }
      mixture += 0.5 * zip(table.initial, values).reduce(0) { $0 + $1.0 * $1.1 }
    }
    #expect(abs(process.limit - mixture) < 1e-8)
    #expect(-least.value(of: table.initial) <= process.limit + 1e-8)
  }
}
