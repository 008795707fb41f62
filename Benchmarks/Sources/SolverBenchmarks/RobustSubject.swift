import Gauntlet

/// L1 balls around every row, or one per state, beside craam2; and single sweeps.
enum RobustSubject {
  static func compare() throws {
    let table = try garnet(states: 1000, actions: 10, branching: 20, seed: 1)
    let discount = SolverBenchmarks.discount
    let rows = try RectangularBackup(
      L1Ball(radius: 0.5, support: .nominal), on: table, discount: discount)
    try compare(
      table, rows, "(s, a)-L1 0.5", [.valueIteration, .modifiedPolicyIteration, .partialPolicyIteration],
      rectangularity: "sa", budget: 0.5, rivals: ["pi", "ppi", "mpi"], factor: 15)
    let states = try SharedBudgetBackup(
      SharedBudget(.l1, budget: 1, support: .nominal), on: table, discount: discount)
    try compare(
      table, states, "s-L1 1.0", [.valueIteration, .partialPolicyIteration],
      rectangularity: "s", budget: 1, rivals: ["pi"], factor: 5)
    try sweeps(table, rows)
  }

  private static func compare<B: Backup>(
    _ table: SolverTable, _ backup: B, _ name: String, _ methods: [DiscountedSolver.Method],
    rectangularity: String, budget: Double, rivals: [String], factor: Double
  ) throws {
    print("\nGarnet(1000, 10, 20), \(name), guaranteed error \(SolverBenchmarks.tolerance), one thread")
    let solvers = methods.map { DiscountedSolver(method: $0, tolerance: SolverBenchmarks.tolerance) }
    // A residual of 1e-6 leaves up to 1e-4 in the values: a weaker promise than ours.
    let residual = 1e-6
    var processes: [RivalProcess] = []
    for method in rivals {
      guard
        let process = try RivalProcess.craam2(
          table, discount: backup.discount, rectangularity: rectangularity, budget: budget,
          residual: residual, method: method)
      else { break }
      processes.append(process)
    }
    let ours = try alternate(
      rounds: 21, solvers.map { solver in { try seconds { _ = try solver.solve(table, backup: backup) } } })
    var solution: CertifiedSolution?
    for (index, solver) in solvers.enumerated() {
      solution = try solver.solve(table, backup: backup)
      line(
        "\(solver.method.rawValue): \(solution!.sweeps) sweeps, \(solution!.evaluationSweeps) of a policy",
        ours[index])
    }
    guard !processes.isEmpty, let solution, let best = ours.map(median).enumerated().min(by: { $0.1 < $1.1 })
    else { return }
    // Few rounds, each with its own run of our best method beside.
    let times = try alternate(
      rounds: 5,
      [{ try seconds { _ = try solvers[best.offset].solve(table, backup: backup) } }]
        + processes.map { process in { process.solve() } })
    for (index, method) in rivals.enumerated() { line("craam2 \(method), residual \(residual)", times[index + 1]) }
    for (index, process) in processes.enumerated() {
      let difference = zip(solution.values, process.finish()).map { abs($0 - $1) }.max() ?? .nan
      print("  largest difference of values to craam2 \(rivals[index]): \(difference)")
    }
    let factors = (1...processes.count).map { ratio(times[$0], to: times[0]) }
    goal("craam2's best / ours", factors.min() ?? .nan, atLeast: factor, unit: "x")
  }

  /// Sweep by sweep of value iteration, robust beside nominal.
  private static func sweeps<B: Backup>(_ table: SolverTable, _ backup: B) throws {
    print("\nGarnet(1000, 10, 20), single sweeps of value iteration, (s, a)-L1 0.5 beside nominal")
    let nominal = try NominalBackup(discount: backup.discount)
    let count = try DiscountedSolver(method: .valueIteration, tolerance: SolverBenchmarks.tolerance)
      .solve(table, backup: backup).sweeps
    var times = Array(repeating: [Double](), count: count)
    var plain = times
    for _ in 0..<41 {
      for (sweep, time) in SweepRun.times(table, nominal, sweeps: count).enumerated() {
        plain[sweep].append(time)
      }
      for (sweep, time) in SweepRun.times(table, backup, sweeps: count).enumerated() {
        times[sweep].append(time)
      }
    }
    let base = median(plain.map(median))
    print("  a nominal sweep: \(fixed(base * 1e6, 0)) us")
    let robust = times.map(median)
    print("  robust sweeps: " + robust.map { fixed($0 * 1e6, 0) }.joined(separator: " ") + " us")
    goal("the mean robust sweep / a nominal sweep", robust.reduce(0, +) / Double(count) / base, atMost: 2.5)
    goal("the dearest robust sweep / a nominal sweep", (robust.max() ?? .nan) / base, atMost: 2.5)
    goal("the last robust sweep / a nominal sweep", (robust.last ?? .nan) / base, atMost: 2.5)
  }
}
