import DecisionProcesses
import Planning
import RandomStreams
import TabularEnvironments
import Testing

@Suite struct DiscountedSolverTests {
  typealias Method = DiscountedSolver.Method

  /// Every interval holds the value of QuantEcon's policy iteration, and is as narrow as asked.
  @Test(arguments: Method.allCases)
  func intervalsHoldQuantEconValues(method: Method) throws {
    for instance in try RandomProcesses.load() {
      let table = try instance.table()
      for reference in instance.solutions {
        for tolerance in [1e-2, 1e-6, 1e-9] {
          let solution = try DiscountedSolver(method: method, tolerance: tolerance)
            .solve(table, discount: reference.discount)
          #expect(solution.bound <= tolerance * (1 + 1e-9))
          for state in 0..<instance.states {
            // QuantEcon solves a linear system: its own error is a few units of round-off.
            #expect(solution.lower[state] <= reference.values[state] + 1e-11)
            #expect(solution.upper[state] >= reference.values[state] - 1e-11)
          }
        }
      }
    }
  }

  /// All policies of a small process, each evaluated by Gaussian elimination on paper's terms: the best one
  /// is the optimum in every state.
  @Test(arguments: Method.allCases)
  func matchesEnumerationOfPolicies(method: Method) throws {
    let process = Forest(options: OptionValues(["states": .integer(2)], for: Forest.options))
    let table = TransitionTable(process)
    for discount in [0.0, 0.3, 0.9] {
      var best = [-Double.infinity, -Double.infinity]
      for code in 0..<4 {
        var p = [0.0, 0.0]
        var r = [0.0, 0.0]
        for state in 0..<2 {
          for entry in table.row(state, code >> state & 1) {
            if table.next[entry] == 0 { p[state] += table.probability[entry] }
            r[state] += table.probability[entry] * table.reward[entry]
          }
        }
        // Cramer's rule on (I - discount * P) v = r with P = [p, 1 - p].
        let a = 1 - discount * p[0]
        let b = -discount * (1 - p[0])
        let c = -discount * p[1]
        let d = 1 - discount * (1 - p[1])
        let determinant = a * d - b * c
        best[0] = max(best[0], (r[0] * d - b * r[1]) / determinant)
        best[1] = max(best[1], (a * r[1] - c * r[0]) / determinant)
      }
      let solution = try DiscountedSolver(method: method).solve(SolverTable(table), discount: discount)
      for state in 0..<2 { #expect(abs(solution.values[state] - best[state]) <= 1e-6) }
    }
  }

  /// Worlds with ends: Gymnasium's tables and recorded optima.
  @Test(arguments: Method.allCases)
  func endsAreWorthNothing(method: Method) throws {
    let optima = try fixture("gymnasium/optimal-values", as: TerminationTests.Optima.self)
    for name in ["frozen-lake-8x8-slippery", "cliff-walk-slippery", "taxi-rainy"] {
      let process = try fixture("gymnasium/\(name)", as: TerminationTests.FrozenLake.self).process
      let reference = try #require(optima.solutions.first { $0.table == name })
      let solution = try DiscountedSolver(method: method)
        .solve(SolverTable(TransitionTable(process)), discount: 0.99)
      #expect(solution.bound <= 1e-6)
      for (state, known) in reference.values.enumerated() {
        #expect(solution.lower[state] <= known + 1e-11)
        #expect(solution.upper[state] >= known - 1e-11)
      }
    }
  }

  /// The values of the facts' windy walk, computed apart from this library.
  @Test(arguments: [
    (0.0, -4.524381), (0.125, -5.208398), (0.25, -6.229623), (0.5, -7.952147),
  ])
  func windyWalkHasItsTable(alpha: Double, value: Double) throws {
    var process = WindyWalk()
    process.alpha = alpha
    let table = try SolverTable(TransitionTable(process))
    for method in Method.allCases {
      let solution = try DiscountedSolver(method: method, tolerance: 1e-8).solve(table, discount: 0.95)
      #expect(abs(solution.values[WindyWalk.start] - value) < 6e-7)
    }
  }

  /// The greedy policy's own value is at least `lower`: evaluated by many plain sweeps.
  @Test(arguments: Method.allCases)
  func policyIsWorthTheLowerBound(method: Method) throws {
    for instance in try RandomProcesses.load() {
      let table = try instance.table()
      // A loose tolerance: the policy may be far from optimal, the promise still holds.
      let solution = try DiscountedSolver(method: method, tolerance: 0.3).solve(table, discount: 0.9)
      let policy = try #require(solution.policy.actions)
      var values = [Double](repeating: 0, count: instance.states)
      for _ in 0..<400 {
        values = (0..<instance.states).map { state in
          let row = state * instance.actions + policy[state]
          return table.row(state, policy[state]).reduce(table.reward.expected[row]) {
            $0 + 0.9 * table.probability[$1] * values[Int(table.next[$1])]
          }
        }
      }
      for state in 0..<instance.states { #expect(values[state] >= solution.lower[state] - 1e-12) }
    }
  }

  /// A chain that only moves on: linear solvers stall on it, elimination does not.
  @Test(arguments: [Method.policyIteration, .partialPolicyIteration])
  func longChainIsSolvedByLinearSystems(method: Method) throws {
    let length = 400
    var builder = try SolverTableBuilder(stateCount: length, actionCount: 1)
    for state in 0..<length {
      builder.add(to: (state + 1) % length, probability: 1, reward: state == length - 1 ? 1 : 0)
      try builder.endRow()
    }
    let table = try builder.finish()
    let discount = 0.999
    let solution = try DiscountedSolver(method: method, tolerance: 1e-9).solve(table, discount: discount)
    var power = 1.0
    for _ in 0..<length { power *= discount }
    var expected = 1 / (1 - power)
    for state in (0..<length).reversed() {
      #expect(abs(solution.values[state] - expected) <= 1e-9)
      expected *= discount
    }
    #expect(solution.sweeps < 10)
  }

  @Test func toleranceOutOfReachIsAnError() throws {
    let table = try SolverTable(ValueIterationTests.table("river-swim-6"))
    for method in Method.allCases {
      #expect {
        try DiscountedSolver(method: method, tolerance: 1e-13).solve(table, discount: 0.99)
      } throws: { ($0 as? PlanningError)?.kind == .toleranceOutOfReach }
    }
    #expect {
      try DiscountedSolver(method: .valueIteration, sweepLimit: 3).solve(table, discount: 0.99)
    } throws: { ($0 as? PlanningError)?.kind == .sweepLimit }
  }

