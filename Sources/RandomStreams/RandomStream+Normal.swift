import ElementaryFunctions

extension RandomStream {
  /// Two independent standard normal draws; always exactly one block, whatever is left unread skipped.
  ///
  /// With u1 in (0, 1] and u2 in [0, 1) of 53 bits each, r = sqrt(-2 log u1): (r cos 2 pi u2,
  /// r sin 2 pi u2). No draw exceeds sqrt(106 log 2) = 8.57 in size.
  ///
  /// Source: G. Box, M. Muller, "A note on the generation of random normal deviates", Annals of
  /// Mathematical Statistics 29 (1958), doi:10.1214/aoms/1177706645.
  @inlinable @inline(__always)
  public mutating func normalPair() -> (Double, Double) {
    let uniforms = Self.uniformPair(from: nextFourWords())
    return Self.normalPair(from: uniforms)
  }

  /// A standard normal draw: the first of a pair. Exactly one block.
  @inlinable @inline(__always)
  public mutating func normal() -> Double {
    normalPair().0
  }

  /// Fills `row` with independent standard normal draws, two components a block.
  ///
  /// The draws are those of repeated `normalPair()`; an odd last component takes the first draw of
  /// its block.
  @inlinable
  public mutating func fillNormal(_ row: inout MutableSpan<Double>) {
    let pairs = row.count / 2
    let (step, episode, purpose, key, first) = (step, episode, purpose, key, nextBlock)
    row.withUnsafeMutableBufferPointer { row in
      // Blocks by their number instead of a running state, and two passes: both loops vectorise.
      for pair in 0..<pairs {
        let block = philox4x32(
          counter: (first &+ UInt32(truncatingIfNeeded: pair), step, episode, purpose),
          key: (key.word0, key.word1))
        (row[2 &* pair], row[2 &* pair &+ 1]) = Self.uniformPair(from: block)
      }
      for pair in 0..<pairs {
        let normals = Self.normalPair(from: (row[2 &* pair], row[2 &* pair &+ 1]))
        (row[2 &* pair], row[2 &* pair &+ 1]) = normals
      }
    }
    nextBlock = first &+ UInt32(truncatingIfNeeded: pairs)
    unread = 0
    if row.count % 2 == 1 { row[row.count - 1] = normal() }
  }

  /// The uniforms of one block: the first in (0, 1], the second in [0, 1), multiples of 2^-53.
  @inlinable @inline(__always)
  static func uniformPair(from block: (UInt32, UInt32, UInt32, UInt32)) -> (Double, Double) {
    let bits1 = (UInt64(block.0) | UInt64(block.1) &<< 32) &>> 11
    let bits2 = (UInt64(block.2) | UInt64(block.3) &<< 32) &>> 11
    return (Double(bits1 &+ 1) * 0x1p-53, Double(bits2) * 0x1p-53)
  }

  /// Box and Muller's map of two uniforms to two normals.
  @inlinable @inline(__always)
  static func normalPair(from uniforms: (Double, Double)) -> (Double, Double) {
    let radius = (-2 * Elementary.log(normal: uniforms.0)).squareRoot()
    let angle = Elementary.sinCos(0x1.921fb54442d18p+2 * uniforms.1)
    return (radius * angle.cos, radius * angle.sin)
  }
}
