import ElementaryFunctions
import Glibc
extension RandomStream {
  @inlinable @inline(__always)
  public mutating func uniform() -> Double { Double(next() >> 11) * 0x1p-53 }
  public mutating func exponential() -> Double { -log(1 - uniform()) }
  @inlinable
  public mutating func normalPair() -> (Double, Double) {
    let w = nextFourWords()
    let a = UInt64(w.0) | UInt64(w.1) << 32, b = UInt64(w.2) | UInt64(w.3) << 32
    let u1 = Double((a >> 11) &+ 1) * 0x1p-53, u2 = Double(b >> 11) * 0x1p-53
    let r = (-2 * log(u1)).squareRoot()
    let (s, c) = Elementary.sinCos(2 * .pi * u2)
    return (r * c, r * s)
  }
  public mutating func normal() -> Double { normalPair().0 }
  public mutating func integer(below n: Int) -> Int {
    Int(next().multipliedFullWidth(by: UInt64(n)).high)
  }
  @inlinable
  public mutating func uniform(in low: Double, _ high: Double) -> Double { low + (high - low) * uniform() }
}
