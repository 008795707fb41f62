import DecisionProcesses
import Planning
import RandomStreams
import TabularEnvironments
import Testing
import UncertaintySets

/// Processes in which nature has one budget per state, with optimal values by SciPy and CVXPY; see
/// Scripts/record-robust-fixtures.py.
struct SharedBudgetProcesses: Decodable {
  struct Process: Decodable {
    struct Solution: Decodable {
      var measure: String
      var budget: Double
      var values: [Double]
    }

    var name: String
    var discount: Double
    var states: Int
    var actions: Int
    /// State, action, next, probability, reward.
    var rows: [[Double]]
    var solutions: [Solution]

    func table() throws -> SolverTable {
      var builder = try SolverTableBuilder(stateCount: states, actionCount: actions)
      for (index, row) in rows.enumerated() {
        builder.add(to: Int(row[2]), probability: row[3], reward: row[4])
        if index + 1 == rows.count || rows[index + 1][..<2] != row[..<2] { try builder.endRow() }
      }
      return try builder.finish()
    }
  }

  var processes: [Process]

  static func load() throws -> [Process] {
    try fixture("planning/shared-budgets", as: SharedBudgetProcesses.self).processes
  }
}

@Suite struct SharedBudgetBackupTests {
  typealias Method = DiscountedSolver.Method

  private static func backup(
    _ measure: SharedBudget.Measure, _ budget: Double, _ table: SolverTable, _ discount: Double,
    support: Support = .nominal
  ) throws -> SharedBudgetBackup {
    try SharedBudgetBackup(
      try SharedBudget(measure, budget: budget, support: support), on: table, discount: discount)
  }

  /// The facts' process: L1 checked by enumerating policies and vertices of the kernel polytope.
  @Test(arguments: Method.allCases) func threeStatesHaveTheirVectors(_ method: Method) throws {
    let table = try ThreeStates.table()
    let solver = DiscountedSolver(method: method, tolerance: 1e-9)
    for (budget, values, rows) in [
      (0.2, [5.929289851, 5.071319720, 4.525754343], [[1.0, 0], [1, 0], [0, 1]]),
      (0.4, [4.744135576, 3.923914084, 3.344333450], [[1, 0], [0.5, 0.5], [0, 1]]),
    ] {
      for support in [Support.nominal, .all] {
        let backup = try Self.backup(.l1, budget, table, 0.9, support: support)
        let solution = try solver.solve(table, backup: backup)
        for state in 0..<3 {
          #expect(abs(solution.values[state] - values[state]) <= 2e-9)
          let row = solution.policy.row(of: state, actionCount: 2)
          #expect(zip(row, rows[state]).allSatisfy { abs($0 - $1) < 1e-9 }, "\(row)")
        }
      }
    }
  }

  /// Linear and convex programs per state, among them a machine whose rows tie, and the value of the very
  /// policy that was found: where actions must be mixed, a policy that mixes them wrongly is worth less.
  @Test func fixedPointsOfLinearAndConvexPrograms() throws {
    var mixing = 0
    for process in try SharedBudgetProcesses.load() {
      let table = try process.table()
      for reference in process.solutions {
        let measure = try #require(SharedBudget.Measure(rawValue: reference.measure))
        let backup = try Self.backup(measure, reference.budget, table, process.discount)
        let isConvex = measure == .kl || measure == .chiSquare
        for method in Method.allCases {
          let solution = try DiscountedSolver(method: method, tolerance: isConvex ? 1e-7 : 1e-9)
            .solve(table, backup: backup)
          let own = try RobustPolicyEvaluation(backup).values(of: solution.policy, in: table)
          let context = "\(process.name) \(reference.measure) \(reference.budget) \(method)"
          let size = reference.values.reduce(1) { max($0, abs($1)) }
          // What the programs themselves leave open.
          let allowed = (isConvex ? 1e-7 : 1e-9) * size
          for state in 0..<process.states {
            #expect(solution.lower[state] <= reference.values[state] + allowed, "\(context)")
            #expect(solution.upper[state] >= reference.values[state] - allowed, "\(context)")
            #expect(own.upper[state] >= solution.lower[state], "\(context)")
            #expect(own.lower[state] <= solution.upper[state], "\(context)")
          }
          if solution.policy.actions == nil { mixing += 1 }
        }
      }
    }
    #expect(mixing > 200, "policies that mix: \(mixing)")
  }

