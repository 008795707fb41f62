extension Elementary {
  /// The angle in [-pi, pi] of the point (x, y), in radians.
  ///
  /// Signed zeros and infinities as in IEEE 754, section 9.2.1.
  ///
  /// Error below 1.85 ulp where the result is normal. Odd in y to the bit; NaN if either argument
  /// is NaN.
  @inlinable @inline(__always)
  public static func atan2(_ y: Double, _ x: Double) -> Double {
    let sizeY = magnitude(y)
    let sizeX = magnitude(x)
    let isSteep = sizeY > sizeX
    let larger = isSteep ? sizeY : sizeX
    let smaller = isSteep ? sizeX : sizeY
    // Keep the sum finite, and give the quotients inf/inf and 0/0 the values of 1/1 and 0/1.
    let scale = larger >= 0x1p1022 ? 0.25 : 1
    let isInfinite = larger == .infinity
    let b = isInfinite ? 1 : (larger == 0 ? 1 : larger * scale)
    let a = isInfinite ? (smaller == .infinity ? 1 : 0) : smaller * scale

    // Above tan(pi/8): atan(a/b) = pi/4 + atan((a-b)/(a+b)).
    let isFar = a > 0x1.a827999fcef32p-2 * b
    let t = (isFar ? a - b : a) / (isFar ? a + b : b)
    let z = t * t
    let z2 = z * z
    let z4 = z2 * z2
    let p01 = -0x1.555555555553dp-2 + z * 0x1.99999999958f6p-3
    let p23 = -0x1.24924922b16fbp-3 + z * 0x1.c71c70e7c4a4fp-4
    let p45 = -0x1.745cf90f48fa4p-4 + z * 0x1.3b111cb3aa696p-4
    let p67 = -0x1.10ebe14f4828ap-4 + z * 0x1.df119f6b2dd6ap-5
    let p89 = -0x1.9cdd2b72aacb5p-5 + z * 0x1.37efe98e47cccp-5
    let p8a = p89 - z2 * 0x1.25a342de1abffp-6
    let p = (p01 + z2 * p23) + z4 * ((p45 + z2 * p67) + z4 * p8a)

    // The angle is j pi/4 ± atan t; `rest` is what j pi/4 loses as a Double, `head` itself is exact.
    let quarter = isFar ? 0x1.921fb54442d18p-1 : 0
    let backward = 0 &- (x.bitPattern &>> 63)
    let flat = Double(bitPattern: (0x1.921fb54442d18p+1 as Double).bitPattern & backward)
    let base = isSteep ? 0x1.921fb54442d18p+0 : flat
    let turn = (x.bitPattern & signMask) ^ (isSteep ? signMask : 0)
    let signedT = Double(bitPattern: t.bitPattern ^ turn)
    let head = base + Double(bitPattern: quarter.bitPattern ^ turn)
    let rest = head * 0x1.678afae35cdd1p-55
    let angle = head + (signedT + (signedT * (z * p) + rest))
    let isOrdered = sizeX <= .infinity && sizeY <= .infinity
    return isOrdered ? withSign(of: y, angle) : .nan
  }
}
