import Foundation
import Gauntlet

/// Two threads beside one: with both cores free, and while another program keeps one busy.
enum ThreadSubject {
  static func compare() throws {
    let cores = ProcessInfo.processInfo.activeProcessorCount
    print("\ntwo threads beside one, \(cores) cores; goals hold where nothing else runs")
    let large = try garnet(states: 1_000_000, actions: 4, branching: 5, seed: 1)
    let small = try garnet(states: 5000, actions: 10, branching: 20, seed: 1)
    try compare(large, "Garnet(1000000, 4, 5)", rounds: 3, atLeast: 1.7)
    // Robust sweeps of this one fall below a millisecond.
    try compare(small, "Garnet(5000, 10, 20)", rounds: 21, atLeast: 1)
  }

  private static func compare(
    _ table: SolverTable, _ name: String, rounds: Int, atLeast limit: Double
  ) throws {
    let set = try L1Ball(radius: 0.5, support: .nominal)
    let robust = try RectangularBackup(set, on: table, discount: SolverBenchmarks.discount)
    let nominal = try NominalBackup(discount: SolverBenchmarks.discount)
    for method in [DiscountedSolver.Method.valueIteration, .modifiedPolicyIteration] {
      try compare(table, nominal, "\(name), nominal \(method.rawValue)", method, rounds, limit)
      try compare(table, robust, "\(name), L1 0.5 \(method.rawValue)", method, rounds, limit)
    }
  }

  private static func compare<B: Backup>(
    _ table: SolverTable, _ backup: B, _ name: String, _ method: DiscountedSolver.Method, _ rounds: Int,
    _ limit: Double
  ) throws {
    let subjects = (1...2).map { threads in
      let solver = DiscountedSolver(
        method: method, tolerance: SolverBenchmarks.tolerance, threads: threads)
      return { try wallSeconds { _ = try solver.solve(table, backup: backup) } }
    }
    let free = try alternate(rounds: rounds, subjects)
    let competitor = try Competitor()
    let busy = try alternate(rounds: rounds, subjects)
    competitor.end()
    print("  \(name)")
    line("  one thread", free[0])
    line("  two threads", free[1])
    line("  one thread, a core taken", busy[0])
    line("  two threads, a core taken", busy[1])
    goal("  gain by the second thread", ratio(free[0], to: free[1]), atLeast: limit, unit: "x")
    // A tenth for chance.
    goal("  time of two threads to one, a core taken", ratio(busy[1], to: busy[0]), atMost: 1.1)
  }
}

/// Another program that keeps one core busy.
final class Competitor {
  private let process = Process()

  init() throws {
    process.executableURL = URL(fileURLWithPath: CommandLine.arguments[0])
    process.arguments = ["spin"]
    try process.run()
    Thread.sleep(forTimeInterval: 0.2)
  }

  func end() {
    process.terminate()
    process.waitUntilExit()
  }

  /// What that program does, until it is ended.
  static func spin() -> Never {
    var number = 1.0
    while true {
      for _ in 0..<1_000_000 { number = (number * 1.000_001).truncatingRemainder(dividingBy: 2) }
      if number < 0 { print(number) }
    }
  }
}
