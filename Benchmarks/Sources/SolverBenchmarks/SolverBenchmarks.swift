import CSweeps
import Foundation
import Gauntlet

/// Time to a guaranteed error of 1e-6 in every value.
///
///     SolverBenchmarks           Garnet(1000, 10, 20) at 0.99: our methods, a C loop, QuantEcon
///     SolverBenchmarks million   a sparse Garnet of 10^6 states, with the peak memory of the process
@main
struct SolverBenchmarks {
  static let tolerance = 1e-6

  static func main() throws {
    if CommandLine.arguments.dropFirst().first == "million" {
      try million()
    } else {
      try thousand()
    }
  }

  private static func thousand() throws {
    let discount = 0.99
    let table = try garnet(states: 1000, actions: 10, branching: 20, seed: 1)
    print("Garnet(1000, 10, 20), discount \(discount), guaranteed error \(tolerance), one thread")
    let methods = DiscountedSolver.Method.allCases
    let modified = methods.firstIndex(of: .modifiedPolicyIteration)!
    var solutions: [CertifiedSolution] = []
    for method in methods {
      let solver = DiscountedSolver(method: method, tolerance: tolerance)
      solutions.append(try solver.solve(table, discount: discount))
    }
    let rival = try QuantEconRival(table, discount: discount, tolerance: tolerance)
    var times = Array(repeating: [Double](), count: methods.count + 2)
    var values = [Double](repeating: 0, count: table.stateCount)
    var swept = values
    var loops: Int64 = 0
    for _ in 0..<31 {
      for (index, method) in methods.enumerated() {
        let solver = DiscountedSolver(method: method, tolerance: tolerance)
        times[index].append(try seconds { _ = try solver.solve(table, discount: discount) })
      }
      times[methods.count].append(
        seconds {
          loops = sweeps_solve(
            Int64(table.stateCount), Int64(table.actionCount), table.rowStart.map(Int64.init), table.next,
            table.probability, table.reward.expected, discount, tolerance, &values, &swept)
        })
      if let rival { times[methods.count + 1].append(rival.solve()) }
    }
    for (index, method) in methods.enumerated() {
      let solution = solutions[index]
      line(
        "\(method.rawValue): \(solution.sweeps) sweeps, \(solution.evaluationSweeps) of a policy",
        times[index])
    }
    line("C loop, value iteration: \(loops) sweeps", times[methods.count])
    guard let rival else { return }
    line("QuantEcon, modified policy iteration", times[methods.count + 1])
    let best = solutions[modified]
    let worst = zip(best.values, rival.finish()).map { abs($0 - $1) }.max() ?? .nan
    print("  largest difference of values, mpi to QuantEcon: \(worst)")
    let ratios = zip(times[modified], times[methods.count + 1]).map { $0 / $1 }.sorted()
    let ratio = ratios[ratios.count / 2]
    print("  mpi / QuantEcon, median of rounds: \(ratio)  goal 1.2: \(ratio <= 1.2 ? "met" : "MISSED")")
  }

  private static func million() throws {
    print("Garnet(1000000, 4, 5), discount 0.99, guaranteed error \(tolerance)")
    var table: SolverTable?
    let building = try seconds { table = try garnet(states: 1_000_000, actions: 4, branching: 5, seed: 1) }
    print("  built in \(building) s, peak memory \(peakMegabytes()) MiB")
    for method in [DiscountedSolver.Method.valueIteration, .modifiedPolicyIteration] {
      var times = [[Double](), []]
      var solution: CertifiedSolution?
      for _ in 0..<5 {
        for threads in 1...2 {
          let solver = DiscountedSolver(method: method, tolerance: tolerance, threads: threads)
          times[threads - 1].append(
            try seconds { solution = try solver.solve(table!, discount: 0.99) })
        }
      }
      print(
        "  \(method.rawValue): \(solution!.sweeps) sweeps, \(solution!.evaluationSweeps) of a policy, "
          + "peak memory \(peakMegabytes()) MiB")
      line("  one thread", times[0])
      line("  two threads", times[1])
    }
    let peak = peakMegabytes()
    print("  goal under 1024 MiB: \(peak < 1024 ? "met" : "MISSED")")
  }

  private static func peakMegabytes() -> Int {
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    return usage.ru_maxrss / 1024
  }

  private static func seconds(_ body: () throws -> Void) rethrows -> Double {
    let start = ContinuousClock.now
    try body()
    let time = (ContinuousClock.now - start).components
    return Double(time.seconds) + Double(time.attoseconds) * 1e-18
  }

  private static func line(_ name: String, _ times: [Double]) {
    let sorted = times.sorted()
    let milliseconds = [sorted[sorted.count / 2], sorted[0], sorted[sorted.count - 1]]
      .map { "\(($0 * 1e5).rounded() / 100)" }
    print("  \(name): median \(milliseconds[0]) ms [\(milliseconds[1]) - \(milliseconds[2])]")
  }
}