  /// No oracle but plain numbers: nature's rows for the values found lie in the set and make a process whose
  /// optimum is the upper bound; the policy's value against nature is the lower bound; they meet.
  @Test(arguments: SharedBudget.Measure.allCases)
  func boundsOfTheGameMeet(_ measure: SharedBudget.Measure) throws {
    for (number, instance) in try RandomProcesses.load().enumerated() {
      let (table, discount) = (try instance.table(), [0.6, 0.9, 0.97][number % 3])
      for budget in [0.05, 0.4, 1.3] {
        let backup = try Self.backup(measure, budget, table, discount)
        let solution = try DiscountedSolver(method: .partialPolicyIteration, tolerance: 1e-7)
          .solve(table, backup: backup)
        let probability = Self.kernels(backup.set, table, solution.values, discount)
        let nature = try DiscountedSolver(tolerance: 1e-9)
          .solve(table.replacing(probability: probability), discount: discount)
        let policy = try RobustPolicyEvaluation(backup).values(of: solution.policy, in: table)
        for state in 0..<table.stateCount {
          #expect(nature.lower[state] <= solution.upper[state] + 1e-7)
          #expect(nature.upper[state] >= solution.lower[state])
          #expect(policy.upper[state] >= solution.lower[state])
          #expect(policy.lower[state] <= solution.upper[state])
        }
      }
    }
  }

  /// Nature's rows in the game for `values`; every one is checked to lie in the set.
  private static func kernels(
    _ set: SharedBudget, _ table: SolverTable, _ values: [Double], _ discount: Double
  ) -> [Double] {
    var probability: [Double] = []
    for state in 0..<table.stateCount {
      var (nominal, payoffs, starts) = ([Double](), [Double](), [0])
      for action in 0..<table.actionCount {
        for entry in table.row(state, action) {
          nominal.append(table.probability[entry])
          payoffs.append(
            table.reward.value(ofEntry: entry, inRow: state * table.actionCount + action)
              + discount * values[Int(table.next[entry])])
        }
        starts.append(nominal.count)
      }
      var workspace = SharedBudgetWorkspace(actions: table.actionCount, entries: nominal.count)
      var (policy, kernel) = (Array(repeating: 0.0, count: table.actionCount), nominal)
      var policySpan = policy.mutableSpan
      var kernelSpan = kernel.mutableSpan
      _ = set.optimum(
        of: payoffs.span, around: nominal.span, starts: starts.span, policy: &policySpan,
        into: &kernelSpan, workspace: &workspace)
      let isMember = set.contains(
        kernel.span, around: nominal.span, starts: starts.span, tolerance: 1e-12)
      #expect(isMember, "\(set) in state \(state): \(kernel)")
      probability += kernel
    }
    return probability
  }

  @Test func withoutBudgetItIsTheNominalProblem() throws {
    for table in [
      try SolverTable(TransitionTable(FrozenLake())), try SolverTable(TransitionTable(Garnet())),
    ] {
      let nominal = try DiscountedSolver(tolerance: 1e-9).solve(table, discount: 0.95)
      for measure in SharedBudget.Measure.allCases {
        let solution = try DiscountedSolver(tolerance: 1e-8)
          .solve(table, backup: Self.backup(measure, 0, table, 0.95))
        #expect(solution.policy.actions != nil)
        for state in nominal.values.indices {
          #expect(abs(solution.values[state] - nominal.values[state]) <= 1.1e-8)
        }
      }
    }
  }

