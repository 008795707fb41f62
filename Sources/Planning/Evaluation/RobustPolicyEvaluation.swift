/// What a policy is worth for certain against nature: the value of any policy under any backup, and the
/// kernel that nature holds it down with.
///
/// With T the backup restricted to the policy, the value is its fixed point v = T v. Nature's policy
/// iteration finds it: the policy's values under one kernel, a worst kernel against those, and again, each
/// turn lower than the one before. One sweep more gives the certificate of `DiscountedSolver`.
///
/// Sources: W. Wiesemann, D. Kuhn, B. Rustem, "Robust Markov decision processes", Mathematics of Operations
/// Research 38 (2013), doi:10.1287/moor.1120.0566, section 3; C. Ho, M. Petrik, W. Wiesemann, "Partial
/// policy iteration for L1-robust Markov decision processes", JMLR 22 (2021), section 4.
public struct RobustPolicyEvaluation<B: Backup>: Sendable {
  /// What nature may do.
  public let backup: B
  /// Error at which the evaluation may end; with 0 it ends where round-off allows no narrower interval.
  public var tolerance: Double

  /// - Precondition: `tolerance >= 0`.
  public init(_ backup: B, tolerance: Double = 0) {
    precondition(tolerance >= 0, "tolerance \(tolerance); it must not be negative")
    self.backup = backup
    self.tolerance = tolerance
  }

  /// The least value that `policy` has against nature, in each state.
  ///
  /// Throws for a policy that does not fit the table, for discount 1, and where values overflow. A few turns,
  /// each of one problem of nature per state and one system of linear equations; see `PolicyEvaluation.values`.
  @inlinable
  public func values(of policy: TablePolicy, in table: SolverTable) throws(PlanningError) -> CertifiedValues {
    try validate(policy, for: table)
    return try table.withRows { (rows) throws(PlanningError) in
      var iteration = started(with: policy, on: rows)
      return try iteration.evaluated(to: tolerance)
    }
  }

  /// As `values`, with the table that nature makes of the given one: its rows are a worst kernel for
  /// `policy`, and nominal for actions that it never takes.
  ///
  /// Any tool for nominal tables tells more about it, `PolicyEvaluation.occupancy` for example. The policy's
  /// value there is the robust one up to the bound, less nature's penalty where a set has one. Throws as
  /// above, and where nature puts mass on successors for which the table has no entry.
  @inlinable
  public func worstCase(of policy: TablePolicy, in table: SolverTable) throws(PlanningError) -> WorstCase {
    try validate(policy, for: table)
    var probability = table.probability
    let values = try table.withRows { (rows) throws(PlanningError) in
      var iteration = started(with: policy, on: rows)
      let values = try iteration.evaluated(to: tolerance)
      probability.withUnsafeMutableBufferPointer { iteration.writeKernels(into: $0.baseAddress!) }
      return values
    }
    return WorstCase(values: values, table: try table.replacing(probability: probability))
  }

  @usableFromInline
  func validate(_ policy: TablePolicy, for table: SolverTable) throws(PlanningError) {
    _ = try Discount.endless(backup.discount)
    try policy.validate(for: table)
  }

  @usableFromInline
  func started(with policy: TablePolicy, on rows: TableRows) -> CertifiedIteration<B> {
    let iteration = CertifiedIteration(backup, rows, tolerance: tolerance, mixes: policy.actions == nil)
    iteration.buffers.policy.assign(policy)
    return iteration
  }
}

/// A policy's robust values, and nature's answer to it as a table.
public struct WorstCase: Sendable, Equatable {
  public let values: CertifiedValues
  /// The given table with nature's probabilities.
  public let table: SolverTable

  @usableFromInline
  init(values: CertifiedValues, table: SolverTable) {
    self.values = values
    self.table = table
  }
}

extension CertifiedIteration {
  /// The band of the policy in `buffers`, to within `tolerance` or round-off.
  @inlinable
  mutating func evaluated(to tolerance: Double) throws(PlanningError) -> CertifiedValues {
    // The first sweep's values are nature's first guess and tell how large round-off is.
    change = perform(.evaluation)
    buffers.exchange()
    var size = change.size
    while true {
      roundOff = backup.roundOff(in: rows, size: size)
      let goal = max(roundOff, 2 * ((1 - backup.discount) * tolerance - roundOff))
      change = evaluateExactly(to: goal)
      guard change.size.isFinite, change.size < .infinity else {
        throw PlanningError("the policy's values are not finite")
      }
      // Values that grew may have outgrown the round-off that was counted on.
      if change.size <= 2 * size { break }
      size = change.size
    }
    return CertifiedValues(
      swept: (0..<rows.stateCount).map { buffers.values[$0] }, change: change,
      roundOff: backup.roundOff(in: rows, size: change.size), discount: backup.discount)
  }

  /// Writes nature's kernel against the policy and the values; rows that it does not use stay as they are.
  @inlinable
  mutating func writeKernels(into probability: UnsafeMutablePointer<Double>) {
    for state in 0..<rows.stateCount {
      let first = state * rows.actionCount
      if buffers.policy.actions[state] >= 0 {
        let row = first + Int(buffers.policy.actions[state])
        backup.kernel(
          ofRow: row, in: rows, values: buffers.values, scratch: &work.scratch[0],
          into: probability + rows.rowStart[row])
      } else {
        backup.kernels(
          ofMixture: buffers.policy.mixture(of: state), in: state, of: rows, values: buffers.values,
          scratch: &work.scratch[0], into: probability + rows.rowStart[first])
      }
    }
  }
}
