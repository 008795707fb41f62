/// Whether runs are shared with helper threads: learnt from the time that runs take.
///
/// The first runs are timed alone. Those expected to take less than 8 µs stay alone, since waking a helper
/// costs about that. Others are tried both ways, and the faster way is kept. Once sharing has become the
/// slower way, because a processor was taken away, it is tried again after a while that doubles whenever
/// sharing disappoints, so trials cost next to nothing, and a processor that is given back is noticed.
package struct Pace {
  /// Nanoseconds per unit.
  private var alone = Estimate()
  private var shared = Estimate()
  private var isShared = false
  private var runs = 0
  /// The run that tries the way not taken.
  private var nextTrial = 0
  /// Runs between two trials of sharing.
  private var patience = 32
  /// The run in which sharing was last found to be right.
  private var sharedSince = 0

  /// Nanoseconds of work below which a run is never shared.
  private static var leastWork: Double { 8000 }
  /// Runs between two trials of going alone.
  private static var rounds: Int { 256 }

  package init() {}

  package struct Choice: Equatable {
    package var isShared: Bool
    package var isTimed: Bool
  }

  /// How the next run of `units` should go.
  package mutating func choose(units: Int) -> Choice {
    runs += 1
    let work = alone.value * Double(units)
    guard alone.count >= 4 else {
      // A long run need not wait for the verdict.
      return Choice(isShared: alone.count > 0 && work > 1e6 && shared.count < 4, isTimed: true)
    }
    if work < Self.leastWork { return Choice(isShared: false, isTimed: runs % 64 == 0) }
    if shared.count < 4 { return Choice(isShared: true, isTimed: true) }
    return Choice(isShared: isShared != (runs >= nextTrial), isTimed: true)
  }

  /// Takes note of a timed run.
  package mutating func note(_ nanoseconds: Double, units: Int, isShared wasShared: Bool) {
    let cost = nanoseconds / Double(max(units, 1))
    if wasShared { shared.add(cost) } else { alone.add(cost) }
    guard alone.count >= 4 && shared.count >= 4 else {
      isShared = shared.count >= 4 && shared.value < alone.value
      return
    }
    switch (isShared, wasShared) {
    case (true, true):
      if shared.value >= alone.value {
        giveUpSharing(units)
      } else if runs - sharedSince > 8 * patience {
        patience = max(patience / 2, 32)
        sharedSince = runs
      }
    case (true, false):
      nextTrial = runs + Self.rounds
      if shared.value >= alone.value { giveUpSharing(units) }
    case (false, true):
      guard cost < alone.value else {
        wait(units)
        return
      }
      // It looks good again: the next run is a trial too, until old experience is outweighed.
      shared.value = (shared.value + cost) / 2
      if shared.value < alone.value {
        isShared = true
        sharedSince = runs
        nextTrial = runs + Self.rounds
      }
    case (false, false): break
    }
  }

  private mutating func giveUpSharing(_ units: Int) {
    isShared = false
    wait(units)
  }

  /// Puts off the next trial twice as long as the last, but where runs take milliseconds by no more than about
  /// two seconds: a trial among 32 runs is cheap enough.
  private mutating func wait(_ units: Int) {
    let run = max(alone.value * Double(max(units, 1)), 1)
    let most = max(32, min(4096, Int(2e9 / run)))
    patience = min(2 * patience, most)
    nextTrial = runs + patience
  }

  /// A running mean that forgets: one eighth new, and no sample counts for more than sixteen times the mean.
  private struct Estimate {
    var value = 0.0
    var count = 0

    mutating func add(_ sample: Double) {
      count += 1
      // The first runs meet cold caches and sleeping threads; the best of them counts.
      if count == 1 { value = sample } else if count <= 4 { value = min(value, sample) } else {
        value += (min(sample, 16 * value) - value) / 8
      }
    }
  }
}
