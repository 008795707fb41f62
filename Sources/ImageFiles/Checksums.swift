/// The CRC-32 of PNG and zlib: reflected polynomial 0xEDB88320, start and final complement. O(bytes).
///
/// Source: ISO 3309; Portable Network Graphics specification, third edition (W3C 2025), annex D.
public struct CRC32: Sendable {
  private var state: UInt32 = 0xFFFF_FFFF

  public init() {}

  /// The checksum of the bytes so far.
  public var value: UInt32 { ~state }

  /// Appends bytes.
  public mutating func update(_ bytes: some Sequence<UInt8>) {
    var state = state
    Self.table.withUnsafeBufferPointer { table in
      for byte in bytes {
        state = table[Int(UInt8(truncatingIfNeeded: state) ^ byte)] ^ (state >> 8)
      }
    }
    self.state = state
  }

  /// The remainder of each byte followed by eight zero bits.
  private static let table: [UInt32] = (0..<256).map { byte in
    (0..<8).reduce(UInt32(byte)) { rest, _ in
      rest & 1 == 1 ? rest >> 1 ^ 0xEDB8_8320 : rest >> 1
    }
  }
}

/// The Adler-32 checksum of `bytes`: two sums modulo 65521, the second in the high half. O(bytes).
///
/// Source: RFC 1950, section 8.2.
public func adler32(_ bytes: [UInt8]) -> UInt32 {
  let modulus: UInt32 = 65521
  var a: UInt32 = 1
  var b: UInt32 = 0
  bytes.withUnsafeBufferPointer { bytes in
    var start = 0
    while start < bytes.count {
      // 5552 is the longest run whose sums stay below 2^32.
      let end = min(start + 5552, bytes.count)
      for i in start..<end {
        a &+= UInt32(bytes[i])
        b &+= a
      }
      a %= modulus
      b %= modulus
      start = end
    }
  }
  return b << 16 | a
}
