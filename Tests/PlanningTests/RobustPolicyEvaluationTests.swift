import Planning
import RandomStreams
import Testing
import UncertaintySets

/// Three states, two actions: the facts' small process, whose robust values are known.
enum ThreeStates {
  static let discount = 0.9

  static func table() throws -> SolverTable {
    let rows = [
      [0.7, 0.2, 0.1], [0.1, 0.6, 0.3], [0.3, 0.5, 0.2], [0.05, 0.15, 0.8], [0.1, 0.1, 0.8], [0.5, 0.3, 0.2],
    ]
    let rewards = [1, 0, 0.5, 0.8, 0, -0.2]
    var builder = try SolverTableBuilder(stateCount: 3, actionCount: 2)
    for (row, reward) in zip(rows, rewards) {
      for (next, probability) in row.enumerated() {
        builder.add(to: next, probability: probability, reward: reward)
      }
      try builder.endRow()
    }
    return try builder.finish()
  }
}

@Suite struct RobustPolicyEvaluationTests {
  private static let uniform = TablePolicy.probabilities(Array(repeating: 0.5, count: 6))

  /// The uniform policy's values in the facts, found by enumeration and linear programs.
  @Test func uniformPolicyHasItsVectors() throws {
    let table = try ThreeStates.table()
    let nominal = try RobustPolicyEvaluation(NominalBackup(discount: 0.9))
      .values(of: Self.uniform, in: table)
    let ball = try L1Ball(radius: 0.2, support: .all)
    let robust = try RobustPolicyEvaluation(RectangularBackup(ball, on: table, discount: 0.9))
      .values(of: Self.uniform, in: table)
    for state in 0..<3 {
      #expect(abs(nominal.values[state] - [3.320398611, 3.256983240, 2.514117469][state]) < 1e-9)
      #expect(abs(robust.values[state] - [2.598365510, 2.536183821, 1.791780173][state]) < 1e-9)
    }
    #expect(nominal.bound < 1e-12 && robust.bound < 1e-9)
  }

