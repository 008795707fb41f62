import DecisionProcesses
import Planning
import RandomStreams
import TabularEnvironments
import Testing
import UncertaintySets

/// Robust problems with a set for each row.
@Suite struct RowwiseBackupTests {
  /// Equal sets on the nominal support are the rectangular problem.
  @Test func equalSetsAreTheRectangularProblem() throws {
    let table = try SolverTable(TransitionTable(FrozenLake()))
    let set = try L1Ball(radius: 0.2, support: .nominal)
    let solver = DiscountedSolver(method: .valueIteration, tolerance: 1e-9)
    let one = try solver.solve(table, backup: RectangularBackup(set, on: table, discount: 0.9))
    let sets = try RowwiseSet(Array(repeating: set, count: table.rowCount))
    let many = try solver.solve(table, backup: RowwiseBackup(sets, on: table, discount: 0.9))
    for state in one.values.indices { #expect(abs(one.values[state] - many.values[state]) <= 2e-9) }
    #expect(one.policy == many.policy)
  }

  /// Rows of two outcomes, one of which may have no probability yet: an L1 ball of its own is an interval of
  /// one number, of which nature takes an end. A plain iteration over both ends needs no set at all.
  @Test func ownRadiiAgainstBothEndsOfAnInterval() throws {
    var stream = RandomStream(seed: 13, purpose: StreamPurpose(named: "own radii"))
    for _ in 0..<20 {
      let (states, actions, discount) = (4, 3, 0.9)
      var builder = try SolverTableBuilder(stateCount: states, actionCount: actions)
      var rows: [(next: [Int], p: Double, rewards: [Double], radius: Double)] = []
      for _ in 0..<(states * actions) {
        let p = stream.uniform() < 0.3 ? 1 : stream.uniform()
        let first = stream.integer(below: states)
        let second = (first + 1 + stream.integer(below: states - 1)) % states
        let rewards = [stream.uniform(), stream.uniform()]
        rows.append(([first, second], p, rewards, stream.uniform(in: 0, 2)))
        builder.add(to: first, probability: p, reward: rewards[0])
        builder.add(to: second, probability: 1 - p, reward: rewards[1])
        try builder.endRow()
      }
      let table = try builder.finish()
      let sets = try RowwiseSet(rows.map { try L1Ball(radius: $0.radius, support: .all) })
      let solution = try DiscountedSolver(method: .valueIteration, tolerance: 1e-8)
        .solve(table, backup: RowwiseBackup(sets, on: table, discount: discount))
      var values = Array(repeating: 0.0, count: states)
      for _ in 0..<400 {
        values = (0..<states).map { state in
          (0..<actions).map { action in
            let row = rows[state * actions + action]
            return [-row.radius / 2, row.radius / 2].map { shift -> Double in
              let p = min(1, max(0, row.p + shift))
              return p * (row.rewards[0] + discount * values[row.next[0]])
                + (1 - p) * (row.rewards[1] + discount * values[row.next[1]])
            }.min()!
          }.max()!
        }
      }
      for state in 0..<states { #expect(abs(solution.values[state] - values[state]) <= 1.1e-8) }
    }
  }

  @Test func otherNumbersOfSetsAreRefused() throws {
    let table = try SolverTable(TransitionTable(Forest()))
    let set = try L1Ball(radius: 0.2, support: .all)
    let error = #expect(throws: PlanningError.self) {
      _ = try RowwiseBackup(try RowwiseSet([set]), on: table, discount: 0.9)
    }
    #expect(try #require(error).message.contains("1 sets for 3 states by 2 actions"))
    #expect(throws: PlanningError.self) {
      _ = try RowwiseBackup(try RowwiseSet(Array(repeating: set, count: 6)), on: table, discount: 1.5)
    }
    let weighted = try WeightedL1Ball(radius: 0.2, weights: [1, 1, 1], support: .all)
    let own = #expect(throws: PlanningError.self) {
      _ = try RowwiseBackup(try RowwiseSet(Array(repeating: weighted, count: 6)), on: table, discount: 0.9)
    }
    #expect(try #require(own).message.contains("state 0, action 0"))
  }
}
