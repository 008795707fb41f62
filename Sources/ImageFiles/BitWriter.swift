/// Bits packed from the least significant end of each byte, as deflate wants them.
struct BitWriter {
  private(set) var bytes: [UInt8]
  private var pending: UInt64 = 0
  private var count: UInt64 = 0

  init(appendingTo bytes: consuming [UInt8]) {
    self.bytes = bytes
  }

  /// Appends the low `length` bits of `bits`; `length <= 32` and the other bits are zero.
  @inline(__always)
  mutating func append(_ bits: UInt32, _ length: UInt32) {
    pending |= UInt64(bits) << count
    count += UInt64(length)
    while count >= 8 {
      bytes.append(UInt8(truncatingIfNeeded: pending))
      pending >>= 8
      count -= 8
    }
  }

  /// Fills the last byte with zero bits.
  mutating func align() {
    if count > 0 { append(0, UInt32(8 - count)) }
  }
}