  /// Policies of random processes against plain sweeps with nature's problem solved for each row by itself.
  private func agrees<S: UncertaintySet>(_ set: S) throws {
    var stream = RandomStream(seed: 5, purpose: StreamPurpose(named: "policies"))
    for (index, instance) in try RandomProcesses.load().enumerated() {
      let table = try instance.table()
      let (actions, discount) = (table.actionCount, [0.5, 0.9, 0.95][index % 3])
      var weights: [Double] = []
      for _ in 0..<table.stateCount {
        let row = (0..<actions).map { _ in stream.uniform() < 0.3 ? 0 : stream.uniform() }
        let sum = row.reduce(0, +)
        weights += sum > 0 ? row.map { $0 / sum } : (0..<actions).map { $0 == 0 ? 1 : 0 }
      }
      let policy = TablePolicy.probabilities(weights)
      let backup = try RectangularBackup(set, on: table, discount: discount)
      let worst = try RobustPolicyEvaluation(backup).worstCase(of: policy, in: table)
      var values = [Double](repeating: 0, count: table.stateCount + 1)
      for _ in 0..<(index % 3 == 0 ? 60 : 700) {
        var swept = values
        for state in 0..<table.stateCount {
          swept[state] = 0
          for action in 0..<actions where weights[state * actions + action] > 0 {
            let entries = table.row(state, action)
            let payoff = entries.map { entry in
              table.reward.value(ofEntry: entry, inRow: state * actions + action)
                + discount * values[Int(table.next[entry])]
            }
            let nature = try set.worstCase(of: payoff, around: Array(table.probability[entries]))
            swept[state] += weights[state * actions + action] * nature.value
          }
        }
        values = swept
      }
      // Nature's kernel is worth what the policy is, but for what a penalty costs.
      let own = try PolicyEvaluation(discount: discount).values(of: policy, in: worst.table)
      for state in 0..<table.stateCount {
        #expect(abs(worst.values.values[state] - values[state]) < 1e-9)
        #expect(worst.values.lower[state] <= values[state] + 1e-10)
        #expect(worst.values.upper[state] >= values[state] - 1e-10)
        if set is any PenalisedSet {
          #expect(own.values[state] <= values[state] + 1e-9)
        } else {
          #expect(abs(own.values[state] - values[state]) < 1e-9)
        }
        for action in 0..<actions {
          let entries = table.row(state, action)
          let row = Array(worst.table.probability[entries])
          let nominal = Array(table.probability[entries])
          let isMember = set.contains(row.span, around: nominal.span, tolerance: 1e-9)
          #expect(isMember)
          if weights[state * actions + action] == 0 { #expect(row == nominal) }
        }
      }
      #expect(worst.values.bound < 1e-8)
      let loose = try RobustPolicyEvaluation(backup, tolerance: 0.01).values(of: policy, in: table)
      #expect(loose.bound <= 0.01)
      for state in 0..<table.stateCount {
        #expect(loose.lower[state] <= values[state] && values[state] <= loose.upper[state])
      }
    }
  }

  @Test func agreesWithPlainSweeps() throws {
    try agrees(try L1Ball(radius: 0.3, support: .nominal))
    try agrees(try KLBall(radius: 0.1))
    try agrees(try ChiSquareBall(radius: 0.2))
    try agrees(try TotalVariationPenalty(weight: 0.7, support: .nominal))
  }

  /// A nominal nature leaves the table as it is, also where episodes end.
  @Test func withoutUncertaintyItIsPolicyEvaluation() throws {
    var builder = try SolverTableBuilder(stateCount: 2, actionCount: 2)
    for (reward, p) in [(1.0, 0.75), (2, 0.5), (-1, 0.25), (0, 1)] {
      builder.add(to: 1, probability: p, reward: reward)
      builder.add(to: 0, probability: 1 - p, reward: reward + 1, terminated: true)
      try builder.endRow()
    }
    let table = try builder.finish()
    let policies: [TablePolicy] = [.actions([1, 0]), .probabilities([0.25, 0.75, 1, 0])]
    for policy in policies {
      let evaluation = RobustPolicyEvaluation(try NominalBackup(discount: 0.95))
      let robust = try evaluation.worstCase(of: policy, in: table)
      let plain = try PolicyEvaluation(discount: 0.95).values(of: policy, in: table)
      #expect(robust.table == table)
      for state in 0..<2 { #expect(abs(robust.values.values[state] - plain.values[state]) < 1e-13) }
      #expect(robust.values.bound < 1e-12)
    }
  }

  /// Expected rewards and costs follow the probabilities.
  @Test func replacedProbabilitiesChangeExpectations() throws {
    var builder = try SolverTableBuilder(stateCount: 2, actionCount: 1, costCount: 1)
    for state in 0..<2 {
      builder.add(to: 0, probability: 0.5, reward: 1, costs: [3])
      builder.add(to: 1, probability: 0.5, reward: 5, costs: [Double(state)])
      try builder.endRow()
    }
    let table = try builder.finish().replacing(probability: [0.25, 0.75, 1, 0])
    #expect(table.reward.expected == [4, 1] && table.costs[0].expected == [0.75, 3])
    #expect(SolverTableTests.message { _ = try table.replacing(probability: [1]) }
      == "1 probabilities for 4 transitions")
    for bad in [[0.5, 0.4, 1, 0], [1.5, -0.5, 1, 0], [.nan, 0, 1, 0]] {
      #expect(throws: PlanningError.self) { try table.replacing(probability: bad) }
    }
  }

  /// A kernel that leaves the table's entries has a value, but no table.
  @Test func massBesideTheEntriesIsRefused() throws {
    var builder = try SolverTableBuilder(stateCount: 2, actionCount: 1)
    for state in 0..<2 {
      builder.add(to: state, probability: 1, reward: Double(state))
      try builder.endRow()
    }
    let table = try builder.finish()
    let set = try ContaminationSet(share: 0.1, support: .all)
    let backup = try RectangularBackup(set, on: table, discount: 0.9)
    let evaluation = RobustPolicyEvaluation(backup)
    // From state 1 a tenth falls to state 0, which is worth 0.
    let values = try evaluation.values(of: .actions([0, 0]), in: table)
    #expect(abs(values.values[0]) < 1e-9 && abs(values.values[1] - 1 / (1 - 0.81)) < 1e-9)
    #expect(throws: PlanningError.self) { try evaluation.worstCase(of: .actions([0, 0]), in: table) }
    #expect(throws: PlanningError.self) { try evaluation.values(of: .actions([0]), in: table) }
  }
}
