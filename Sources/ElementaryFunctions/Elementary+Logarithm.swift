extension Elementary {
  /// The natural logarithm of `x`: -infinity at zero of either sign, NaN below zero and for NaN.
  ///
  /// Error below 0.83 ulp, subnormal arguments included.
  @inlinable @inline(__always)
  public static func log(_ x: Double) -> Double {
    let isSubnormal = x < 0x1p-1022
    let normal = isSubnormal ? x * 0x1p54 : x
    let (k, m) = exponentAndSignificand(normal)
    let value = logSum(k: isSubnormal ? k - 54 : k, f: m - 1, correction: 0)
    return logEdges(value, ofArgument: x)
  }

  /// log(x) for a finite `x` of at least 2^-1022: the same bits as `log(_:)`, without its edges.
  ///
  /// - Precondition: 2^-1022 <= x < infinity; not checked, anything else gives a meaningless number.
  @inlinable @inline(__always)
  public static func log(normal x: Double) -> Double {
    let (k, m) = exponentAndSignificand(x)
    return logSum(k: k, f: m - 1, correction: 0)
  }

  /// log(1 + x) without cancellation near zero: -infinity at -1, NaN below -1 and for NaN.
  ///
  /// Error below 0.82 ulp. log1p(-0) = -0.
  @inlinable @inline(__always)
  public static func log1p(_ x: Double) -> Double {
    let (u, error) = twoSum(1, x)
    let (k, m) = exponentAndSignificand(u)
    // Where no power of two was taken out, x itself is the exact remainder.
    let isNear = k == 0
    let value = logSum(k: k, f: isNear ? x : m - 1, correction: isNear ? 0 : error / u)
    return magnitude(x) < 0x1p-54 ? x : logEdges(value, ofArgument: u)
  }

  /// Splits a positive normal number as 2^k m with m in [sqrt(1/2), sqrt(2)).
  @inlinable @inline(__always)
  static func exponentAndSignificand(_ x: Double) -> (k: Double, m: Double) {
    let rootHalf: UInt64 = 0x3FE6_A09E_667F_3BCD
    let offset = x.bitPattern &+ (0x3FF0_0000_0000_0000 &- rootHalf)
    // An integer below 2^52 put under the exponent of 2^52 is that integer more than 2^52.
    let k = Double(bitPattern: (offset &>> 52) | 0x4330_0000_0000_0000) - (0x1p52 + 1023)
    let m = Double(bitPattern: (offset & 0x000F_FFFF_FFFF_FFFF) &+ rootHalf)
    return (k, m)
  }

  /// k log 2 + log(1 + f) + correction, for 1 + f in [sqrt(1/2), sqrt(2)) and a tiny correction.
  ///
  /// With s = f/(2+f), log(1+f) = 2 s + s R = f - (f^2/2 - s (f^2/2 + R)), R a series in s^2; only
  /// f is then added at full size.
  @inlinable @inline(__always)
  static func logSum(k: Double, f: Double, correction: Double) -> Double {
    let s = f / (2 + f)
    let z = s * s
    let z2 = z * z
    let p01 = 0x1.5555555555592p-1 + z * 0x1.999999997fd9dp-2
    let p23 = 0x1.24924941f2e0bp-2 + z * 0x1.c71c5207c9ad4p-3
    let p45 = 0x1.74663f41a4182p-3 + z * 0x1.39a1b13b8cd92p-3
    let p = p01 + z2 * (p23 + z2 * (p45 + z2 * 0x1.2f05c7027f019p-3))
    let half = 0.5 * f * f
    let low = s * (half + z * p) + (k * 0x1.a39ef35793c76p-33 + correction)
    return k * 0x1.62e42fee00000p-1 - ((half - low) - f)
  }

  /// `value`, or what a logarithm is at zero, below zero, at infinity and for NaN.
  @inlinable @inline(__always)
  static func logEdges(_ value: Double, ofArgument x: Double) -> Double {
    let finite = x < .infinity ? value : x
    let positive = x > 0 ? finite : (x == 0 ? -.infinity : .nan)
    return positive
  }
}
