/// Marks along an axis at round numbers.
package struct Ticks: Equatable, Sendable {
  /// Places on the axis: values, or decimal logarithms.
  package var places: [Double]
  /// What stands at each place; empty for a mark without a number.
  package var labels: [String]
  /// The power of ten that all labels are multiples of; 0 when they are the numbers themselves.
  package var exponent = 0

  /// The multiples of 1, 2 or 5 times a power of ten in `range`, of the smallest such step that gives at most
  /// `count` of them over the range's length.
  ///
  /// - Precondition: the range is finite and not a single number, `count` is positive.
  package static func linear(_ range: ClosedRange<Double>, count: Int) -> Ticks {
    let wanted = (range.upperBound - range.lowerBound) / Double(count)
    precondition(wanted > 0 && wanted.isFinite, "ticks need a finite range, got \(range)")
    var power = Int(log10(wanted).rounded(.down))
    var digit = 10
    for candidate in [1, 2, 5] where multiple(candidate, power) >= wanted * (1 - 1e-9) {
      digit = candidate
      break
    }
    if digit == 10 {
      digit = 1
      power += 1
    }
    let step = multiple(digit, power)
    let first = (range.lowerBound / step - 1e-9).rounded(.up)
    let last = (range.upperBound / step + 1e-9).rounded(.down)
    // Numbers so large that the step is lost in them have no marks.
    guard abs(first) < 0x1p52, abs(last) < 0x1p52, first <= last else { return Ticks(places: [], labels: []) }
    let indices = Array(Int(first)...Int(last))
    let largest = max(abs(first), abs(last)) * step
    var exponent = 0
    if largest >= 99_999 || largest < 0.001 { exponent = Int((log10(largest) + 1e-9).rounded(.down)) }
    return Ticks(
      places: indices.map { multiple($0 * digit, power) },
      labels: indices.map { label($0 * digit, power - exponent) }, exponent: exponent)
  }

  /// Decades, thinned to about `count`, within decimal logarithms `range`; below two decades also marks at
  /// their multiples, of which 2 and 5 carry numbers.
  package static func logarithmic(_ range: ClosedRange<Double>, count: Int) -> Ticks {
    let first = Int((range.lowerBound - 1e-9).rounded(.up))
    let last = Int((range.upperBound + 1e-9).rounded(.down))
    let span = range.upperBound - range.lowerBound
    if span < 2 {
      var ticks = Ticks(places: [], labels: [])
      for power in (first - 1)...(max(first - 1, last)) {
        for digit in 1...9 {
          let place = Double(power) + log10(Double(digit))
          guard place >= range.lowerBound - 1e-9, place <= range.upperBound + 1e-9 else { continue }
          ticks.places.append(place)
          let isNamed = [1, 2, 5].contains(digit) || span < 0.7
          ticks.labels.append(isNamed ? plain(digit, power) : "")
        }
      }
      return ticks
    }
    let step = max(1, Int((span / Double(count)).rounded(.up)))
    let powers = (first...max(first, last)).filter { $0 % step == 0 }
    return Ticks(places: powers.map(Double.init), labels: powers.map { plain(1, $0) })
  }

  /// `digits · 10^power`, correctly rounded for small powers.
  private static func multiple(_ digits: Int, _ power: Int) -> Double {
    power < 0 ? Double(digits) / powerOfTen(-power) : Double(digits) * powerOfTen(power)
  }

  /// `digits · 10^power` in decimal notation with a true minus sign.
  package static func label(_ digits: Int, _ power: Int) -> String {
    var text = String(abs(digits))
    if power > 0 && digits != 0 { text += String(repeating: "0", count: power) }
    if power < 0 {
      text = String(repeating: "0", count: max(0, 1 - power - text.count)) + text
      text.insert(".", at: text.index(text.endIndex, offsetBy: power))
    }
    return (digits < 0 ? "−" : "") + text
  }

  private static func plain(_ digit: Int, _ power: Int) -> String {
    if (-3...4).contains(power) { return label(digit, power) }
    return (digit == 1 ? "10" : "\(digit)×10") + superscript(power)
  }
}

/// A number in raised figures.
func superscript(_ number: Int) -> String {
  let figures: [Character] = ["⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"]
  let digits = String(abs(number)).compactMap(\.wholeNumberValue)
  return (number < 0 ? "⁻" : "") + String(digits.map { figures[$0] })
}
