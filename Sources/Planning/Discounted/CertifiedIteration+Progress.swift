/// How the certified half-width comes along from full sweep to full sweep, beside what plain sweeps would do.
@frozen
@usableFromInline
struct Progress {
  /// Least half-width so far that was taken as progress.
  @usableFromInline var best = Double.infinity
  /// Evaluations since then.
  @usableFromInline var idle = 0
  /// Plain sweeps still to be made, and to be made the next time.
  @usableFromInline var plain = 0
  @usableFromInline var nextPlain = 32
  /// Whether values have been kept that the iteration can go back to.
  @usableFromInline var isKept = false

  @inlinable
  init() {}
}

extension CertifiedIteration {
  /// Whether the greedy policy should be evaluated next; to be asked after every full sweep.
  ///
  /// No evaluation is trusted: a full sweep alone brings the half-width down by the discount, so evaluating
  /// must do half as well at least. Where twenty evaluations running do not, the iteration goes back to the
  /// best values and makes plain sweeps, twice as many as the last time. So whatever a backup's kernels do,
  /// no more full sweeps are made than some times those of value iteration.
  @inlinable
  mutating func mayEvaluate() -> Bool {
    let isProgress = halfWidth <= 0.5 * (1 + backup.discount) * progress.best
    if isProgress {
      progress.best = halfWidth
      progress.idle = 0
      buffers.keep()
      progress.isKept = true
    }
    if progress.plain > 0 {
      progress.plain -= 1
      return false
    }
    if isProgress { return true }
    progress.idle += 1
    if progress.idle < 20 { return true }
    buffers.restore()
    progress.idle = 0
    progress.plain = progress.nextPlain
    progress.nextPlain *= 2
    return false
  }
}
