import DecisionProcesses
import Planning
import RandomStreams
import TabularEnvironments
import Testing
import UncertaintySets

/// Robust problems whose rows have sets of their own.
@Suite struct RectangularBackupTests {
  private func solve<S: UncertaintySet>(
    _ set: S, _ table: SolverTable, discount: Double, _ method: DiscountedSolver.Method = .valueIteration,
    tolerance: Double = 1e-8
  ) throws -> CertifiedSolution {
    let backup = try RectangularBackup(set, on: table, discount: discount)
    return try DiscountedSolver(method: method, tolerance: tolerance).solve(table, backup: backup)
  }

  private static func lake() throws -> SolverTable { try SolverTable(TransitionTable(FrozenLake())) }
  private static func garnet() throws -> SolverTable { try SolverTable(TransitionTable(Garnet())) }

  @Test func radiusZeroIsTheNominalProblem() throws {
    for table in [try Self.lake(), try Self.garnet()] {
      let nominal = try DiscountedSolver(tolerance: 1e-9).solve(table, discount: 0.95)
      for solution in [
        try solve(try L1Ball(radius: 0, support: .nominal), table, discount: 0.95),
        try solve(try KLBall(radius: 0), table, discount: 0.95),
        try solve(try ChiSquareBall(radius: 0), table, discount: 0.95),
      ] {
        for state in nominal.values.indices {
          #expect(abs(solution.values[state] - nominal.values[state]) <= 2e-8)
        }
      }
    }
  }

  @Test func everyMethodFindsTheSameValues() throws {
    let table = try Self.garnet()
    let set = try L1Ball(radius: 0.3, support: .nominal)
    let reference = try solve(set, table, discount: 0.9)
    for method in DiscountedSolver.Method.allCases {
      let solution = try solve(set, table, discount: 0.9, method)
      for state in reference.values.indices {
        #expect(abs(solution.values[state] - reference.values[state]) <= 2e-8)
        #expect(solution.lower[state] <= reference.upper[state])
        #expect(reference.lower[state] <= solution.upper[state])
      }
    }
  }

  /// A penalty is part of what nature pays, so part of what a linear system must find.
  @Test func everyMethodCountsPenalties() throws {
    let table = try Self.garnet()
    for penalty in [0.1, 1] {
      let set = try KLPenalty(weight: penalty)
      let reference = try solve(set, table, discount: 0.9)
      for method in DiscountedSolver.Method.allCases {
        let solution = try solve(set, table, discount: 0.9, method)
        for state in reference.values.indices {
          #expect(abs(solution.values[state] - reference.values[state]) <= 2e-8)
        }
        #expect(method == .valueIteration || method == .gaussSeidel || solution.sweeps < 15)
      }
    }
  }

