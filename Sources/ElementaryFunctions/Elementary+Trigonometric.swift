extension Elementary {
  /// The sine of `x` radians for |x| <= 2^20; NaN beyond, at infinity and for NaN.
  ///
  /// Error below 0.82 ulp. Odd to the bit, sin(-0) = -0, and the same bits as `sinCos(x).sin`.
  @inlinable @inline(__always)
  public static func sin(_ x: Double) -> Double {
    let size = magnitude(x)
    let (quadrant, sine, cosine) = quadrantSineCosine(size)
    let sign = ((quadrant & 2) &<< 62) ^ (x.bitPattern & signMask)
    let bits = choose(sine, cosine, whenOdd: quadrant) ^ sign
    return size <= 0x1p20 ? Double(bitPattern: bits) : .nan
  }

  /// The cosine of `x` radians for |x| <= 2^20; NaN beyond, at infinity and for NaN.
  ///
  /// Error below 0.84 ulp. Even to the bit, and the same bits as `sinCos(x).cos`.
  @inlinable @inline(__always)
  public static func cos(_ x: Double) -> Double {
    let size = magnitude(x)
    let (quadrant, sine, cosine) = quadrantSineCosine(size)
    let bits = choose(cosine, sine, whenOdd: quadrant) ^ (((quadrant &+ 1) & 2) &<< 62)
    return size <= 0x1p20 ? Double(bitPattern: bits) : .nan
  }

  /// Sine and cosine of `x` radians together, for little more than the price of one.
  ///
  /// Domain, error and symmetry as for `sin(_:)` and `cos(_:)`, to the bit.
  @inlinable @inline(__always)
  public static func sinCos(_ x: Double) -> (sin: Double, cos: Double) {
    let size = magnitude(x)
    let (quadrant, sine, cosine) = quadrantSineCosine(size)
    let sinSign = ((quadrant & 2) &<< 62) ^ (x.bitPattern & signMask)
    let sinBits = choose(sine, cosine, whenOdd: quadrant) ^ sinSign
    let cosBits = choose(cosine, sine, whenOdd: quadrant) ^ (((quadrant &+ 1) & 2) &<< 62)
    return size <= 0x1p20
      ? (Double(bitPattern: sinBits), Double(bitPattern: cosBits)) : (.nan, .nan)
  }

  /// The bits of `first`, or of `second` when the lowest bit of `quadrant` is set.
  @inlinable @inline(__always)
  static func choose(_ first: Double, _ second: Double, whenOdd quadrant: UInt64) -> UInt64 {
    let mask = 0 &- (quadrant & 1)
    return (first.bitPattern & ~mask) | (second.bitPattern & mask)
  }

  /// Splits x in [0, 2^20] as k pi/2 + r with |r| <= pi/4: k (its low bits count), sin r and cos r.
  ///
  /// Cody and Waite's reduction: the first three parts of pi/2 hold 33 bits, so their products with
  /// k < 2^20 are exact; a fourth carries what is left when x lies next to a multiple of pi/2. The
  /// remainder is kept as an unevaluated sum `high + low`.
  ///
  /// Source: W. Cody, W. Waite, Software Manual for the Elementary Functions, 1980, chapter 8.
  @inlinable @inline(__always)
  static func quadrantSineCosine(_ x: Double) -> (quadrant: UInt64, sine: Double, cosine: Double) {
    let shifted = x * 0x1.45f306dc9c883p-1 + roundingShift
    let k = shifted - roundingShift
    let first = x - k * 0x1.921fb54400000p+0
    // In both subtractions the difference is exact whenever the subtrahend is the larger.
    let part2 = k * 0x1.0b4611a600000p-34
    let second = first - part2
    let low2 = (first - second) - part2
    let part3 = k * 0x1.3198a2e000000p-69
    let high = second - part3
    let low3 = (second - high) - part3
    let low = low2 + (low3 - k * 0x1.b839a252049c1p-104)

    let (z, z2, s, c) = sineCosinePolynomials(high)
    let half = 0.5 * z
    let sine = high + (high * z * s + low * (1 - half))
    // 1 - half loses bits that the parenthesis gives back.
    let head = 1 - half
    let cosine = head + (((1 - head) - half) + (z2 * c - high * low))
    return (shifted.bitPattern, sine, cosine)
  }

  /// Largest |x| of `sinCos(small:)`, in radians: a little less than half a quadrant.
  @inlinable @inline(__always) public static var smallAngle: Double { 0.78 }

  /// Sine and cosine of `x` radians for |x| <= `smallAngle`: the bits of `sinCos(x)` without its reduction,
  /// which then takes nothing away.
  @inlinable @inline(__always)
  public static func sinCos(small x: Double) -> (sin: Double, cos: Double) {
    let size = magnitude(x)
    let (z, z2, s, c) = sineCosinePolynomials(size)
    let half = 0.5 * z
    let head = 1 - half
    return (withSign(of: x, size + size * z * s), head + (((1 - head) - half) + z2 * c))
  }

  /// For x^2 = z in [0, (pi/4)^2]: z, z^2, (sin(x) - x) / x^3 and (cos(x) - 1 + z/2) / z^2.
  @inlinable @inline(__always)
  static func sineCosinePolynomials(_ x: Double) -> (z: Double, z2: Double, sine: Double, cosine: Double) {
    let z = x * x
    let z2 = z * z
    let s01 = -0x1.5555555555549p-3 + z * 0x1.111111110f880p-7
    let s23 = -0x1.a01a019c125abp-13 + z * 0x1.71de357864e02p-19
    let s45 = -0x1.ae5e66c81233ap-26 + z * 0x1.5d932b73e21b2p-33
    let s = s01 + z2 * (s23 + z2 * s45)
    let c01 = 0x1.555555555554cp-5 - z * 0x1.6c16c16c15186p-10
    let c23 = 0x1.a01a019cb2865p-16 - z * 0x1.27e4f80a84630p-22
    let c45 = 0x1.1ee9ec4fc0bfdp-29 - z * 0x1.8faed2bdd56bep-37
    let c = c01 + z2 * (c23 + z2 * c45)
    return (z, z2, s, c)
  }
}
