extension RandomStream {
  /// A draw uniform on [0, 1): one of the 2^53 multiples of 2^-53, all equally likely. Two words.
  @inlinable @inline(__always)
  public mutating func uniform() -> Double {
    Double(next() &>> 11) * 0x1p-53
  }

  /// Two draws uniform on [low, high) from one fresh block, whatever is left unread skipped.
  ///
  /// On a stream that nothing was drawn from, the same two numbers as two calls of `uniform(in:_:)`.
  ///
  /// - Precondition: low <= high, and high - low is finite.
  @inlinable @inline(__always)
  public mutating func uniformPair(in low: Double, _ high: Double) -> (Double, Double) {
    let width = high - low
    precondition(width >= 0 && width < .infinity, "uniformPair(in: \(low), \(high)): not a bounded interval")
    let block = nextFourWords()
    let first = Double((UInt64(block.0) | UInt64(block.1) &<< 32) &>> 11) * 0x1p-53
    let second = Double((UInt64(block.2) | UInt64(block.3) &<< 32) &>> 11) * 0x1p-53
    let end = Swift.max(low, high.nextDown)
    // The sums may round up to the open end.
    return (Swift.min(low + width * first, end), Swift.min(low + width * second, end))
  }

  /// A draw uniform on [low, high), or `low` where the two are equal. Two words.
  ///
  /// - Precondition: low <= high, and high - low is finite.
  @inlinable @inline(__always)
  public mutating func uniform(in low: Double, _ high: Double) -> Double {
    let width = high - low
    precondition(width >= 0 && width < .infinity, "uniform(in: \(low), \(high)): not a bounded interval")
    let value = low + width * uniform()
    // The sum may round up to the open end.
    return value < high ? value : Swift.max(low, high.nextDown)
  }

  /// An integer uniform on 0 ..< `bound`, exactly. Two words, and more with probability < bound/2^64.
  ///
  /// The high half of the product of 64 random bits with `bound`; products whose low half falls among
  /// the 2^64 mod bound surplus ones are rejected.
  ///
  /// Source: D. Lemire, "Fast random integer generation in an interval", ACM Transactions on Modeling
  /// and Computer Simulation 29 (2019), doi:10.1145/3230636.
  ///
  /// - Precondition: bound > 0.
  @inlinable
  public mutating func integer(below bound: UInt64) -> UInt64 {
    precondition(bound > 0, "integer(below: 0): no such integer")
    var product = next().multipliedFullWidth(by: bound)
    if product.low < bound {
      let surplus = (0 &- bound) % bound
      while product.low < surplus { product = next().multipliedFullWidth(by: bound) }
    }
    return product.high
  }

  /// An integer uniform on 0 ..< `bound`, exactly, as `integer(below:)` of the same bound unsigned.
  ///
  /// - Precondition: bound > 0.
  @inlinable
  public mutating func integer(below bound: Int) -> Int {
    precondition(bound > 0, "integer(below: \(bound)): no such integer")
    return Int(truncatingIfNeeded: integer(below: UInt64(bound)))
  }

  /// True with probability `p`, to a resolution of 2^-53. Two words.
  ///
  /// - Precondition: 0 <= p <= 1.
  @inlinable
  public mutating func bernoulli(_ p: Double) -> Bool {
    precondition(p >= 0 && p <= 1, "bernoulli(\(p)): not a probability")
    return uniform() < p
  }
}
