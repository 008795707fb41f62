/// `x` to `places` decimals without trailing zeros, the same on every platform; halves away from zero.
///
/// - Precondition: `|x| · 10^places < 2^53`.
package func decimal(_ x: Double, places: Int = 3) -> String {
  var scale = 1
  for _ in 0..<places { scale *= 10 }
  let units = Int((abs(x) * Double(scale)).rounded())
  var fraction = String(units % scale)
  fraction = String(repeating: "0", count: places - fraction.count) + fraction
  while fraction.hasSuffix("0") { fraction.removeLast() }
  let whole = String(units / scale)
  return (x < 0 && units > 0 ? "-" : "") + (fraction.isEmpty ? whole : whole + "." + fraction)
}

func coordinates(_ p: Point) -> String { decimal(p.x) + " " + decimal(p.y) }

/// The map (x, y) ↦ (a·x + c·y, b·x + d·y) + origin; its factors multiply numbers in the thousands.
func matrix(_ a: Double, _ b: Double, _ c: Double, _ d: Double, _ origin: Point) -> String {
  let factors = [a, b, c, d].map { decimal($0, places: 8) }
  return "matrix(" + factors.joined(separator: " ") + " " + coordinates(origin) + ")"
}

/// A fill or stroke attribute, with its opacity where there is any transparency.
func paint(_ attribute: String, _ color: Color) -> String {
  func byte(_ value: UInt8) -> String { (value < 16 ? "0" : "") + String(value, radix: 16) }
  let hex = byte(color.red) + byte(color.green) + byte(color.blue)
  let opacity = color.alpha == 255 ? "" : " \(attribute)-opacity=\"\(decimal(Double(color.alpha) / 255))\""
  return " \(attribute)=\"#\(hex)\"" + opacity
}

/// Text that may stand between tags or in an attribute; what XML does not allow becomes U+FFFD.
func escaped(_ text: String) -> String {
  var result = ""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "&": result += "&amp;"
    case "<": result += "&lt;"
    case ">": result += "&gt;"
    case "\"": result += "&quot;"
    case "\t", "\n": result += "&#\(scalar.value);"
    default:
      let isAllowed = scalar.value >= 0x20 && scalar.value != 0xFFFE && scalar.value != 0xFFFF
      result.unicodeScalars.append(isAllowed ? scalar : "\u{FFFD}")
    }
  }
  return result
}
