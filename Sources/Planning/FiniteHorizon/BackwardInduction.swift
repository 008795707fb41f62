import DecisionProcesses

/// Optimal values and policies of a finite process over a fixed number of steps, with or without nature.
///
/// With v_H = 0, v_t = T v_(t+1) for t = H - 1 down to 0, T being any backup; an ended episode has no future
/// value. Exact up to round-off, of which `FiniteHorizonSolution.bound` tells. Policies depend on the step.
/// So does nature: she may play another kernel in every step, and nothing that the agent does later makes her
/// regret it. A nature bound to one kernel for all steps could only do less, so values hold against her too.
///
/// Sources: M. Puterman, "Markov Decision Processes", Wiley 1994, section 4.5, doi:10.1002/9780470316887;
/// A. Nilim, L. El Ghaoui, "Robust control of Markov decision processes with uncertain transition matrices",
/// Operations Research 53 (2005), doi:10.1287/opre.1050.0216.
public struct BackwardInduction: Sendable {
  /// Number of steps H.
  public var horizon: Int

  public init(horizon: Int) { self.horizon = horizon }

  /// Solves the nominal process of `table`.
  ///
  /// Throws for a negative horizon, a discount outside [0, 1], or a table whose rows are not
  /// distributions. O(horizon * entries).
  public func solve(
    _ table: TransitionTable, discount: Double
  ) throws(PlanningError) -> FiniteHorizonSolution {
    try solve(SolverTable(table), backup: NominalBackup(discount: discount))
  }

  /// Solves `table` with any backup, a robust one say; the discount may be 1.
  ///
  /// Throws for a negative horizon. `horizon` sweeps.
  @inlinable
  public func solve<B: Backup>(
    _ table: SolverTable, backup: B
  ) throws(PlanningError) -> FiniteHorizonSolution {
    try checkHorizon()
    return table.withRows { rows in
      var induction = InductionSteps(backup, rows, horizon: horizon, mixes: B.mixes)
      var policy: [TablePolicy] = []
      for step in stride(from: horizon - 1, through: 0, by: -1) {
        induction.sweep(.optimality, to: step)
        policy.append(induction.buffers.policy.policy)
      }
      return FiniteHorizonSolution(
        values: induction.values, policy: policy.reversed(), bound: induction.error)
    }
  }

  @usableFromInline
  func checkHorizon() throws(PlanningError) {
    guard horizon >= 0 else { throw PlanningError("horizon \(horizon) is negative") }
  }
}

/// What backward induction found.
public struct FiniteHorizonSolution: Sendable, Equatable {
  /// Value of each state at each step; shape [horizon + 1][states], the last row zero.
  public let values: [[Double]]
  /// The policy at each step, greedy with the lowest index among equals, or the one evaluated; shape
  /// [horizon].
  public let policy: [TablePolicy]
  /// Most by which round-off may have moved any value.
  public let bound: Double

  @usableFromInline
  init(values: [[Double]], policy: [TablePolicy], bound: Double) {
    self.values = values
    self.policy = policy
    self.bound = bound
  }
}

/// Backward sweeps in progress.
@usableFromInline
struct InductionSteps<B: Backup> {
  @usableFromInline let backup: B
  @usableFromInline let rows: TableRows
  @usableFromInline let buffers: SweepBuffers
  @usableFromInline var scratch: B.Scratch
  /// Shape [horizon + 1][states].
  @usableFromInline var values: [[Double]]
  /// Bound of the round-off of the last step's values.
  @usableFromInline var error = 0.0

  @inlinable
  init(_ backup: B, _ rows: TableRows, horizon: Int, mixes: Bool) {
    self.backup = backup
    self.rows = rows
    buffers = SweepBuffers(rows, mixes: mixes)
    scratch = backup.makeScratch(for: rows)
    values = Array(repeating: Array(repeating: 0, count: rows.stateCount), count: horizon + 1)
  }

  /// One sweep from the values of `step + 1`, which lie in `buffers.values`, to those of `step`.
  @inlinable
  mutating func sweep(_ kind: SweepKind, to step: Int) {
    let states = 0..<rows.stateCount
    let change =
      switch kind {
      case .optimality:
        Sweeps.optimality(
          backup, rows, states: states, values: buffers.values, into: buffers.swept, policy: buffers.policy,
          scratch: &scratch)
      case .evaluation:
        Sweeps.evaluation(
          backup, rows, states: states, values: buffers.values, into: buffers.swept, policy: buffers.policy,
          scratch: &scratch)
      }
    buffers.exchange()
    // Errors of the values carry over by at most the discount.
    error = backup.roundOff(in: rows, size: change.size) + backup.discount * error
    for state in states { values[step][state] = buffers.values[state] }
  }
}
