import RandomStreams

/// The clocks of many lanes that share a seed, kept as columns.
///
/// Memory is owned by whoever allocates it and freed by `deallocate`.
public struct LaneClocks {
  public private(set) var seed: UInt64 = 0
  /// Lane number of the first element.
  public let firstLane: Int
  @usableFromInline let keys: UnsafeMutableBufferPointer<RandomKey>
  public let episodes: UnsafeMutableBufferPointer<UInt32>
  public let steps: UnsafeMutableBufferPointer<UInt32>

  public init(firstLane: Int, count: Int) {
    self.firstLane = firstLane
    keys = .allocate(capacity: count)
    keys.initialize(repeating: RandomKey(word0: 0, word1: 0))
    episodes = .allocate(capacity: count)
    episodes.initialize(repeating: 0)
    steps = .allocate(capacity: count)
    steps.initialize(repeating: 0)
  }

  public func deallocate() {
    keys.deallocate()
    episodes.deallocate()
    steps.deallocate()
  }

  @inlinable public var count: Int { keys.count }

  /// Episode 0 of `seed` in every lane.
  public mutating func start(seed: UInt64) {
    self.seed = seed
    for lane in keys.indices {
      keys[lane] = RandomKey(seed: seed, lane: UInt64(firstLane + lane))
      episodes[lane] = 0
      steps[lane] = 0
    }
  }

  /// Episode 0 of `seed` in the lane at `index`, which then plays as a simulation of that seed does: as lane 0
  /// of it. Its clocks go on to name the seed and lane of the whole; all luck comes from the key.
  public func start(_ index: Int, seed: UInt64) {
    keys[index] = RandomKey(seed: seed)
    episodes[index] = 0
    steps[index] = 0
  }

  /// Writes where the lane at `index` stands.
  package func encode(_ index: Int, into writer: inout ByteWriter) {
    writer.write(keys[index].word0)
    writer.write(keys[index].word1)
    writer.write(episodes[index])
    writer.write(steps[index])
  }

  /// Reads where the lane at `index` stands, and puts it there unless `isTrial`.
  package func decode(
    _ index: Int, from reader: inout ByteReader, isTrial: Bool
  ) throws(SnapshotError) {
    let word0: UInt32 = try reader.readInteger()
    let key = RandomKey(word0: word0, word1: try reader.readInteger())
    let episode: UInt32 = try reader.readInteger()
    let step: UInt32 = try reader.readInteger()
    if isTrial { return }
    keys[index] = key
    episodes[index] = episode
    steps[index] = step
  }

  /// The clock of the lane at `index`, `offset` steps away from now.
  @inlinable @inline(__always)
  public func clock(_ index: Int, offset: Int32 = 0) -> Clock {
    Clock(
      seed: seed, lane: UInt64(firstLane &+ index), key: keys[index], episode: episodes[index],
      step: steps[index] &+ UInt32(bitPattern: offset))
  }

  /// The key of the lane at `index` in one number, for loops that vectorise: the first word low.
  @inlinable @inline(__always)
  public func packedKey(_ index: Int) -> Int64 {
    let key = keys.baseAddress.unsafelyUnwrapped[index]
    return Int64(truncatingIfNeeded: UInt64(key.word0) | UInt64(key.word1) &<< 32)
  }

  /// Episode and step of the lane at `index` in one number: the episode low.
  @inlinable @inline(__always)
  public func packedMoment(_ index: Int) -> Int64 {
    let episode = episodes.baseAddress.unsafelyUnwrapped[index]
    let step = steps.baseAddress.unsafelyUnwrapped[index]
    return Int64(truncatingIfNeeded: UInt64(episode) | UInt64(step) &<< 32)
  }

  /// The stream for the next transition of the lane at `index`: that of its clock.
  @inlinable @inline(__always)
  public func dynamics(_ index: Int) -> RandomStream {
    RandomStream(packedKey: packedKey(index), moment: packedMoment(index), purpose: .dynamics)
  }
}

extension RandomStream {
  /// The stream for `purpose` of a lane and a moment as `LaneClocks` packs them.
  @inlinable @inline(__always)
  public init(packedKey key: Int64, moment: Int64, purpose: StreamPurpose) {
    self.init(
      key: RandomKey(
        word0: UInt32(truncatingIfNeeded: key), word1: UInt32(truncatingIfNeeded: key &>> 32)),
      episode: UInt32(truncatingIfNeeded: moment), step: UInt32(truncatingIfNeeded: moment &>> 32),
      purpose: purpose)
  }
}
