/// Compression to a zlib stream: one deflate block with the fixed Huffman code over LZ77 matches.
///
/// Matches are found through chains of equal three-byte hashes within the 32 KiB window and chosen lazily:
/// a match is put off by one byte when the next one is longer.
/// Source: RFC 1950, RFC 1951.
enum Deflate {
  private static let window = 32768
  private static let longest = 258
  /// Candidates tried per position.
  private static let patience = 24
  /// A match this long is taken without looking further.
  private static let goodLength = 96

  /// The zlib stream of `data`. O(bytes) with the chain length bounded.
  static func zlib(_ data: [UInt8]) -> [UInt8] {
    var output: [UInt8] = []
    output.reserveCapacity(data.count / 8 + 64)
    // Deflate with a 32 KiB window, fastest level; together a multiple of 31.
    output.append(contentsOf: [0x78, 0x01])
    var writer = BitWriter(appendingTo: output)
    // The last block, fixed code.
    writer.append(0b011, 3)
    data.withUnsafeBufferPointer { write($0, to: &writer) }
    let end = FixedHuffman.shared.literals[256]
    writer.append(end.bits, end.length)
    writer.align()
    output = writer.bytes
    output.append(bigEndian: adler32(data))
    return output
  }

  private static func write(_ data: UnsafeBufferPointer<UInt8>, to writer: inout BitWriter) {
    let code = FixedHuffman.shared
    var chains = HashChains(data)
    var position = 0
    var match = chains.longestMatch(at: 0)
    while position < data.count {
      let next = position + 1
      if match.length < 3 {
        let literal = code.literals[Int(data[position])]
        writer.append(literal.bits, literal.length)
        position = next
        match = chains.longestMatch(at: position)
        continue
      }
      if match.length < goodLength {
        let later = chains.longestMatch(at: next)
        if later.length > match.length {
          let literal = code.literals[Int(data[position])]
          writer.append(literal.bits, literal.length)
          position = next
          match = later
          continue
        }
      }
      let length = code.lengths[match.length - 3]
      let distance = code.distance(match.distance)
      writer.append(length.bits, length.length)
      writer.append(distance.bits, distance.length)
      position += match.length
      match = chains.longestMatch(at: position)
    }
  }

  /// The positions of the window, linked by the hash of the three bytes that start there.
  private struct HashChains {
    private let data: UnsafeBufferPointer<UInt8>
    private var head = [Int32](repeating: -1, count: 1 << 15)
    private var previous = [Int32](repeating: -1, count: Deflate.window)
    /// The first position not yet in a chain.
    private var frontier = 0

    init(_ data: UnsafeBufferPointer<UInt8>) {
      self.data = data
    }

    /// The longest earlier occurrence of what starts at `position`, nearest first; length 0 if none
    /// reaches three bytes. Positions must not decrease.
    mutating func longestMatch(at position: Int) -> (length: Int, distance: Int) {
      insert(upTo: position)
      let limit = min(Deflate.longest, data.count - position)
      guard limit >= 3 else { return (0, 0) }
      var best = 2
      var distance = 0
      var candidate = Int(head[hash(position)])
      var tries = Deflate.patience
      while candidate >= 0 && position - candidate <= Deflate.window && tries > 0 {
        if data[candidate + best] == data[position + best] {
          let length = commonLength(candidate, position, limit)
          if length > best {
            best = length
            distance = position - candidate
            if length >= min(limit, Deflate.goodLength) { break }
          }
        }
        let before = Int(previous[candidate & (Deflate.window - 1)])
        // A slot that was reused points forward: the chain has left the window.
        guard before < candidate else { break }
        candidate = before
        tries -= 1
      }
      return best >= 3 ? (best, distance) : (0, 0)
    }

    private mutating func insert(upTo position: Int) {
      let end = min(position, data.count - 2)
      while frontier < end {
        let slot = hash(frontier)
        previous[frontier & (Deflate.window - 1)] = head[slot]
        head[slot] = Int32(truncatingIfNeeded: frontier)
        frontier += 1
      }
    }

    @inline(__always)
    private func hash(_ i: Int) -> Int {
      let word = UInt32(data[i]) | UInt32(data[i + 1]) << 8 | UInt32(data[i + 2]) << 16
      return Int((word &* 0x9E37_79B1) >> 17)
    }

    @inline(__always)
    private func commonLength(_ a: Int, _ b: Int, _ limit: Int) -> Int {
      let bytes = UnsafeRawPointer(data.baseAddress!)
      var length = 0
      while length + 8 <= limit {
        let x = bytes.loadUnaligned(fromByteOffset: a + length, as: UInt64.self)
        let y = bytes.loadUnaligned(fromByteOffset: b + length, as: UInt64.self)
        if x != y {
          return length + (UInt64(littleEndian: x) ^ UInt64(littleEndian: y)).trailingZeroBitCount / 8
        }
        length += 8
      }
      while length < limit && data[a + length] == data[b + length] { length += 1 }
      return length
    }
  }
}

extension [UInt8] {
  /// Appends the four bytes of `value`, most significant first.
  mutating func append(bigEndian value: UInt32) {
    for shift: UInt32 in [24, 16, 8, 0] { append(UInt8(truncatingIfNeeded: value >> shift)) }
  }
}
