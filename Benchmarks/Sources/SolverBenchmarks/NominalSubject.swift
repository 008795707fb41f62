import CSweeps
import Gauntlet

/// The process as it stands: all methods beside a C loop and QuantEcon.
enum NominalSubject {
  static func compare() throws {
    let (discount, tolerance) = (SolverBenchmarks.discount, SolverBenchmarks.tolerance)
    let table = try garnet(states: 1000, actions: 10, branching: 20, seed: 1)
    print("Garnet(1000, 10, 20), discount \(discount), guaranteed error \(tolerance), one thread")
    let methods = DiscountedSolver.Method.allCases
    let solvers = methods.map { DiscountedSolver(method: $0, tolerance: tolerance) }
    let rival = try RivalProcess.quantEcon(table, discount: discount, tolerance: tolerance)
    let rowStart = table.rowStart.map(Int64.init)
    var values = [Double](repeating: 0, count: table.stateCount)
    var swept = values
    var loops: Int64 = 0
    var subjects = solvers.map { solver in
      { try seconds { _ = try solver.solve(table, discount: discount) } }
    }
    subjects.append {
      seconds {
        loops = sweeps_solve(
          Int64(table.stateCount), Int64(table.actionCount), rowStart, table.next, table.probability,
          table.reward.expected, discount, tolerance, &values, &swept)
      }
    }
    if let rival { subjects.append { rival.solve() } }
    let times = try alternate(rounds: 31, subjects)
    for (index, solver) in solvers.enumerated() {
      let solution = try solver.solve(table, discount: discount)
      line(
        "\(solver.method.rawValue): \(solution.sweeps) sweeps, \(solution.evaluationSweeps) of a policy",
        times[index])
    }
    line("C loop, value iteration: \(loops) sweeps", times[methods.count])
    guard let rival, let ours = methods.firstIndex(of: .modifiedPolicyIteration) else { return }
    line("QuantEcon, modified policy iteration", times[methods.count + 1])
    let solution = try solvers[ours].solve(table, discount: discount)
    let difference = zip(solution.values, rival.finish()).map { abs($0 - $1) }.max() ?? .nan
    print("  largest difference of values, mpi to QuantEcon: \(difference)")
    goal("mpi / QuantEcon, median of rounds", ratio(times[ours], to: times[methods.count + 1]), atMost: 1.2)
  }
}
