import UncertaintySets

/// Optimal reward per step over an endless horizon, by value iteration on differences.
///
/// For any h, with T the optimality operator without discount,
///
///     min over s of (T h - h)(s)  <=  gain(s)  <=  max over s of (T h - h)(s)    for every first state s
///
/// so the answer is certified. With a robust backup the gain is the best that a policy can be sure of:
///
///     gain(s) = max over policies of min over nature's kernels of the mean reward per step
///
/// and the bounds hold as well, for a nature who picks anew at every step too: the greedy policy gains at
/// least the lower one in every step on average whatever she does, and against her row for h no policy gains
/// more than the upper one.
///
/// That the bounds meet is another matter. They do if all stationary policies, against every kernel that
/// nature has, leave one recurrent class (unichain). Weakly communicating processes converge as well; where
/// the optimal gain depends on the first state the span never closes, and the sweep limit ends the search
/// with an error. Each step moves by `step` of the way to T h, which makes periodic chains converge too. An
/// end of episodes has no place here.
///
/// Source: D. White, "Dynamic programming, Markov chains, and the method of successive approximations",
/// JMAA 6 (1963); A. Odoni, Operations Research 17 (1969), doi:10.1287/opre.17.5.857; M. Puterman, "Markov
/// Decision Processes", Wiley 1994, section 8.5; robust: Y. Wang et al., "Robust average-reward Markov
/// decision processes", AAAI 2023, arXiv:2301.00858.
public struct RelativeValueIteration: Sendable {
  /// Wanted bound on the error of the gain.
  public var tolerance: Double
  public var sweepLimit: Int
  /// Share of the way from h to T h, in (0, 1]; below 1 periodic chains converge.
  public var step: Double

  public init(tolerance: Double = 1e-6, sweepLimit: Int = 1_000_000, step: Double = 0.8) {
    self.tolerance = tolerance
    self.sweepLimit = sweepLimit
    self.step = step
  }

  /// Solves `table` as it stands.
  ///
  /// Throws for a table with ends, settings outside their ranges, a tolerance that round-off puts out of
  /// reach, and when the sweep limit comes first. O(sweeps * entries).
  public func solve(_ table: SolverTable) throws(PlanningError) -> AverageRewardSolution {
    try solve(table, backup: NominalBackup(discount: 1))
  }

  /// Solves `table` against a nature with the set `set` for every row, anew at each step.
  ///
  /// Throws as above, and for a set that does not fit; see `RectangularBackup`.
  public func solve<Ambiguity: UncertaintySet>(
    _ table: SolverTable, set: Ambiguity
  ) throws(PlanningError) -> AverageRewardSolution {
    try solve(table, backup: RectangularBackup(set, on: table, discount: 1))
  }

  /// Solves `table` with any backup that keeps the laws of `Backup`; a discount g is taken out again:
  /// T h = T_g(h / g).
  ///
  /// Throws as above, and for a discount 0, which leaves nothing of the future.
  @inlinable
  public func solve<B: Backup>(
    _ table: SolverTable, backup: B
  ) throws(PlanningError) -> AverageRewardSolution {
    guard backup.discount > 0 else {
      throw PlanningError("a backup with discount 0 sees no future; give it any other discount")
    }
    guard !table.hasTermination else {
      throw PlanningError("episodes of this table can end, so it has no reward per step for ever")
    }
    guard tolerance > 0, tolerance.isFinite, step > 0, step <= 1, sweepLimit > 0 else {
      throw PlanningError(
        "tolerance \(tolerance) and sweep limit \(sweepLimit) must be positive, step \(step) in (0, 1]")
    }
    let discount = backup.discount
    return try table.withRows { (rows) throws(PlanningError) in
      // `values` holds h / discount, `swept` gets T h.
      let buffers = SweepBuffers(rows, mixes: B.mixes)
      var scratch = backup.makeScratch(for: rows)
      var halfWidth = Double.infinity
      for sweep in 1...sweepLimit {
        let size = Sweeps.optimality(
          backup, rows, states: 0..<rows.stateCount, values: buffers.values, into: buffers.swept,
          policy: buffers.policy, scratch: &scratch
        ).size
        var change = SweepChange(hasTermination: false)
        for state in 0..<rows.stateCount {
          change.add(from: discount * buffers.values[state], to: buffers.swept[state])
        }
        // The differences T h - h are rounded once more.
        let roundOff = 2 * backup.roundOff(in: rows, size: size)
        let previous = halfWidth
        halfWidth = 0.5 * (change.high - change.low) + roundOff
        if halfWidth <= tolerance {
          let low = change.low - roundOff
          let high = change.high + roundOff
          return AverageRewardSolution(
            gain: low + 0.5 * (high - low), lower: low, upper: high,
            bias: (0..<rows.stateCount).map { discount * buffers.values[$0] },
            policy: buffers.policy.policy, sweeps: sweep)
        }
        if 0.5 * (change.high - change.low) <= roundOff && halfWidth >= previous {
          throw PlanningError(
            "tolerance \(tolerance) is out of reach: round-off alone leaves \(halfWidth)",
            kind: .toleranceOutOfReach)
        }
        // Relative to the first state, so that values stay bounded.
        let reference = buffers.values[0] + step * (buffers.swept[0] / discount - buffers.values[0])
        for state in 0..<rows.stateCount {
          let old = buffers.values[state]
          buffers.values[state] = old + step * (buffers.swept[state] / discount - old) - reference
        }
      }
      throw PlanningError(
        "after \(sweepLimit) sweeps the gain is known to \(halfWidth), not \(tolerance); the process may "
          + "not be unichain, or the sweep limit too low",
        kind: .sweepLimit)
    }
  }
}

/// Optimal reward per step, certified; with a robust backup in the worst case.
public struct AverageRewardSolution: Sendable, Equatable {
  /// Middle of the certified interval.
  public let gain: Double
  public let lower: Double
  public let upper: Double
  /// Relative value of each state, up to a common constant; not certified. Shape [states].
  public let bias: [Double]
  /// The greedy policy; its own gain is at least `lower`.
  public let policy: TablePolicy
  public let sweeps: Int

  @usableFromInline
  init(gain: Double, lower: Double, upper: Double, bias: [Double], policy: TablePolicy, sweeps: Int) {
    self.gain = gain
    self.lower = lower
    self.upper = upper
    self.bias = bias
    self.policy = policy
    self.sweeps = sweeps
  }
}
