import Foundation
import Gauntlet

/// What each kind of uncertainty set costs, around the rows of Garnet(1000, 10, 20).
enum SetSubject {
  static func list() throws {
    let table = try garnet(states: 1000, actions: 10, branching: 20, seed: 1)
    print("\nGarnet(1000, 10, 20), discount 0.99, guaranteed error 1e-06, one thread, by uncertainty set:")
    print("  ns per backup: every row asked about at once, for the first time and again")
    print("  set                            vi sweeps      ms   mpi ms   ppi ms   ns per backup")
    try show("nominal", table, NominalBackup(discount: 0.99))
    try show("contamination 0.1", table, ContaminationSet(share: 0.1, support: .nominal))
    try show("cvar 0.7", table, CVaRSet(level: 0.7))
    try show("l1 0.5", table, L1Ball(radius: 0.5, support: .nominal))
    try show("tv 0.25", table, TotalVariationBall(radius: 0.25, support: .nominal))
    try show("linf 0.05", table, LInfinityBall(radius: 0.05, support: .nominal))
    try show(
      "interval", table,
      IntervalSet(
        lower: Array(repeating: 0, count: 20), upper: Array(repeating: 0.2, count: 20), support: .nominal))
    try show("tv-penalty 1", table, TotalVariationPenalty(weight: 1, support: .nominal))
    try show("chi-square 0.2", table, ChiSquareBall(radius: 0.2))
    try show("chi-square-penalty 1", table, ChiSquarePenalty(weight: 1))
    try show("kl 0.1", table, KLBall(radius: 0.1))
    try show("evar 0.9", table, EVaRSet(level: 0.9))
    try show("kl-penalty 1", table, KLPenalty(weight: 1))
    try show("entropic 1", table, EntropicRisk(rate: 1))
    try show("l2 0.2", table, L2Ball(radius: 0.2, support: .nominal))
    try show(
      "weighted-l1 0.5", table,
      WeightedL1Ball(radius: 0.5, weights: (0..<20).map { 1 + 0.05 * Double($0) }, support: .nominal))
    try show("wasserstein 0.25, discrete", table, WassersteinBall(radius: 0.25, metric: .discrete, support: .nominal))
    try show("wasserstein 1, line", table, WassersteinBall(radius: 1, metric: .line, support: .nominal))
    let matrix = try GroundMetric.matrix(
      (0..<20).map { i in (0..<20).map { j in Double(abs(i - j)) } })
    try show("wasserstein 1, matrix", table, WassersteinBall(radius: 1, metric: matrix, support: .nominal))
    try show("likelihood 0.1", table, LikelihoodRegion(radius: 0.1, support: .nominal))
    try show("l1 0.5, all support", table, L1Ball(radius: 0.5, support: .all))
  }

  private static func show<S: UncertaintySet>(_ name: String, _ table: SolverTable, _ set: S) throws {
    try show(name, table, RectangularBackup(set, on: table, discount: SolverBenchmarks.discount))
  }

  private static func show<B: Backup>(_ name: String, _ table: SolverTable, _ backup: B) throws {
    let solvers = [
      DiscountedSolver.Method.valueIteration, .modifiedPolicyIteration, .partialPolicyIteration,
    ].map { DiscountedSolver(method: $0, tolerance: SolverBenchmarks.tolerance) }
    let times = try alternate(
      rounds: 5, solvers.map { solver in { try seconds { _ = try solver.solve(table, backup: backup) } } })
    let solution = try solvers[0].solve(table, backup: backup)
    let (first, again) = SweepRun.backupTimes(table, backup, solution, rounds: 3)
    let columns =
      [String(format: "%9d", solution.sweeps)]
      + times.map { String(format: "%8.2f", median($0) * 1e3) }
      + [String(format: "%7.0f %7.0f", first, again)]
    print("  " + name.padding(toLength: 30, withPad: " ", startingAt: 0) + columns.joined(separator: " "))
  }
}
