import Foundation
import Gauntlet

/// A sparse Garnet of 10^6 states: time on one and two threads, nominal and robust, and peak memory.
enum MillionSubject {
  static func report() throws {
    let (discount, tolerance) = (SolverBenchmarks.discount, SolverBenchmarks.tolerance)
    print("\nGarnet(1000000, 4, 5), discount \(discount), guaranteed error \(tolerance)")
    var table: SolverTable?
    let building = try wallSeconds {
      table = try garnet(states: 1_000_000, actions: 4, branching: 5, seed: 1)
    }
    print("  built in \(fixed(building, 1)) s, peak memory \(peakMegabytes()) MiB")
    guard let table else { return }
    try solve(
      table, NominalBackup(discount: discount), "nominal", [.valueIteration, .modifiedPolicyIteration])
    let set = try L1Ball(radius: 0.5, support: .nominal)
    try solve(
      table, RectangularBackup(set, on: table, discount: discount), "(s, a)-L1 0.5",
      [.valueIteration, .modifiedPolicyIteration, .partialPolicyIteration])
    goal("peak memory", Double(peakMegabytes()), atMost: 1024, unit: " MiB")
  }

  private static func solve<B: Backup>(
    _ table: SolverTable, _ backup: B, _ name: String, _ methods: [DiscountedSolver.Method]
  ) throws {
    for method in methods {
      var solution: CertifiedSolution?
      let subjects = (1...2).map { threads in
        {
          try wallSeconds {
            solution = try DiscountedSolver(
              method: method, tolerance: SolverBenchmarks.tolerance, threads: threads
            ).solve(table, backup: backup)
          }
        }
      }
      let times = try alternate(rounds: 3, subjects)
      guard let solution else { return }
      print(
        "  \(name), \(method.rawValue): \(solution.sweeps) sweeps, \(solution.evaluationSweeps) of a policy, "
          + "peak memory \(peakMegabytes()) MiB")
      line("  one thread", times[0])
      line("  two threads", times[1])
    }
  }

  private static func peakMegabytes() -> Int {
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    return usage.ru_maxrss / 1024
  }
}
