/// A number per state with a certified interval around it.
public struct CertifiedValues: Sendable, Equatable {
  /// Middle of each interval; shape [states].
  public let values: [Double]
  /// Shape [states].
  public let lower: [Double]
  /// Shape [states].
  public let upper: [Double]

  /// Half the width of the widest interval. O(states).
  public var bound: Double {
    var widest = 0.0
    for (low, high) in zip(lower, upper) { widest = max(widest, 0.5 * (high - low)) }
    return widest
  }

  /// The band around `swept` = T v that the differences T v - v prove; see `DiscountedSolver`.
  @usableFromInline
  init(swept: [Double], change: SweepChange, roundOff: Double, discount: Double) {
    let down = (discount * change.low - roundOff) / (1 - discount)
    let up = (discount * change.high + roundOff) / (1 - discount)
    lower = swept.map { $0 + down }
    upper = swept.map { $0 + up }
    values = zip(lower, upper).map { $0 + 0.5 * ($1 - $0) }
  }
}

extension SolverTable {
  /// What one sweep proves about the optimal values from any guess: Bellman residuals as a certificate.
  ///
  /// With T the operator of `backup`, d = T v - v, g its discount and e the sweep's round-off,
  /// T v + (g min d - e)/(1 - g) <= v* <= T v + (g max d + e)/(1 - g); ends count as a difference 0. The
  /// guess may come from anywhere, a learner say.
  ///
  /// Throws for a guess of another size or with a number that is not finite, and for discount 1. O(entries).
  public func certifiedOptimum<B: Backup>(
    around guess: [Double], backup: B
  ) throws(PlanningError) -> CertifiedValues {
    try validate(guess)
    _ = try Discount.endless(backup.discount)
    return withRows { rows in
      let buffers = SweepBuffers(rows, mixes: B.mixes)
      for state in 0..<stateCount { buffers.values[state] = guess[state] }
      var scratch = backup.makeScratch(for: rows)
      let change = Sweeps.optimality(
        backup, rows, states: 0..<stateCount, values: buffers.values, into: buffers.swept,
        policy: buffers.policy, scratch: &scratch)
      let size = guess.reduce(change.size) { max($0, abs($1)) }
      return CertifiedValues(
        swept: (0..<stateCount).map { buffers.swept[$0] }, change: change,
        roundOff: backup.roundOff(in: rows, size: size), discount: backup.discount)
    }
  }

  /// The Bellman residual of `guess`, the largest |T v - v| over all states, T being the operator of `backup`.
  ///
  /// A residual is no error: that may be 1/(1 - discount) times as large; see `certifiedOptimum`. Throws as
  /// that does. O(entries).
  public func bellmanResidual<B: Backup>(of guess: [Double], backup: B) throws(PlanningError) -> Double {
    try validate(guess)
    return withRows { rows in
      let buffers = SweepBuffers(rows, mixes: B.mixes)
      for state in 0..<stateCount { buffers.values[state] = guess[state] }
      var scratch = backup.makeScratch(for: rows, memory: backup.makeMemory(for: rows))
      let change = Sweeps.optimality(
        backup, rows, states: 0..<stateCount, values: buffers.values, into: buffers.swept,
        policy: buffers.policy, scratch: &scratch)
      return max(abs(change.low), abs(change.high))
    }
  }

  func validate(_ guess: [Double]) throws(PlanningError) {
    guard guess.count == stateCount else {
      throw PlanningError("\(guess.count) values for \(stateCount) states")
    }
    for (state, value) in guess.enumerated() where !value.isFinite {
      throw PlanningError("state \(state): the value \(value) is not finite")
    }
  }
}

extension CertifiedValues {
  init(lower: [Double], upper: [Double]) {
    self.lower = lower
    self.upper = upper
    values = zip(lower, upper).map { $0 + 0.5 * ($1 - $0) }
  }

  /// The intervals of the negated numbers.
  var negated: CertifiedValues { CertifiedValues(lower: upper.map { -$0 }, upper: lower.map { -$0 }) }
}
