import DecisionProcesses
import RandomStreams

/// When a rule is applied, and the randomness that belongs to it then.
///
/// `step` is t of the schedule: 0 for the first observation, the first action and its reward; the
/// observation that follows the first action has t = 1.
public struct Moment: Sendable {
  public var clock: Clock
  public var purpose: StreamPurpose
  /// Whether the rule's schedule lets it act. A rule with memory is applied while it may not, so that its
  /// memory stays up to date; what it does to the row is then taken back.
  public var isActive: Bool

  @inlinable @inline(__always)
  public init(clock: Clock, purpose: StreamPurpose, isActive: Bool = true) {
    self.clock = clock
    self.purpose = purpose
    self.isActive = isActive
  }

  @inlinable @inline(__always) public var step: Int { Int(clock.step) }
  @inlinable @inline(__always) public var episode: Int { Int(clock.episode) }

  /// This rule's stream for this step.
  @inlinable @inline(__always) public var stream: RandomStream { clock.stream(purpose) }

  /// This rule's stream for the episode, apart from every step's.
  @inlinable @inline(__always) public var episodeStream: RandomStream { clock.episodeStream(purpose) }
}
