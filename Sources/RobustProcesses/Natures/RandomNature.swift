import DecisionProcesses
import RandomStreams

/// Plays random members of the set, drawn afresh in every step or kept for an episode.
///
/// Members are drawn as `KernelSet.sampleRows` does: every part of a convex set has positive probability, but
/// they are not uniform. A kept row is drawn again, the same, whenever it is met, so nothing is stored.
public struct RandomNature: Nature {
  /// How long a drawn row stays.
  public enum Duration: String, Sendable, Hashable, CaseIterable {
    case step = "per-step"
    case episode = "per-episode"
  }

  public static var name: String { "random" }
  public let duration: Duration

  public init(_ duration: Duration) { self.duration = duration }

  @inlinable public var drawsRows: Bool { true }

  public func kernels<Kernels: KernelSet>(
    for model: RobustModel<Kernels>
  ) throws(RobustProcessError) -> [Kernel] { [] }

  @inlinable
  public func begin(in first: Int, using stream: RandomStream) -> EpisodeKey {
    guard duration == .episode else { return EpisodeKey() }
    var own = stream.substream(.nature)
    return EpisodeKey(using: &own)
  }

  @inlinable
  public func move(
    inRow row: Int, block: Int, _ state: inout EpisodeKey, using stream: RandomStream
  ) -> NatureMove {
    .drawn(duration == .step ? stream.substream(.nature) : state.stream(block))
  }
}

/// What addresses the draws that last for an episode.
public struct EpisodeKey: Sendable, Equatable, ByteSerializable {
  @usableFromInline var key: RandomKey

  @inlinable
  public init() { key = RandomKey(word0: 0, word1: 0) }

  @inlinable
  public init(using stream: inout RandomStream) {
    let word0 = stream.nextWord()
    key = RandomKey(word0: word0, word1: stream.nextWord())
  }

  /// The stream of the draw number `index`.
  @inlinable @inline(__always)
  public func stream(_ index: Int) -> RandomStream {
    RandomStream(key: key, step: UInt32(truncatingIfNeeded: index), purpose: .nature)
  }

  public func encode(into writer: inout ByteWriter) {
    writer.write(key.word0)
    writer.write(key.word1)
  }

  public init(from reader: inout ByteReader) throws(SnapshotError) {
    let word0: UInt32 = try reader.readInteger()
    key = RandomKey(word0: word0, word1: try reader.readInteger())
  }
}
