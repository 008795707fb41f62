extension Elementary {
  /// The natural logarithm of the gamma function at `x` > 0; +infinity at 0, NaN below and for NaN.
  ///
  /// Error below 3.5 ulp, also beside the zeros at 1 and 2. Branches on the size of `x`.
  @inlinable
  public static func logGamma(_ x: Double) -> Double {
    guard x > 0 else { return x == 0 ? .infinity : .nan }
    if x < 0.25 { return x * logGammaAboutOne(x) - log(x) }
    if x >= 0.75 && x <= 1.25 { return (x - 1) * logGammaAboutOne(x - 1) }
    // log gamma(x) = log gamma(x + n) - log(x (x+1) ... (x+n-1)), x + n in [1.25, 2.5).
    if x < 0.5 { return x * logGammaAboutTwo(x) - log(x * (1 + x)) }
    if x < 0.75 { return (x - 1) * logGammaAboutTwo(x - 1) - log(x) }
    if x < 8 {
      var product = 1.0
      var y = x
      while y >= 2.5 {
        y -= 1
        product *= y
      }
      return (y - 2) * logGammaAboutTwo(y - 2) + log(product)
    }
    guard x < .infinity else { return x }
    return (x - 0.5) * (log(x) - 1) + (0x1.acfe390c97d69p-2 + stirlingTail(x))
  }

  /// log gamma(1 + t) / t for |t| <= 1/4.
  @inlinable
  static func logGammaAboutOne(_ t: Double) -> Double {
    var p = -0x1.17d2195639e4cp-4
    p = p * t + 0x1.2b238188e597fp-4
    p = p * t - 0x1.d22a9c0f0ac0cp-5
    p = p * t + 0x1.ed2a84c3734f6p-5
    p = p * t - 0x1.1192bed95ac5fp-4
    p = p * t + 0x1.253ff5cc571f9p-4
    p = p * t - 0x1.3b1912b8de43ap-4
    p = p * t + 0x1.5563dd6c590a3p-4
    p = p * t - 0x1.748c4923d8536p-4
    p = p * t + 0x1.9a020fc3b59a3p-4
    p = p * t - 0x1.c806704027c31p-4
    p = p * t + 0x1.010b365d52f3fp-3
    p = p * t - 0x1.2703a1dcd9c74p-3
    p = p * t + 0x1.5b40cb10b14cdp-3
    p = p * t - 0x1.a8b9c17aa694ap-3
    p = p * t + 0x1.151322ac7d394p-2
    p = p * t - 0x1.9a4d55beab2d3p-2
    p = p * t + 0x1.a51a6625307d4p-1
    p = p * t - 0x1.2788cfc6fb619p-1
    return p
  }

  /// log gamma(2 + t) / t for -3/4 <= t <= 1/2.
  @inlinable
  static func logGammaAboutTwo(_ t: Double) -> Double {
    var p = 0x1.812ff58fd6d7bp-24
    p = p * t + 0x1.79de0cb0875d4p-24
    p = p * t + 0x1.b3fa0d0491411p-26
    p = p * t - 0x1.e0ee5040e863bp-23
    p = p * t + 0x1.7765339ff521dp-23
    p = p * t - 0x1.a84671642a840p-22
    p = p * t + 0x1.0846d2b7fd441p-20
    p = p * t - 0x1.1345e43d7e8b4p-19
    p = p * t + 0x1.24f335cf70fcap-18
    p = p * t - 0x1.3cb26d4577867p-17
    p = p * t + 0x1.581536a45319dp-16
    p = p * t - 0x1.78de61513d12cp-15
    p = p * t + 0x1.a1277ea0292e8p-14
    p = p * t - 0x1.d3fd4db799540p-13
    p = p * t + 0x1.0b36afea05a90p-11
    p = p * t - 0x1.38ac5c28691dep-10
    p = p * t + 0x1.7add6eacdf551p-9
    p = p * t - 0x1.e404fc2196e77p-8
    p = p * t + 0x1.51322ac7d8b34p-6
    p = p * t - 0x1.13e001a5575f1p-4
    p = p * t + 0x1.4a34cc4a60fa6p-2
    p = p * t + 0x1.b0ee6072093cep-2
    return p
  }

  /// log gamma(x) - (x - 1/2) log x + x - log(2 pi)/2 for x >= 8: Stirling's series.
  @inlinable
  static func stirlingTail(_ x: Double) -> Double {
    let inverse = 1 / x
    let z = inverse * inverse
    var p = 0x1.4c38245a77e9ap-8
    p = p * z - 0x1.ef98092889100p-10
    p = p * z + 0x1.b92c935d06e80p-11
    p = p * z - 0x1.38134e15d8308p-11
    p = p * z + 0x1.a01a017e8a2e4p-11
    p = p * z - 0x1.6c16c16c14af6p-9
    p = p * z + 0x1.5555555555555p-4
    return p * inverse
  }
}
