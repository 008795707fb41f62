/// `value` cut to [lower, upper], or NaN when `value` is not finite.
///
/// A plain clip turns an infinite action into an ordinary one and, with some orders of the arguments,
/// NaN into a bound; here a failure stays visible in the state.
@inlinable @inline(__always)
public func clipFinite(_ value: Double, _ lower: Double, _ upper: Double) -> Double {
  let cut = value < lower ? lower : (value > upper ? upper : value)
  // value * 0 is zero for finite values and NaN otherwise.
  return cut + value * 0
}

/// Whether `a` or `b` holds, both looked at: a loop over lanes that branches between them would not vectorise.
@inlinable @inline(__always)
public func either(_ a: Bool, _ b: Bool) -> Bool { (a ? 1 : 0) | (b ? 1 : 0) as UInt8 != 0 }
