extension BackwardInduction {
  /// What a policy that may depend on the step is worth against nature, in each state at each step.
  ///
  /// Throws for a negative horizon, and unless there is one policy per step and each fits the table.
  /// `horizon` sweeps over the policy's rows.
  @inlinable
  public func values<B: Backup>(
    of policy: [TablePolicy], in table: SolverTable, backup: B
  ) throws(PlanningError) -> FiniteHorizonSolution {
    try evaluate(policy, in: table, backup: backup, kernels: nil)
  }

  /// As `values`, with the kernel that nature plays in each step.
  ///
  /// `SolverTable.replacing(probability:)` makes a table of such a kernel. Rows that the policy does not use
  /// stay nominal. Throws as above, and where nature puts mass on successors for which the table has no
  /// entry.
  @inlinable
  public func worstCase<B: Backup>(
    of policy: [TablePolicy], in table: SolverTable, backup: B
  ) throws(PlanningError) -> FiniteHorizonWorstCase {
    var kernels = Array(repeating: table.probability, count: max(0, horizon))
    let solution = try evaluate(policy, in: table, backup: backup) { step, iteration in
      kernels[step].withUnsafeMutableBufferPointer { iteration.writeKernels(into: $0.baseAddress!) }
    }
    for kernel in kernels { _ = try table.replacing(probability: kernel) }
    return FiniteHorizonWorstCase(values: solution.values, kernels: kernels, bound: solution.bound)
  }

  /// `kernels` sees each step before its sweep, when the buffers hold the values of the step after it.
  @inlinable
  func evaluate<B: Backup>(
    _ policy: [TablePolicy], in table: SolverTable, backup: B,
    kernels: ((Int, inout InductionSteps<B>) -> Void)?
  ) throws(PlanningError) -> FiniteHorizonSolution {
    try checkHorizon()
    guard policy.count == horizon else {
      throw PlanningError("\(policy.count) policies for a horizon of \(horizon) steps; give one per step")
    }
    for choice in policy { try choice.validate(for: table) }
    return table.withRows { rows in
      var induction = InductionSteps(
        backup, rows, horizon: horizon, mixes: policy.contains { $0.actions == nil })
      for step in stride(from: horizon - 1, through: 0, by: -1) {
        induction.buffers.policy.assign(policy[step])
        kernels?(step, &induction)
        induction.sweep(.evaluation, to: step)
      }
      return FiniteHorizonSolution(values: induction.values, policy: policy, bound: induction.error)
    }
  }
}

extension InductionSteps {
  /// Writes nature's kernel against the policy and the values; rows that it does not use stay as they are.
  @inlinable
  mutating func writeKernels(into probability: UnsafeMutablePointer<Double>) {
    for state in 0..<rows.stateCount {
      let first = state * rows.actionCount
      let action = Int(buffers.policy.actions[state])
      if action >= 0 {
        backup.kernel(
          ofRow: first + action, in: rows, values: buffers.values, scratch: &scratch,
          into: probability + rows.rowStart[first + action])
      } else {
        backup.kernels(
          ofMixture: buffers.policy.mixture(of: state), in: state, of: rows, values: buffers.values,
          scratch: &scratch, into: probability + rows.rowStart[first])
      }
    }
  }
}

/// A policy's values over a fixed number of steps, and nature's answer to it.
public struct FiniteHorizonWorstCase: Sendable, Equatable {
  /// Value of each state at each step; shape [horizon + 1][states], the last row zero.
  public let values: [[Double]]
  /// Probability of each entry of the table at each step; shape [horizon][entries].
  public let kernels: [[Double]]
  /// Most by which round-off may have moved any value.
  public let bound: Double

  @usableFromInline
  init(values: [[Double]], kernels: [[Double]], bound: Double) {
    self.values = values
    self.kernels = kernels
    self.bound = bound
  }
}
