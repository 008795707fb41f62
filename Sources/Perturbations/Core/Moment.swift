import DecisionProcesses
import RandomStreams

/// When a rule is applied, and the randomness that belongs to it then.
///
/// `step` is t of the schedule: 0 for the first observation, the first action and its reward; the
/// observation that follows the first action has t = 1.
public struct Moment: Sendable {
  public var clock: Clock
  public var purpose: StreamPurpose

  @inlinable @inline(__always)
  public init(clock: Clock, purpose: StreamPurpose) {
    self.clock = clock
    self.purpose = purpose
  }

  @inlinable @inline(__always) public var step: Int { Int(clock.step) }
  @inlinable @inline(__always) public var episode: Int { Int(clock.episode) }

  /// This rule's stream for this step.
  @inlinable @inline(__always) public var stream: RandomStream { clock.stream(purpose) }

  /// This rule's stream for the episode, apart from every step's.
  @inlinable @inline(__always) public var episodeStream: RandomStream { clock.episodeStream(purpose) }
}
