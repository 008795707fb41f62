/// A discounted solution in progress: buffers, the band of the last full sweep, and the steps that methods
/// are made of.
@usableFromInline
struct CertifiedIteration<B: Backup> {
  @usableFromInline let backup: B
  @usableFromInline let rows: TableRows
  @usableFromInline let tolerance: Double
  @usableFromInline let sweepLimit: Int
  @usableFromInline let buffers: SweepBuffers
  @usableFromInline let work: SweepWork<B>
  @usableFromInline var helpers: SweepHelpers?
  @usableFromInline var help = HelpPace()
  @usableFromInline var progress = Progress()
  @usableFromInline var chain: PolicyChain?
  @usableFromInline var equations: ChainEquations?
  @usableFromInline var sweeps = 0
  @usableFromInline var evaluationSweeps = 0
  @usableFromInline var change: SweepChange
  @usableFromInline var roundOff = 0.0
  @usableFromInline var halfWidth = Double.infinity
  /// Span to which partial policy iteration has evaluated the last policy.
  @usableFromInline var partialGoal = Double.infinity

  /// `mixes` where the backup does not, but a given policy may.
  @inlinable
  init(
    _ backup: B, _ rows: TableRows, tolerance: Double, sweepLimit: Int = 1, threads: Int = 1,
    mixes: Bool = B.mixes
  ) {
    self.backup = backup
    self.rows = rows
    self.tolerance = tolerance
    self.sweepLimit = sweepLimit
    buffers = SweepBuffers(rows, mixes: mixes)
    work = SweepWork(backup, rows, buffers, parts: threads)
    change = SweepChange(hasTermination: rows.hasTermination)
  }

  /// One full sweep; afterwards `buffers.values` is T v. Tells whether the tolerance is met.
  ///
  /// Throws when round-off or the sweep limit forbids going on.
  @inlinable
  mutating func sweep() throws(PlanningError) -> Bool {
    change = perform(.optimality)
    buffers.exchange()
    sweeps += 1
    let discount = backup.discount
    let spread = 0.5 * discount * (change.high - change.low)
    roundOff = backup.roundOff(in: rows, size: change.size)
    let previous = halfWidth
    halfWidth = (spread + roundOff) / (1 - discount)
    if halfWidth <= tolerance { return true }
    // Values that an evaluation has blown up say nothing about what round-off allows.
    let isAstray = progress.isKept && halfWidth > 2 * progress.best
    if !(halfWidth.isFinite || progress.isKept)
      || (spread <= roundOff && halfWidth >= previous && !isAstray)
    {
      throw outOfReach()
    }
    if sweeps >= sweepLimit { throw limitReached() }
    return false
  }

  /// Span of a policy's sweep at which its values are as good as the answer must be.
  @inlinable
  var goalOfEvaluation: Double { max(roundOff, 0.25 * (1 - backup.discount) * tolerance) }

  /// One sweep from `buffers.values` into `buffers.swept`, with helpers where they help.
  ///
  /// They are started after the second full sweep, if both took longer than half a millisecond, and go for
  /// good when three sweeps running were no faster with them, because the other cores are busy.
  @inlinable
  mutating func perform(_ kind: SweepKind) -> SweepChange {
    guard work.parts > 1, !help.hasGivenUp else {
      work.open(kind)
      work.perform(part: 0)
      return work.close()
    }
    let before = readClocks()
    let withHelpers = help.callsHelpers(for: kind)
    work.open(kind)
    if withHelpers { helpers?.call() }
    let chunks = work.perform(part: 0)
    let own = readClocks().processor - before.processor
    let change = work.close()
    let wasLong = help.optimality >= 500_000
    help.note(
      kind, wall: readClocks().wall - before.wall, own: own, chunks: chunks, of: SweepWork<B>.chunkCount,
      withHelpers: withHelpers && helpers != nil)
    if kind == .optimality && sweeps == 1 && wasLong && help.optimality >= 500_000 {
      let work = work
      helpers = SweepHelpers(count: work.parts - 1) { work.perform(part: $0) }
    }
    if help.hasGivenUp { end() }
    return change
  }

  /// Ends the helpers; to be called whatever came out.
  @inlinable
  mutating func end() {
    helpers?.stop()
    helpers = nil
  }

  @usableFromInline
  func outOfReach() -> PlanningError {
    PlanningError(
      "tolerance \(tolerance) is out of reach of double precision: round-off alone leaves \(halfWidth) "
        + "with values up to \(change.size); ask for less, or lower the discount \(backup.discount)",
      kind: .toleranceOutOfReach)
  }

  @usableFromInline
  func limitReached() -> PlanningError {
    PlanningError(
      "after \(sweeps) sweeps the certified error is \(halfWidth), not \(tolerance); raise the sweep limit "
        + "or use policy iteration",
      kind: .sweepLimit)
  }

  /// Moves the values to the middle of the band, then sweeps in place.
  ///
  /// Sweeps in place do not keep differences apart from a common shift, so the shift must come first.
  @inlinable
  mutating func sweepInPlace(times: Int) {
    if !rows.hasTermination {
      let shift = 0.5 * backup.discount * (change.low + change.high) / (1 - backup.discount)
      for state in 0..<rows.stateCount { buffers.values[state] += shift }
    }
    for _ in 0..<times { Sweeps.gaussSeidel(backup, rows, values: buffers.values, scratch: &work.scratch[0]) }
    sweeps += times
  }

  /// The answer from the last full sweep's band.
  ///
  /// Where episodes can end, the band is swept once more: an end's worth is known, so states that end soon
  /// have narrower intervals. T_policy of a lower bound is one for the policy, hence for the optimum.
  @inlinable
  mutating func solution() -> CertifiedSolution {
    let count = rows.stateCount
    let scale = 1 / (1 - backup.discount)
    let down = (backup.discount * change.low - roundOff) * scale
    let up = (backup.discount * change.high + roundOff) * scale
    var lower = (0..<count).map { buffers.values[$0] + down }
    var upper = (0..<count).map { buffers.values[$0] + up }
    let policy = buffers.policy.policy
    if rows.hasTermination {
      let wider = 2 * backup.roundOff(in: rows, size: change.size + max(abs(down), abs(up)))
      for state in 0..<count { buffers.values[state] = lower[state] }
      _ = Sweeps.evaluation(
        backup, rows, states: 0..<count, values: buffers.values, into: buffers.swept,
        policy: buffers.policy, scratch: &work.scratch[0])
      for state in 0..<count { lower[state] = max(lower[state], buffers.swept[state] - wider) }
      for state in 0..<count { buffers.values[state] = upper[state] }
      _ = Sweeps.optimality(
        backup, rows, states: 0..<count, values: buffers.values, into: buffers.swept,
        policy: buffers.policy, scratch: &work.scratch[0])
      for state in 0..<count { upper[state] = min(upper[state], buffers.swept[state] + wider) }
      sweeps += 1
      evaluationSweeps += 1
    }
    return CertifiedSolution(
      values: zip(lower, upper).map { $0 + 0.5 * ($1 - $0) }, policy: policy, lower: lower, upper: upper,
      sweeps: sweeps, evaluationSweeps: evaluationSweeps)
  }
}
