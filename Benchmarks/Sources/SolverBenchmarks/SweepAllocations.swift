import AllocationCounter
import Foundation
import Gauntlet

/// Heap allocations of solutions that differ in nothing but their number of sweeps: the counts must agree.
enum SweepAllocations {
  /// Ends the program with 1 unless no sweep allocates.
  static func check() throws {
    print("\nheap allocations per sweep, from solutions with few and with many sweeps:")
    let table = try garnet(states: 300, actions: 5, branching: 12, seed: 1)
    var isClean = true
    func check<S: UncertaintySet>(_ set: S) throws {
      let backup = try RectangularBackup(set, on: table, discount: 0.9)
      isClean = try count(S.name, table, backup) && isClean
    }
    isClean = try count("nominal", table, NominalBackup(discount: 0.9)) && isClean
    try check(L1Ball(radius: 0.5, support: .nominal))
    try check(L1Ball(radius: 0.5, support: .all))
    try check(TotalVariationBall(radius: 0.2, support: .nominal))
    try check(LInfinityBall(radius: 0.05, support: .nominal))
    try check(
      IntervalSet(
        lower: Array(repeating: 0, count: 12), upper: Array(repeating: 0.3, count: 12), support: .nominal))
    try check(CVaRSet(level: 0.7))
    try check(ContaminationSet(share: 0.1, support: .nominal))
    try check(ChiSquareBall(radius: 0.2))
    try check(KLBall(radius: 0.1))
    try check(EVaRSet(level: 0.9))
    try check(L2Ball(radius: 0.2, support: .nominal))
    try check(WeightedL1Ball(radius: 0.5, weights: Array(repeating: 2, count: 12), support: .nominal))
    try check(WassersteinBall(radius: 1, metric: .line, support: .nominal))
    try check(LikelihoodRegion(radius: 0.1, support: .nominal))
    try check(TotalVariationPenalty(weight: 1, support: .nominal))
    try check(KLPenalty(weight: 1))
    try check(ChiSquarePenalty(weight: 1))
    isClean =
      try count(
        "s-rectangular l1", table,
        SharedBudgetBackup(SharedBudget(.l1, budget: 1, support: .nominal), on: table, discount: 0.9))
      && isClean
    // Long enough that a second thread joins.
    let large = try garnet(states: 20_000, actions: 5, branching: 12, seed: 1)
    let set = try L1Ball(radius: 0.5, support: .nominal)
    isClean =
      try count(
        "l1, two threads", large, RectangularBackup(set, on: large, discount: 0.9), threads: 2)
      && isClean
    guard isClean else {
      print("FAILED: some sweep allocates")
      exit(1)
    }
  }

  private static func count<B: Backup>(
    _ name: String, _ table: SolverTable, _ backup: B, threads: Int = 1
  ) throws -> Bool {
    var isClean = true
    var text = ""
    for method in [DiscountedSolver.Method.valueIteration, .gaussSeidel, .modifiedPolicyIteration] {
      func solve(_ tolerance: Double) throws -> (sweeps: Int, allocations: Int) {
        let solver = DiscountedSolver(method: method, tolerance: tolerance, threads: threads)
        let start = allocation_count()
        let solution = try solver.solve(table, backup: backup)
        let allocations = Int(allocation_count() - start)
        return (solution.sweeps + solution.evaluationSweeps, allocations)
      }
      // What is made once per program comes first.
      _ = try solve(1e-6)
      let few = try solve(0.05)
      let many = try solve(1e-6)
      let difference = many.allocations - few.allocations
      text += "  \(method.rawValue) \(difference) in \(many.sweeps - few.sweeps)"
      isClean = isClean && difference == 0 && many.sweeps > few.sweeps
    }
    print("  \(name):\(text)")
    return isClean
  }
}
