/// Optimal values of a finite process with discount below one, good to a guaranteed error.
///
/// Every method ends with the same certificate: after a full sweep v' = T v with differences v' - v in
/// [low, high], with g the discount and e the round-off of a sweep,
///
///     v' + (g low - e)/(1 - g)  <=  v*  <=  v' + (g high + e)/(1 - g)
///
/// and 0 belongs to [low, high] where episodes can end. The answer is given when half the width of that band
/// is within `tolerance`; so a method may fail to get there, and then says so, but cannot be wrong.
///
/// Source: J. MacQueen, "A modified dynamic programming method for Markovian decision problems", JMAA 14
/// (1966); M. Puterman, "Markov Decision Processes", Wiley 1994, chapter 6, doi:10.1002/9780470316887; D.
/// Kaufman, A. Schaefer, "Robust modified policy iteration", INFORMS Journal on Computing 25 (2013),
/// doi:10.1287/ijoc.1120.0509; C. Ho, M. Petrik, W. Wiesemann, "Partial policy iteration for L1-robust Markov
/// decision processes", JMLR 22 (2021).
public struct DiscountedSolver: Sendable {
  /// How the values are improved between certificates.
  public enum Method: String, Sendable, CaseIterable {
    /// Full sweeps, each from the values of the one before (Jacobi).
    case valueIteration = "vi"
    /// Sweeps that use new values at once; each fifth sweep is a Jacobi sweep, for the certificate.
    case gaussSeidel = "gs"
    /// Each policy is evaluated by linear systems, one for each kernel that nature turns to.
    case policyIteration = "pi"
    /// Each policy is evaluated by a few sweeps over its own rows.
    case modifiedPolicyIteration = "mpi"
    /// Each policy is evaluated against nature to an error that falls from policy to policy: by sweeps, or
    /// where those are slow by linear systems. Converges for robust problems as well.
    case partialPolicyIteration = "ppi"

    /// Whether policies are evaluated between full sweeps.
    @usableFromInline var evaluates: Bool { self != .valueIteration && self != .gaussSeidel }
  }

  public var method: Method
  /// Wanted bound on the error of every value, in units of reward.
  public var tolerance: Double
  /// Most full sweeps.
  public var sweepLimit: Int
  /// Threads that share a sweep, where one takes half a millisecond or more. The answer's bits do not depend
  /// on it. Sweeps in place and linear systems use one.
  public var threads: Int

  /// - Precondition: `threads >= 1`.
  public init(
    method: Method = .modifiedPolicyIteration, tolerance: Double = 1e-6, sweepLimit: Int = 1_000_000,
    threads: Int = 1
  ) {
    precondition(threads >= 1, "\(threads) threads; at least one is needed")
    self.method = method
    self.tolerance = tolerance
    self.sweepLimit = sweepLimit
    self.threads = threads
  }

  /// Solves `table` as it stands.
  ///
  /// Throws for a discount outside [0, 1), a tolerance that is not positive and finite, a tolerance that
  /// round-off puts out of reach, and when the sweep limit comes first. O(sweeps * entries).
  public func solve(_ table: SolverTable, discount: Double) throws(PlanningError) -> CertifiedSolution {
    try solve(table, backup: NominalBackup(discount: Discount.endless(discount)))
  }

  /// Solves `table` with any backup that keeps the laws of `Backup`, a robust one say; throws as above.
  @inlinable
  public func solve<B: Backup>(_ table: SolverTable, backup: B) throws(PlanningError) -> CertifiedSolution {
    try checkSettings(discount: backup.discount)
    return try table.withRows { (rows) throws(PlanningError) in
      var iteration = CertifiedIteration(
        backup, rows, tolerance: tolerance, sweepLimit: sweepLimit, threads: threads)
      defer { iteration.end() }
      while try !iteration.sweep() {
        guard !method.evaluates || iteration.mayEvaluate() else { continue }
        switch method {
        case .valueIteration: break
        case .gaussSeidel: iteration.sweepInPlace(times: 4)
        case .policyIteration: iteration.evaluateExactly(to: iteration.goalOfEvaluation)
        case .modifiedPolicyIteration: iteration.evaluateBySweeps()
        case .partialPolicyIteration: iteration.evaluatePartially()
        }
      }
      return iteration.solution()
    }
  }

  @usableFromInline
  func checkSettings(discount: Double) throws(PlanningError) {
    _ = try Discount.endless(discount)
    guard tolerance > 0, tolerance.isFinite else {
      throw PlanningError("tolerance \(tolerance) is not a positive number")
    }
    guard sweepLimit > 0 else {
      throw PlanningError("sweep limit \(sweepLimit): at least one sweep is needed")
    }
  }
}