  @Test(arguments: [-0.1, 1, 1.5, .nan, .infinity])
  func discountOutsideItsRangeIsRefused(discount: Double) throws {
    let table = try SolverTable(ValueIterationTests.table("forest-3"))
    #expect(throws: PlanningError("discount \(discount) lies outside [0, 1)")) {
      try DiscountedSolver().solve(table, discount: discount)
    }
    #expect(throws: PlanningError.self) { try DiscountedSolver(tolerance: 0).solve(table, discount: 0.9) }
    #expect(throws: PlanningError.self) { try DiscountedSolver(sweepLimit: 0).solve(table, discount: 0.9) }
  }

  /// A table whose sweeps take milliseconds gives the same bits on one, two and three threads.
  @Test func threadsDoNotChangeBits() throws {
    let states = 60_000
    var stream = RandomStream(seed: 3, purpose: .instance)
    var builder = try SolverTableBuilder(stateCount: states, actionCount: 4)
    for _ in 0..<(4 * states) {
      for probability in [0.5, 0.25, 0.25] {
        let next = min(Int(stream.uniform() * Double(states)), states - 1)
        builder.add(to: next, probability: probability, reward: stream.uniform())
      }
      try builder.endRow()
    }
    let table = try builder.finish()
    for method in [Method.valueIteration, .modifiedPolicyIteration] {
      let alone = try DiscountedSolver(method: method, threads: 1).solve(table, discount: 0.9)
      for threads in [2, 3] {
        let together = try DiscountedSolver(method: method, threads: threads).solve(table, discount: 0.9)
        #expect(together == alone)
      }
    }
  }

  /// A backup of another kind runs through the same loops: here nature takes the worst successor.
  struct WorstSuccessor: Backup {
    let discount: Double

    func makeScratch(for rows: TableRows, memory: Void) {}

    func worth(
      ofRow row: Int, in rows: TableRows, values: UnsafePointer<Double>, floor: Double, scratch: inout Void
    ) -> Double {
      var worst = Double.infinity
      for entry in rows.rowStart[row]..<rows.rowStart[row + 1] {
        let reward = rows.entryReward?[entry] ?? rows.reward[row]
        worst = min(worst, reward + discount * values[Int(rows.next[entry])])
      }
      return worst
    }

    func kernel(
      ofRow row: Int, in rows: TableRows, values: UnsafePointer<Double>, scratch: inout Void,
      into probabilities: UnsafeMutablePointer<Double>
    ) -> Double {
      let start = rows.rowStart[row]
      let count = rows.rowStart[row + 1] - start
      let worth = (0..<count).map {
        (rows.entryReward?[start + $0] ?? rows.reward[row]) + discount * values[Int(rows.next[start + $0])]
      }
      let worst = worth.indices.min { worth[$0] < worth[$1] }!
      for index in 0..<count { probabilities[index] = index == worst ? 1 : 0 }
      return worth[worst]
    }

    func roundOff(in rows: TableRows, size: Double) -> Double {
      4 * Double.ulpOfOne * (rows.largestReward + size)
    }
  }

  @Test(arguments: Method.allCases)
  func anotherBackupFitsTheLoops(method: Method) throws {
    for instance in try RandomProcesses.load() {
      let table = try instance.table()
      let solution = try DiscountedSolver(method: method)
        .solve(table, backup: WorstSuccessor(discount: 0.9))
      // An oracle without bounds or shifts: plain sweeps until the discount's power has died out.
      var values = [Double](repeating: 0, count: instance.states)
      for _ in 0..<300 {
        values = (0..<instance.states).map { state in
          (0..<instance.actions).map { action in
            table.row(state, action).map {
              table.reward.value(ofEntry: $0, inRow: state * instance.actions + action)
                + 0.9 * values[Int(table.next[$0])]
            }.min()!
          }.max()!
        }
      }
      for state in 0..<instance.states { #expect(abs(solution.values[state] - values[state]) <= 1e-6) }
    }
  }
}
