/// `angle` (radians) less the nearest whole number of turns: between -π and π to within rounding.
///
///     x - 2π round(x / 2π)
///
/// The turns are taken away in two parts whose products with the count are exact, so that the result
/// is the exact remainder by the double nearest 2π, rounded once; an angle within half a turn comes
/// back unchanged. Valid for |angle| <= 2^20 like `Elementary.sinCos`; not finite for an angle that is not.
@inlinable @inline(__always)
public func wrapAngle(_ angle: Double) -> Double {
  // Adding and subtracting 1.5 * 2^52 rounds to the nearest integer.
  let turns = (angle * 0x1.45f306dc9c883p-3 + 0x1.8p52) - 0x1.8p52
  // The 33 leading bits of 2π, then the 20 that are left of the double nearest to it.
  return (angle - turns * 0x1.921fb544p+2) - turns * 0x1.0b46p-32
}
