import DecisionProcesses
import Planning
import RandomStreams
import TabularEnvironments
import Testing
import UncertaintySets

@Suite struct ActionValueCertificateTests {
  /// Action values of the fixed point, by sweeps over rows with a backup's own worths.
  private func optimalActionValues<B: Backup>(_ table: SolverTable, _ backup: B) throws -> [Double] {
    var values = try DiscountedSolver(tolerance: 1e-8).solve(table, backup: backup).values
    values.append(0)
    return table.withRows { rows in
      var scratch = backup.makeScratch(for: rows)
      return (0..<table.rowCount).map { row in
        values.withUnsafeBufferPointer {
          backup.worth(ofRow: row, in: rows, values: $0.baseAddress!, floor: -.infinity, scratch: &scratch)
        }
      }
    }
  }

  /// Noisy action values: the loss of their greedy policy, evaluated exactly, lies within what is certified.
  private func check<B: Backup>(_ table: SolverTable, _ backup: B, _ stream: inout RandomStream) throws {
    let exact = try optimalActionValues(table, backup)
    let best = try DiscountedSolver(tolerance: 1e-8).solve(table, backup: backup)
    var losses = 0
    for noise in [0, 0.1, 1, 10] {
      let q = exact.map { $0 + noise * (2 * stream.uniform() - 1) }
      let certificate = try table.certificate(ofActionValues: q, backup: backup)
      for row in q.indices { #expect(abs(q[row] - exact[row]) <= certificate.error + 1e-8) }
      let own = try RobustPolicyEvaluation(backup).values(of: .actions(certificate.policy), in: table)
      for state in 0..<table.stateCount {
        let loss = best.values[state] - own.values[state]
        if loss > 1e-3 { losses += 1 }
        #expect(loss <= certificate.loss[state] + 2e-8)
        #expect(certificate.loss[state] <= 2 * certificate.residual / (1 - backup.discount) + 1e-12)
        #expect(certificate.optimum.lower[state] <= best.upper[state])
        #expect(certificate.optimum.upper[state] >= best.lower[state])
        #expect(certificate.greedy.lower[state] <= own.upper[state])
        #expect(certificate.greedy.upper[state] >= own.lower[state])
        if noise == 0 { #expect(certificate.loss[state] < 1e-6) }
      }
    }
    try #require(losses > 0, "some greedy policy should lose something")
  }

  @Test func noisyTablesAreCertified() throws {
    var stream = RandomStream(seed: 12, purpose: .instance)
    for table in [
      try SolverTable(TransitionTable(FrozenLake())), try SolverTable(TransitionTable(Garnet())),
      try SolverTable(TransitionTable(MachineReplacement())),
    ] {
      try check(table, NominalBackup(discount: 0.9), &stream)
      let set = try L1Ball(radius: 0.2, support: .nominal)
      try check(table, RectangularBackup(set, on: table, discount: 0.9), &stream)
    }
  }

  /// Two ways to stay, one paying c more. Values equal at c/(2(1 - g)) hide it: the residual is c/2 and the
  /// greedy policy loses c/(1 - g), all that the residual allows.
  @Test func theBoundIsReached() throws {
    var builder = try SolverTableBuilder(stateCount: 1, actionCount: 2)
    for reward in [0.0, 1] {
      builder.add(to: 0, probability: 1, reward: reward)
      try builder.endRow()
    }
    let table = try builder.finish()
    let certificate = try table.certificate(
      ofActionValues: [5, 5], backup: NominalBackup(discount: 0.9))
    #expect(certificate.policy == [0])
    #expect(abs(certificate.residual - 0.5) < 1e-13)
    #expect(abs(certificate.loss[0] - 10) < 1e-12)
    #expect(certificate.loss[0] >= 10)
    #expect(abs(certificate.optimum.upper[0] - 10) < 1e-12 && abs(certificate.greedy.lower[0]) < 1e-12)
  }

  /// The regret to the robust optimum holds the difference of two sweeps over dictionaries.
  @Test func robustRegretIsTheDifference() throws {
    var stream = RandomStream(seed: 13, purpose: .instance)
    for _ in 0..<20 {
      let shape = RandomModels(states: 3, actions: 2, models: 3, ending: 0.1)
      let rows = shape.rows(using: &stream)
      let closure = RectangularClosure(try shape.list(rows))
      let evaluation = RobustPolicyEvaluation(try closure.backup(discount: 0.9))
      let q = shape.robustActionValues(rows, discount: 0.9, sweeps: 400)
      let best = max(q[0], q[1])
      for policy in shape.policies {
        var values = [0.0, 0, 0, 0]
        for _ in 0..<400 {
          for state in 0..<3 {
            values[state] = rows.map { model in
              let row = model[state * 2 + policy[state]]
              return row.reward + 0.9 * row.successors.reduce(0) { $0 + $1.value * values[$1.key] }
            }.min()!
          }
        }
        let regret = try evaluation.regret(
          of: .actions(policy), in: closure.table, solver: DiscountedSolver(tolerance: 1e-10))
        #expect(regret.lowerBound <= best - values[0] + 1e-12)
        #expect(regret.upperBound >= best - values[0] - 1e-12)
        #expect(regret.upperBound - regret.lowerBound < 1e-9)
      }
    }
  }

  @Test func badTablesAreRefused() throws {
    let table = try SolverTable(TransitionTable(Forest()))
    let backup = try NominalBackup(discount: 0.9)
    #expect(throws: PlanningError.self) { try table.certificate(ofActionValues: [0], backup: backup) }
    let message = SolverTableTests.message {
      _ = try table.certificate(ofActionValues: [0, 0, 0, .nan, 0, 0], backup: backup)
    }
    #expect(message == "state 1, action 1: the value nan is not finite")
  }
}
