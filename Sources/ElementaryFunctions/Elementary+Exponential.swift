extension Elementary {
  /// e^x: +infinity above log(greatest finite), gradual underflow to 0 below, NaN for NaN.
  ///
  /// Error below 0.85 ulp where the result is normal, one least subnormal where it is not.
  @inlinable @inline(__always)
  public static func exp(_ x: Double) -> Double {
    // Beyond these bounds the result is infinite or zero anyway; NaN passes both comparisons.
    let raised = x < -746 ? -746 : x
    let bounded = raised > 710 ? 710 : raised
    let (shifted, _, r, tail) = expm1Reduced(bounded)
    // 2^k in two normal factors: k + 2048 = m, halves h and m - h.
    let m = (shifted.bitPattern &+ 2048) & 0xFFF
    let h = m &>> 1
    let scale1 = Double(bitPattern: (h &- 1) &<< 52)
    let scale2 = Double(bitPattern: (m &- h &- 1) &<< 52)
    return (1 + (r + tail)) * scale1 * scale2
  }

  /// e^x - 1 without cancellation near zero; -1 far below zero, +infinity on overflow.
  ///
  /// Error below 1.05 ulp. expm1(-0) = -0; NaN for NaN.
  @inlinable @inline(__always)
  public static func expm1(_ x: Double) -> Double {
    let raised = x < -50 ? -50 : x
    let bounded = raised > 710 ? 710 : raised
    let (shifted, k, r, tail) = expm1Reduced(bounded)
    // 2^1024 is no Double: there use 2^1023 and double the result.
    let isTop = k > 1023
    let exponent = isTop ? shifted - 1 : shifted
    let scale = Double(bitPattern: (exponent.bitPattern &+ 1023) &<< 52)
    let (head, error) = twoSum(scale - 1, scale * r)
    let value = (head + (error + scale * tail)) * (isTop ? 2 : 1)
    return magnitude(x) < 0x1p-54 ? x : value
  }

  /// The hyperbolic tangent of `x`: 1 - 2 / (e^(2|x|) + 1), and a polynomial for |x| < 0.55.
  ///
  /// Error below 1.45 ulp. Odd to the bit, tanh(-0) = -0, exactly 1 at infinity; NaN for NaN.
  @inlinable @inline(__always)
  public static func tanh(_ x: Double) -> Double {
    let size = magnitude(x)
    // tanh(20) rounds to 1.
    let bounded = size > 20 ? 20 : size
    let far = 1 - 2 / (exp(2 * bounded) + 1)

    let z = bounded * bounded
    let z2 = z * z
    let z4 = z2 * z2
    let p01 = -0x1.5555555555466p-2 + z * 0x1.11111110fea5bp-3
    let p23 = -0x1.ba1ba1aa69d05p-5 + z * 0x1.664f4531e4213p-6
    let p45 = -0x1.226dce0db809bp-7 + z * 0x1.d6c431c5f3e2ap-9
    let p67 = -0x1.7ce0b6157aecap-10 + z * 0x1.2f31779eac9bfp-11
    let p89 = -0x1.b6260ab93056ap-13 + z * 0x1.a40207961b5f4p-15
    let p = (p01 + z2 * p23) + z4 * ((p45 + z2 * p67) + z4 * p89)
    let near = bounded + bounded * (z * p)
    return withSign(of: x, bounded < 0.55 ? near : far)
  }

  /// Splits x as k log 2 + r + d with |r| <= log(2)/2 and gives e^(r+d) - 1 as `r + tail`.
  ///
  /// `shifted` is k + 1.5 * 2^52, whose low bits hold k in two's complement. Requires |x| < 2^11.
  @inlinable @inline(__always)
  static func expm1Reduced(
    _ x: Double
  ) -> (shifted: Double, k: Double, r: Double, tail: Double) {
    let shifted = x * 0x1.71547652b82fep+0 + roundingShift
    let k = shifted - roundingShift
    // The first part of log 2 holds 32 bits, so its product with k is exact.
    let high = x - k * 0x1.62e42fee00000p-1
    let low = k * 0x1.a39ef35793c76p-33
    let r = high - low
    let d = (high - r) - low

    let r2 = r * r
    let r4 = r2 * r2
    let p01 = 0x1.0000000000000p-1 + r * 0x1.5555555555559p-3
    let p23 = 0x1.555555555555ap-5 + r * 0x1.111111110f6b4p-7
    let p45 = 0x1.6c16c16c14482p-10 + r * 0x1.a01a01afe2e5bp-13
    let p67 = 0x1.a01a01b0ab1cdp-16 + r * 0x1.71ddf859ecaf7p-19
    let p89 = 0x1.27e4c5b55d90dp-22 + r * 0x1.af5eb309f03f3p-26
    let p03 = p01 + r2 * p23
    let p47 = p45 + r2 * p67
    let p8a = p89 + r2 * 0x1.1f95490b1fedfp-29
    let p = p03 + r4 * (p47 + r4 * p8a)
    return (shifted, k, r, r2 * p + (d + d * r))
  }
}
