/// The part of a stream's address that is fixed for a whole run: a seed and a lane, mixed.
public struct RandomKey: Hashable, Sendable, BitwiseCopyable {
  public let word0: UInt32
  public let word1: UInt32

  @inlinable
  public init(word0: UInt32, word1: UInt32) {
    self.word0 = word0
    self.word1 = word1
  }

  /// The key of `lane` under `seed`: one Philox block keyed by the seed and counted by the lane.
  @inlinable
  public init(seed: UInt64, lane: UInt64 = 0) {
    let block = philox4x32(
      counter: (
        UInt32(truncatingIfNeeded: lane), UInt32(truncatingIfNeeded: lane >> 32), 0x4741_554E, 0x544C_4554
      ),
      key: (UInt32(truncatingIfNeeded: seed), UInt32(truncatingIfNeeded: seed >> 32)))
    self.init(word0: block.0, word1: block.1)
  }
}

/// A sequence of random words addressed by (seed, lane, episode, step, purpose).
///
/// The address *is* the stream: two streams with the same address give the same words, whatever
/// else was drawn before, in any order and on any thread. Words come from Philox4x32-10 with the
/// key (seed, lane) and the counter (block, step, episode, purpose), so a stream holds 2^34 words.
/// Making a stream draws nothing; the first block is computed on the first draw.
public struct RandomStream: RandomNumberGenerator, Sendable {
  @usableFromInline var key: RandomKey
  @usableFromInline var step: UInt32
  @usableFromInline var episode: UInt32
  @usableFromInline var purpose: UInt32
  @usableFromInline var nextBlock: UInt32
  @usableFromInline var unread: UInt32
  @usableFromInline var words: (UInt32, UInt32, UInt32, UInt32)

  @inlinable @inline(__always)
  public init(key: RandomKey, episode: UInt32 = 0, step: UInt32 = 0, purpose: StreamPurpose) {
    self.key = key
    self.step = step
    self.episode = episode
    self.purpose = purpose.code
    self.nextBlock = 0
    self.unread = 0
    self.words = (0, 0, 0, 0)
  }

  /// A stream on its own, for scripts and tests.
  @inlinable
  public init(seed: UInt64, purpose: StreamPurpose = .dynamics) {
    self.init(key: RandomKey(seed: seed), purpose: purpose)
  }

  /// An independent stream named by `purpose`; consumes nothing from this one.
  ///
  /// The same parent address and purpose give the same substream at any time.
  @inlinable
  public func substream(_ purpose: StreamPurpose) -> RandomStream {
    // Block 0xFFFF_FFFF of a stream is reserved for deriving keys.
    let block = philox4x32(
      counter: (0xFFFF_FFFF, step, episode, self.purpose),
      key: (key.word0 ^ purpose.code, key.word1))
    return RandomStream(key: RandomKey(word0: block.0, word1: block.1), purpose: purpose)
  }

  /// The next four words at once, whatever is left unread of the current block is skipped.
  @inlinable @inline(__always)
  public mutating func nextFourWords() -> (UInt32, UInt32, UInt32, UInt32) {
    let block = philox4x32(
      counter: (nextBlock, step, episode, purpose), key: (key.word0, key.word1))
    nextBlock &+= 1
    unread = 0
    return block
  }

  /// The next 32 random bits.
  @inlinable @inline(__always)
  public mutating func nextWord() -> UInt32 {
    if unread == 0 {
      words = nextFourWords()
      unread = 4
    }
    unread &-= 1
    switch unread {
    case 3: return words.0
    case 2: return words.1
    case 1: return words.2
    default: return words.3
    }
  }

  /// The next 64 random bits: the first word drawn is the low half.
  @inlinable @inline(__always)
  public mutating func next() -> UInt64 {
    let low = UInt64(nextWord())
    return UInt64(nextWord()) << 32 | low
  }
}
