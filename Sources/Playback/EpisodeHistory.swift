/// What was done by step, and snapshots to start a replay from.
package struct EpisodeHistory: Sendable {
  /// Most snapshots that are kept; beyond it every other one goes.
  static let capacity = 512
  /// How long a replay between two snapshots may take.
  static let replayTime = Duration.milliseconds(2)

  private(set) var interventions: [(step: Int, what: Intervention)] = []
  package private(set) var snapshots: [EpisodeMoment]
  /// Steps made so far, shown or not.
  private(set) var recordedSteps = 0
  /// Steps between snapshots, a power of two.
  package private(set) var interval = 1
  /// What `interval` may not fall below, for the sake of memory.
  private var smallestInterval = 1

  package init(_ start: EpisodeMoment) { snapshots = [start] }

  /// Whether the step that begins now is to be timed, for the next interval.
  package var isTimingDue: Bool { recordedSteps & (interval - 1) == 0 }

  /// Adapts the interval to a step that took `time`.
  package mutating func note(_ time: Duration) {
    // A step under a nanosecond is a clock that stood still.
    let fitting = max(1, Self.replayTime / max(time, .nanoseconds(1)))
    let wanted = 1 << min(20, Int(fitting).bitWidth - 1 - Int(fitting).leadingZeroBitCount)
    // One step may be slow by chance: the interval shrinks at once but grows step by step.
    interval = max(smallestInterval, min(wanted, 2 * interval))
  }

  /// Takes note of a step made beyond the recorded ones.
  package mutating func append(_ moment: borrowing EpisodeMoment) {
    recordedSteps += 1
    if recordedSteps & (interval - 1) == 0 { keep(copy moment) }
  }

  private mutating func keep(_ moment: EpisodeMoment) {
    snapshots.append(moment)
    while snapshots.count > Self.capacity {
      smallestInterval *= 2
      let mask = smallestInterval - 1
      snapshots.removeAll { $0.step & mask != 0 }
    }
    interval = max(interval, smallestInterval)
  }

  /// Adds an intervention at `step` and drops what was recorded after it.
  mutating func branch(at step: Int, _ what: Intervention) {
    interventions.removeSubrange(end(of: step)...)
    snapshots.removeAll { $0.step > step }
    recordedSteps = step
    interventions.append((step, what))
  }

  /// The interventions at `step`, in the order in which they were made.
  func interventions(at step: Int) -> ArraySlice<(step: Int, what: Intervention)> {
    let end = end(of: step)
    var start = end
    while start > 0, interventions[start - 1].step == step { start -= 1 }
    return interventions[start..<end]
  }

  /// Whether nothing was done from `step` on.
  var lastInterventionStep: Int { interventions.last?.step ?? -1 }

  /// Index behind the interventions up to and at `step`. O(log interventions).
  private func end(of step: Int) -> Int {
    var (low, high) = (0, interventions.count)
    while low < high {
      let middle = (low + high) / 2
      if interventions[middle].step <= step { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// The last snapshot from which `step` can be reached in all its detail. O(snapshots).
  func snapshot(for step: Int) -> EpisodeMoment {
    snapshots.last { $0.step <= step && $0.isComplete(at: step) }!
  }

  /// The last snapshot at or before `step`.
  func snapshot(before step: Int) -> EpisodeMoment { snapshots.last { $0.step <= step }! }
}
