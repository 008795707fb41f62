/// One block of the Philox4x32-10 counter-based generator.
///
/// A bijection of the 128-bit `counter` chosen by the 64-bit `key`: ten rounds of two 32x32-bit
/// multiplications and exclusive-ors. Equal inputs give equal outputs on every platform; distinct
/// counters give statistically independent words. O(1), no state.
///
/// Source: J. Salmon, M. Moraes, R. Dror, D. Shaw, "Parallel random numbers: as easy as 1, 2, 3",
/// SC 2011, doi:10.1145/2063384.2063405.
@inlinable @inline(__always)
public func philox4x32(
  counter: (UInt32, UInt32, UInt32, UInt32), key: (UInt32, UInt32)
) -> (UInt32, UInt32, UInt32, UInt32) {
  var (c0, c1, c2, c3) = counter
  var (k0, k1) = key
  for _ in 0..<10 {
    let low = UInt64(c0) &* 0xD251_1F53
    let high = UInt64(c2) &* 0xCD9E_8D57
    c0 = UInt32(truncatingIfNeeded: high >> 32) ^ c1 ^ k0
    c1 = UInt32(truncatingIfNeeded: high)
    c2 = UInt32(truncatingIfNeeded: low >> 32) ^ c3 ^ k1
    c3 = UInt32(truncatingIfNeeded: low)
    k0 = k0 &+ 0x9E37_79B9
    k1 = k1 &+ 0xBB67_AE85
  }
  return (c0, c1, c2, c3)
}