  /// A process whose states have one action each has a budget per row: the (s, a)-rectangular problem.
  @Test func oneActionIsTheRectangularProblem() throws {
    var stream = RandomStream(seed: 8, purpose: StreamPurpose(named: "one action"))
    var builder = try SolverTableBuilder(stateCount: 6, actionCount: 1)
    for state in 0..<6 {
      for next in [state, (state + 1) % 6, (state + 3) % 6] {
        builder.add(to: next, probability: 1 / 3, reward: Double(stream.integer(below: 3)))
      }
      try builder.endRow()
    }
    let table = try builder.finish()
    let solver = DiscountedSolver(tolerance: 1e-9)
    let shared = try solver.solve(table, backup: Self.backup(.lInfinity, 0.2, table, 0.9))
    let ball = try LInfinityBall(radius: 0.2, support: .nominal)
    let apart = try solver.solve(table, backup: RectangularBackup(ball, on: table, discount: 0.9))
    for state in 0..<6 { #expect(abs(shared.values[state] - apart.values[state]) <= 2e-9) }
  }

  /// Mass anywhere: with a budget that is enough for all actions every row leads to the worst state, and a
  /// little budget costs no less than where mass keeps to the nominal successors.
  @Test func massMayGoAnywhere() throws {
    let table = try SolverTable(TransitionTable(Garnet()))
    let best = (0..<table.stateCount).map { state in
      (0..<table.actionCount).map { table.reward.expected[state * table.actionCount + $0] }.max()!
    }
    let least = best.min()! / (1 - 0.9)
    for (measure, enough) in [(SharedBudget.Measure.l1, 2.0), (.lInfinity, 1.0)] {
      let budget = enough * Double(table.actionCount)
      let solution = try DiscountedSolver()
        .solve(table, backup: Self.backup(measure, budget, table, 0.9, support: .all))
      for state in best.indices { #expect(abs(solution.values[state] - (best[state] + 0.9 * least)) < 1e-6) }
      let little = try [Support.nominal, .all].map { support in
        try DiscountedSolver().solve(table, backup: Self.backup(measure, 0.1, table, 0.9, support: support))
      }
      for state in best.indices { #expect(little[1].lower[state] <= little[0].upper[state]) }
    }
  }

  /// The bits are those of one thread, and of rows whose order was never kept.
  @Test func threadsDoNotChangeBits() throws {
    let states = 3000
    var stream = RandomStream(seed: 4, purpose: .instance)
    var builder = try SolverTableBuilder(stateCount: states, actionCount: 4)
    for _ in 0..<(4 * states) {
      let reward = stream.uniform()
      for probability in [0.4, 0.2, 0.2, 0.1, 0.1] {
        builder.add(to: stream.integer(below: states), probability: probability, reward: reward)
      }
      try builder.endRow()
    }
    let table = try builder.finish()
    let backup = try Self.backup(.l1, 0.7, table, 0.9)
    for method in [Method.valueIteration, .modifiedPolicyIteration, .partialPolicyIteration] {
      let alone = try DiscountedSolver(method: method, threads: 1).solve(table, backup: backup)
      #expect(alone.policy.actions == nil)
      for threads in [2, 3] {
        let together = try DiscountedSolver(method: method, threads: threads).solve(table, backup: backup)
        #expect(together == alone)
      }
    }
    let solution = try DiscountedSolver(method: .valueIteration).solve(table, backup: backup)
    let fresh = try table.certifiedOptimum(around: solution.values, backup: backup)
    #expect(fresh.bound <= 1e-5)
  }

  @Test func badInputIsRefused() throws {
    let table = try SolverTable(TransitionTable(FrozenLake()))
    let set = try SharedBudget(.l1, budget: 0.1, support: .all)
    for discount in [1.5, -0.1, .nan] {
      #expect(throws: PlanningError.self) { try SharedBudgetBackup(set, on: table, discount: discount) }
    }
    var builder = try SolverTableBuilder(stateCount: 2, actionCount: 1)
    for state in 0..<2 {
      builder.add(to: 0, probability: 0.5, reward: 1)
      builder.add(to: 1, probability: 0.5, reward: Double(state))
      try builder.endRow()
    }
    let entries = try builder.finish()
    #expect(throws: PlanningError.self) { try SharedBudgetBackup(set, on: entries, discount: 0.9) }
  }
}