  @Test func valuesFallWithTheRadius() throws {
    let table = try Self.lake()
    var last = try DiscountedSolver(tolerance: 1e-9).solve(table, discount: 0.97).values
    for radius in [0.05, 0.1, 0.2, 0.4, 0.8] {
      let values = try solve(try L1Ball(radius: radius, support: .nominal), table, discount: 0.97).values
      for state in values.indices { #expect(values[state] <= last[state] + 2e-8) }
      last = values
    }
  }

  /// Rows of two outcomes make the L1 ball an interval of one number, of which nature takes an end: a plain
  /// iteration over both ends needs no set at all.
  @Test func twoOutcomesAgainstBothEndsOfAnInterval() throws {
    var stream = RandomStream(seed: 11, purpose: StreamPurpose(named: "two outcomes"))
    for _ in 0..<20 {
      let (states, actions, discount, radius) = (4, 3, 0.9, 0.3)
      var text = "idstatefrom,idaction,idstateto,probability,reward\n"
      var rows: [[(next: Int, probability: Double)]] = []
      var rewards: [Double] = []
      for state in 0..<states {
        for action in 0..<actions {
          let p = stream.uniform()
          let first = stream.integer(below: states)
          let second = (first + 1 + stream.integer(below: states - 1)) % states
          let reward = stream.uniform()
          rows.append([(first, p), (second, 1 - p)])
          rewards.append(reward)
          text += "\(state),\(action),\(first),\(p),\(reward)\n\(state),\(action),\(second),\(1 - p),\(reward)\n"
        }
      }
      let table = try TransitionFile.read(Array(text.utf8), name: "two-outcomes.csv")
      let solution = try solve(try L1Ball(radius: radius, support: .nominal), table, discount: discount)
      var values = Array(repeating: 0.0, count: states)
      for _ in 0..<400 {
        values = (0..<states).map { state in
          (0..<actions).map { action in
            let row = rows[state * actions + action]
            let ends = [-radius / 2, radius / 2].map { shift -> Double in
              let p = min(1, max(0, row[0].probability + shift))
              return p * values[row[0].next] + (1 - p) * values[row[1].next]
            }
            return rewards[state * actions + action] + discount * ends.min()!
          }.max()!
        }
      }
      for state in 0..<states { #expect(abs(solution.values[state] - values[state]) <= 1.1e-8) }
    }
  }

  /// The kernel that nature plays, taken as a nominal one for the policy's rows, is worth the robust value.
  @Test func theWorstKernelIsWorthTheRobustValue() throws {
    let table = try Self.garnet()
    let discount = 0.9
    let backup = try RectangularBackup(try KLBall(radius: 0.2), on: table, discount: discount)
    let solution = try DiscountedSolver(method: .valueIteration, tolerance: 1e-9)
      .solve(table, backup: backup)
    let policy = try #require(solution.policy.actions)
    var values = solution.values
    values.append(0)
    var kernels: [[Double]] = []
    table.withRows { rows in
      var scratch = backup.makeScratch(for: rows)
      for state in 0..<table.stateCount {
        let row = state * table.actionCount + policy[state]
        var kernel = Array(repeating: 0.0, count: rows.rowStart[row + 1] - rows.rowStart[row])
        values.withUnsafeBufferPointer { values in
          kernel.withUnsafeMutableBufferPointer {
            _ = backup.kernel(
              ofRow: row, in: rows, values: values.baseAddress!, scratch: &scratch, into: $0.baseAddress!)
          }
        }
        kernels.append(kernel)
      }
    }
    var worth = Array(repeating: 0.0, count: table.stateCount)
    for _ in 0..<600 {
      worth = (0..<table.stateCount).map { state in
        let entries = table.row(state, policy[state])
        return zip(entries, kernels[state]).reduce(0) { sum, pair in
          let reward = table.reward.value(
            ofEntry: pair.0, inRow: state * table.actionCount + policy[state])
          let next = Int(table.next[pair.0])
          return sum + pair.1 * (reward + discount * (next < table.stateCount ? worth[next] : 0))
        }
      }
    }
    for state in worth.indices {
      #expect(abs(kernels[state].reduce(0, +) - 1) < 1e-12)
      #expect(abs(worth[state] - solution.values[state]) < 1e-8)
    }
  }

  /// With mass allowed everywhere and the largest radius, nature leads every row to the worst state.
  @Test func fullMassAnywhereIsTheWorstState() throws {
    let table = try Self.garnet()
    try #require(table.reward.entries.isEmpty, "the set may only lead anywhere where rewards follow rows")
    let solution = try solve(try L1Ball(radius: 2, support: .all), table, discount: 0.9)
    let best = (0..<table.stateCount).map { state in
      (0..<table.actionCount).map { table.reward.expected[state * table.actionCount + $0] }.max()!
    }
    // The worst state is one where the best reward is least, for ever.
    let least = best.min()! / (1 - 0.9)
    for state in best.indices { #expect(abs(solution.values[state] - (best[state] + 0.9 * least)) < 1e-7) }
  }

  @Test func badDiscountsAreRefused() throws {
    let table = try Self.lake()
    let ball = try L1Ball(radius: 0.1, support: .nominal)
    for discount in [1.5, -0.1, .nan] {
      #expect(throws: PlanningError("discount \(discount) lies outside [0, 1]")) {
        _ = try RectangularBackup(ball, on: table, discount: discount)
      }
    }
    // A single step may do without discount, an endless horizon may not.
    let backup = try RectangularBackup(ball, on: table, discount: 1)
    let refusal = PlanningError("discount 1.0 lies outside [0, 1)")
    let still = TablePolicy.actions(Array(repeating: 0, count: table.stateCount))
    let zeros = Array(repeating: 0.0, count: table.stateCount)
    #expect(throws: refusal) { try DiscountedSolver().solve(table, backup: backup) }
    #expect(throws: refusal) { try RobustPolicyEvaluation(backup).values(of: still, in: table) }
    #expect(throws: refusal) { try RobustPolicyEvaluation(backup).worstCase(of: still, in: table) }
    #expect(throws: refusal) { try table.certifiedOptimum(around: zeros, backup: backup) }
  }
}
