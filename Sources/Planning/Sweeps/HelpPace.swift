#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// When other threads are called to a sweep: where one alone would take long enough, and as long as they
/// help.
///
/// What a sweep would take alone is told by the processor time that the caller spent on its own chunks: it
/// does not count what other programs took, nor does it rest on earlier sweeps, which may have cost more.
@frozen
@usableFromInline
struct HelpPace {
  /// Nanoseconds that the last sweep of either kind would have taken alone.
  @usableFromInline var optimality = 0.0
  @usableFromInline var evaluation = 0.0
  /// Sweeps running that were no faster with helpers.
  @usableFromInline var disappointments = 0
  @usableFromInline var hasGivenUp = false

  @inlinable
  init() {}

  @inlinable
  func alone(_ kind: SweepKind) -> Double { kind == .optimality ? optimality : evaluation }

  /// Waking a helper takes some ten microseconds, and one that loses its core in a chunk holds up the rest.
  @inlinable
  func callsHelpers(for kind: SweepKind) -> Bool { !hasGivenUp && alone(kind) >= 200_000 }

  /// Notes a sweep that took `wall` nanoseconds while the caller spent `own` on `chunks` of `count`.
  @inlinable
  mutating func note(
    _ kind: SweepKind, wall: Double, own: Double, chunks: Int, of count: Int, withHelpers: Bool
  ) {
    let alone = chunks > 0 ? own * Double(count) / Double(chunks) : wall
    if kind == .optimality { optimality = alone } else { evaluation = alone }
    guard withHelpers else { return }
    disappointments = wall < 0.95 * alone ? 0 : disappointments + 1
    hasGivenUp = disappointments == 3
  }
}

/// Nanoseconds by the wall clock and of this thread on a processor, from some points in the past.
@usableFromInline
func readClocks() -> (wall: Double, processor: Double) {
  func read(_ clock: clockid_t) -> Double {
    var time = timespec()
    clock_gettime(clock, &time)
    return 1e9 * Double(time.tv_sec) + Double(time.tv_nsec)
  }
  return (read(CLOCK_MONOTONIC), read(CLOCK_THREAD_CPUTIME_ID))
}
