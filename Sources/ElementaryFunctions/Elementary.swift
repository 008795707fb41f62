/// Elementary functions of one or two `Double`s that give the same bits on every platform.
///
/// Only `+ - * /`, comparisons and bit operations are used, never a fused multiply-add or the C
/// library, so a result depends on the argument alone (the payload and sign of a NaN excepted).
/// Everything but `logGamma`, `erf` and `normalCDF` is free of branches, and a loop over an array
/// vectorises when inlined. Errors are in units in the last place (ulp) of the
/// exact value; they are the largest measured over the sweep of
/// `Scripts/measure-elementary-functions.py`, not proved bounds.
///
/// Polynomial coefficients are printed by `Scripts/fit-elementary-functions.py`.
public enum Elementary {
  /// Adding this to |v| < 2^51 rounds v to the nearest integer, which then fills the low bits.
  @inlinable @inline(__always)
  static var roundingShift: Double { 0x1.8p52 }

  @inlinable @inline(__always)
  static var signMask: UInt64 { 0x8000_0000_0000_0000 }

  /// `value` without its sign; unlike a comparison it also clears the sign of zero.
  @inlinable @inline(__always)
  static func magnitude(_ value: Double) -> Double {
    Double(bitPattern: value.bitPattern & ~signMask)
  }

  /// `magnitude` (non-negative) with the sign bit of `source`.
  @inlinable @inline(__always)
  static func withSign(of source: Double, _ magnitude: Double) -> Double {
    Double(bitPattern: magnitude.bitPattern | (source.bitPattern & signMask))
  }

  /// The sum a + b as a rounded value and its exact rounding error, for any a and b.
  ///
  /// Source: D. Knuth, The Art of Computer Programming, volume 2, section 4.2.2, theorem B.
  @inlinable @inline(__always)
  static func twoSum(_ a: Double, _ b: Double) -> (sum: Double, error: Double) {
    let sum = a + b
    let bPart = sum - a
    return (sum, (a - (sum - bPart)) + (b - bPart))
  }
}
