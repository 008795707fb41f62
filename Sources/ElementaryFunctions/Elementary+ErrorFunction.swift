extension Elementary {
  /// The error function, 2/sqrt(pi) times the integral of exp(-t^2) from 0 to `x`.
  ///
  /// Error below 1.5 ulp. Odd to the bit, erf(-0) = -0, exactly 1 at infinity; NaN for NaN.
  @inlinable
  public static func erf(_ x: Double) -> Double {
    let size = magnitude(x)
    if size < 0.75 { return erfNearZero(x) }
    guard size <= .infinity else { return x }
    // erf(6) rounds to 1.
    let bounded = size > 6 ? 6 : size
    return withSign(of: x, 1 - gaussian(bounded, factor: 1) * scaledTail(bounded))
  }

  /// The standard normal distribution function: the probability of a draw at most `x`.
  ///
  /// Error below 4 ulp where the result is normal, the lower tail included; 0 and 1 at
  /// the infinities; NaN for NaN.
  @inlinable
  public static func normalCDF(_ x: Double) -> Double {
    let size = magnitude(x)
    let rootHalf = 0x1.6a09e667f3bcdp-1
    if size < 0.75 { return 0.5 + 0.5 * erfNearZero(x * rootHalf) }
    guard size <= .infinity else { return x }
    // The tail beyond 40 underflows to zero.
    let bounded = size > 40 ? 40 : size
    let tail = 0.5 * gaussian(bounded, factor: 0.5) * scaledTail(bounded * rootHalf)
    return x < 0 ? tail : 1 - tail
  }

  /// exp(-factor x^2) for 0 <= x <= 40 and a factor of 1 or 1/2.
  ///
  /// x is cut to 26 bits so that its square is exact; what was cut enters through expm1.
  @inlinable
  static func gaussian(_ x: Double, factor: Double) -> Double {
    let head = Double(bitPattern: x.bitPattern & ~0x7FF_FFFF)
    let rest = (x - head) * (x + head)
    let main = exp(-factor * (head * head))
    return main + main * expm1(-factor * rest)
  }

  /// erf(x) for |x| <= 3/4.
  @inlinable
  static func erfNearZero(_ x: Double) -> Double {
    let z = x * x
    var p = 0x1.8a4a6e442d016p-27
    p = p * z - 0x1.5653e2c3164d9p-23
    p = p * z + 0x1.b90f7740edb69p-20
    p = p * z - 0x1.f4c5eccfbb337p-17
    p = p * z + 0x1.f9a2b057b8cebp-14
    p = p * z - 0x1.c02db1279fb1ep-11
    p = p * z + 0x1.565bcd03805e9p-8
    p = p * z - 0x1.b82ce31257d63p-6
    p = p * z + 0x1.ce2f21a0424ddp-4
    p = p * z - 0x1.812746b0379e0p-2
    p = p * z + 0x1.06eba8214db69p-3
    return x + x * p
  }

  /// exp(x^2) erfc(x) for 1/2 <= x <= 28, a polynomial in (x - 4)/(x + 4) over 1 + 2x.
  ///
  /// Form of M. Shepherd, J. Laframboise, "Chebyshev approximation of (1 + 2x) exp(x^2) erfc x",
  /// Mathematics of Computation 36 (1981), doi:10.1090/S0025-5718-1981-0595058-X.
  @inlinable
  static func scaledTail(_ x: Double) -> Double {
    let t = (x - 4) / (x + 4)
    var p = -0x1.320f45139a8dep-27
    p = p * t + 0x1.3e57976ff01b1p-24
    p = p * t + 0x1.f0f159fb0c0e1p-25
    p = p * t - 0x1.a3b5bc23156f3p-21
    p = p * t + 0x1.4d339dc36fac9p-22
    p = p * t + 0x1.7d1e54157cac3p-18
    p = p * t - 0x1.78df9b67a7b72p-17
    p = p * t - 0x1.9920763c822aep-16
    p = p * t + 0x1.3be24c573aa30p-13
    p = p * t - 0x1.a1e11cf3130a5p-13
    p = p * t - 0x1.8d4ab7fc62df7p-11
    p = p * t + 0x1.49c6754564681p-8
    p = p * t - 0x1.096238634d400p-6
    p = p * t + 0x1.3079eded3ff2fp-5
    p = p * t - 0x1.0fb06dfef8533p-4
    p = p * t + 0x1.7fee004e572cdp-4
    p = p * t - 0x1.9ddb23c3e1d74p-4
    p = p * t + 0x1.16ecefcfa362ep-4
    p = p * t + 0x1.f7f5df66fc8fep-7
    p = p * t - 0x1.1df1ad154a271p-3
    p = p * t + 0x1.3ba5916e9fd7fp+0
    return p / (1 + 2 * x)
  }
}
