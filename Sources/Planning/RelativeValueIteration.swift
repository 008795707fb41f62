/// Optimal reward per step over an endless horizon, by value iteration on differences.
///
/// Assumes that the process is unichain: every stationary policy has one recurrent class. (Weakly
/// communicating processes converge as well; where the optimal gain depends on the first state the span
/// never closes, and the sweep limit ends the search with an error.) Then, for any h,
///
///     min over s of (T h - h)(s)  <=  gain  <=  max over s of (T h - h)(s)
///
/// with T without discount, so the answer is certified. Each step moves by `step` of the way to T h,
/// which makes periodic chains converge too. An end of episodes has no place here.
///
/// Source: D. White, "Dynamic programming, Markov chains, and the method of successive approximations",
/// JMAA 6 (1963); A. Odoni, Operations Research 17 (1969), doi:10.1287/opre.17.5.857; M. Puterman, "Markov
/// Decision Processes", Wiley 1994, section 8.5.
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

  /// Solves `table`.
  ///
  /// Throws for a table with ends, settings outside their ranges, a tolerance that round-off puts out of
  /// reach, and when the sweep limit comes first. O(sweeps * entries).
  public func solve(_ table: SolverTable) throws(PlanningError) -> AverageRewardSolution {
    guard !table.hasTermination else {
      throw PlanningError("episodes of this table can end, so it has no reward per step for ever")
    }
    guard tolerance > 0, tolerance.isFinite, step > 0, step <= 1, sweepLimit > 0 else {
      throw PlanningError(
        "tolerance \(tolerance) and sweep limit \(sweepLimit) must be positive, step \(step) in (0, 1]")
    }
    return try table.withRows { (rows) throws(PlanningError) in
      let buffers = SweepBuffers(rows, mixes: false)
      let backup = Undiscounted()
      var scratch: Void = ()
      var halfWidth = Double.infinity
      for sweep in 1...sweepLimit {
        let change = Sweeps.optimality(
          backup, rows, states: 0..<rows.stateCount, values: buffers.values, into: buffers.swept,
          policy: buffers.policy, scratch: &scratch)
        // The differences T h - h are rounded once more.
        let roundOff = 2 * backup.roundOff(in: rows, size: change.size)
        let previous = halfWidth
        halfWidth = 0.5 * (change.high - change.low) + roundOff
        if halfWidth <= tolerance {
          let low = change.low - roundOff
          let high = change.high + roundOff
          return AverageRewardSolution(
            gain: low + 0.5 * (high - low), lower: low, upper: high,
            bias: (0..<rows.stateCount).map { buffers.values[$0] },
            policy: (0..<rows.stateCount).map { Int(buffers.policy.actions[$0]) }, sweeps: sweep)
        }
        if 0.5 * (change.high - change.low) <= roundOff && halfWidth >= previous {
          throw PlanningError(
            "tolerance \(tolerance) is out of reach: round-off alone leaves \(halfWidth)",
            kind: .toleranceOutOfReach)
        }
        // Relative to the first state, so that values stay bounded.
        let reference = buffers.values[0] + step * (buffers.swept[0] - buffers.values[0])
        for state in 0..<rows.stateCount {
          let old = buffers.values[state]
          buffers.values[state] = old + step * (buffers.swept[state] - old) - reference
        }
      }
      throw PlanningError(
        "after \(sweepLimit) sweeps the gain is known to \(halfWidth), not \(tolerance); the process may "
          + "not be unichain, or the sweep limit too low",
        kind: .sweepLimit)
    }
  }

  /// The nominal backup with discount 1; its sweeps are used here alone, where no contraction is needed.
  private struct Undiscounted: Backup {
    var discount: Double { 1 }

    func makeScratch(for rows: TableRows, memory: Void) {}

    func worth(
      ofRow row: Int, in rows: TableRows, values: UnsafePointer<Double>, floor: Double, scratch: inout Void
    ) -> Double {
      rows.reward[row] + rows.expectation(ofRow: row, values: values)
    }

    func kernel(
      ofRow row: Int, in rows: TableRows, values: UnsafePointer<Double>, scratch: inout Void,
      into probabilities: UnsafeMutablePointer<Double>
    ) -> Double {
      let start = rows.rowStart[row]
      probabilities.update(from: rows.probability + start, count: rows.rowStart[row + 1] - start)
      return worth(ofRow: row, in: rows, values: values, floor: -.infinity, scratch: &scratch)
    }

    func roundOff(in rows: TableRows, size: Double) -> Double {
      Double.ulpOfOne * Double(2 * rows.longestRow + 4) * (rows.largestReward + size)
    }
  }
}

/// Optimal reward per step, certified.
public struct AverageRewardSolution: Sendable, Equatable {
  /// Middle of the certified interval.
  public let gain: Double
  public let lower: Double
  public let upper: Double
  /// Relative value of each state, up to a common constant; not certified. Shape [states].
  public let bias: [Double]
  /// Greedy action of each state; its own gain is at least `lower`. Shape [states].
  public let policy: [Int]
  public let sweeps: Int
}
