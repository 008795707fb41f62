/// Whether runs are shared with helper threads: learnt from the time that runs take.
///
/// The first runs are timed alone. Those expected to take less than 8 µs stay alone, since waking a helper
/// costs about that. Others are tried both ways; the faster way is kept and the other tried again now and then,
/// more and more rarely as long as it loses, so a processor that is taken away or given back is noticed.
struct Pace {
  /// Nanoseconds per unit, smoothed; nil before the first run.
  private var alone: Estimate
  private var shared: Estimate
  private var runs: UInt32 = 0
  /// Runs until the losing way is tried again.
  private var patience: UInt32 = 32
  private var nextTrial: UInt32 = 0

  /// Nanoseconds of work below which a run is never shared.
  private static var leastWork: Double { 8000 }

  init() {
    alone = Estimate()
    shared = Estimate()
  }

  struct Choice: Equatable {
    var isShared: Bool
    var isTimed: Bool
  }

  /// How the next run of `units` should go.
  mutating func choose(units: Int) -> Choice {
    runs &+= 1
    guard alone.count >= 4 else {
      // A long first run need not wait for the verdict.
      return Choice(isShared: alone.count > 0 && work(units) > 1e6 && shared.count < 4, isTimed: true)
    }
    if work(units) < Self.leastWork { return Choice(isShared: false, isTimed: runs % 64 == 0) }
    guard shared.count >= 4 else { return Choice(isShared: true, isTimed: true) }
    let isSharedFaster = shared.value < alone.value
    if runs >= nextTrial {
      nextTrial = runs &+ patience
      patience = min(patience * 2, 1024)
      return Choice(isShared: !isSharedFaster, isTimed: true)
    }
    return Choice(isShared: isSharedFaster, isTimed: true)
  }

  /// Takes note of a timed run.
  mutating func note(_ nanoseconds: Double, units: Int, isShared: Bool) {
    let before = shared.value < alone.value
    let cost = nanoseconds / Double(max(units, 1))
    if isShared { shared.add(cost) } else { alone.add(cost) }
    if before != (shared.value < alone.value) { patience = 32 }
  }

  private func work(_ units: Int) -> Double { alone.value * Double(units) }

  /// A running mean that forgets: one eighth new, and no sample counts for more than twice the mean.
  private struct Estimate {
    var value = 0.0
    var count = 0

    mutating func add(_ sample: Double) {
      // The first runs meet cold caches and sleeping threads; the best of them counts.
      value = count == 0 ? sample : count < 4 ? min(value, sample) : value + (min(sample, 2 * value) - value) / 8
      count += 1
    }
  }
}
