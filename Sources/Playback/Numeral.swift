/// Numbers for people: four significant digits, always with as many decimals at one magnitude, so that a
/// changing number does not dance.
package enum Numeral {
  package static func short(_ value: Double) -> String {
    guard value.isFinite else { return value.isNaN ? "nan" : value < 0 ? "-inf" : "inf" }
    guard value != 0 else { return "0" }
    if value == value.rounded() && abs(value) < 1e6 { return "\(Int(value))" }
    var exponent = 0
    var magnitude = abs(value)
    while magnitude >= 10 { (magnitude, exponent) = (magnitude / 10, exponent + 1) }
    while magnitude < 1 { (magnitude, exponent) = (magnitude * 10, exponent - 1) }
    let sign = value < 0 ? "-" : ""
    if exponent < -3 || exponent >= 6 {
      return sign + fixed(magnitude, decimals: 2) + "e\(exponent)"
    }
    return sign + fixed(abs(value), decimals: min(3, max(0, 3 - exponent)))
  }

  /// With a sign where it is not zero.
  static func signed(_ value: Double) -> String { value > 0 ? "+" + short(value) : short(value) }

  /// `value` with `decimals` digits behind the point; not negative, below 10^12.
  private static func fixed(_ value: Double, decimals: Int) -> String {
    var unit = 1.0
    for _ in 0..<decimals { unit *= 10 }
    let scaled = Int((value * unit).rounded())
    guard decimals > 0 else { return "\(scaled)" }
    let digits = String(scaled % Int(unit))
    return "\(scaled / Int(unit))." + String(repeating: "0", count: decimals - digits.count) + digits
  }
}
