import RandomStreams

/// Where a simulation stands: which luck it uses, which episode and step it is in.
public struct Clock: Sendable, Equatable {
  public var seed: UInt64
  /// Index among simulations that share a seed.
  public var lane: UInt64
  /// Episodes since the seed was set; the first is 0.
  public var episode: UInt32
  /// Steps made in this episode.
  public var step: UInt32
  @usableFromInline var key: RandomKey

  @inlinable
  public init(seed: UInt64, lane: UInt64 = 0, episode: UInt32 = 0, step: UInt32 = 0) {
    self.seed = seed
    self.lane = lane
    self.episode = episode
    self.step = step
    key = RandomKey(seed: seed, lane: lane)
  }

  /// A clock whose key is known already.
  ///
  /// - Precondition: `key == RandomKey(seed: seed, lane: lane)`; not checked, it would cost a block.
  @inlinable @inline(__always)
  init(seed: UInt64, lane: UInt64, key: RandomKey, episode: UInt32, step: UInt32) {
    self.seed = seed
    self.lane = lane
    self.key = key
    self.episode = episode
    self.step = step
  }

  /// The stream of draws for `purpose` at this moment. Making it draws nothing.
  @inlinable @inline(__always)
  public func stream(_ purpose: StreamPurpose) -> RandomStream {
    RandomStream(key: key, episode: episode, step: step, purpose: purpose)
  }

  /// The stream for `purpose` of the whole episode, whatever the step.
  @inlinable @inline(__always)
  public func episodeStream(_ purpose: StreamPurpose) -> RandomStream {
    RandomStream(key: key, episode: episode, step: 0xFFFF_FFFF, purpose: purpose)
  }
}

extension Clock: ByteSerializable {
  public func encode(into writer: inout ByteWriter) {
    writer.write(seed)
    writer.write(lane)
    writer.write(episode)
    writer.write(step)
  }

  public init(from reader: inout ByteReader) throws(SnapshotError) {
    let seed: UInt64 = try reader.readInteger()
    let lane: UInt64 = try reader.readInteger()
    let episode: UInt32 = try reader.readInteger()
    self.init(seed: seed, lane: lane, episode: episode, step: try reader.readInteger())
  }
}
