import ElementaryFunctions

/// One direction of a chart: its label and how numbers become places.
public struct Axis: Equatable, Sendable {
  public enum Scale: Sendable {
    case linear
    /// Base ten; numbers that are not positive are gaps.
    case logarithmic
  }

  /// What is shown, with its unit: "time (s)".
  public var label: String
  public var scale: Scale
  /// Numbers that the axis reaches even if the data do not.
  public var including: [Double]

  /// An axis; it reaches over the data and `including`.
  public init(_ label: String = "", scale: Scale = .linear, including: [Double] = []) {
    self.label = label
    self.scale = scale
    self.including = including
  }

  func canShow(_ value: Double) -> Bool { value.isFinite && (scale == .linear || value > 0) }

  /// The place of a value on a line: itself, or its decimal logarithm.
  func place(_ value: Double) -> Double { scale == .linear ? value : log10(value) }

  /// The interval of places over all values that can be shown, widened by `margin` of its length; nil
  /// without any.
  func extent(of values: some Sequence<Double>, margin: Double) -> ClosedRange<Double>? {
    var low = Double.infinity
    var high = -Double.infinity
    for value in values where canShow(value) {
      low = min(low, value)
      high = max(high, value)
    }
    guard low <= high else { return nil }
    let data = place(low)...place(high)
    for value in including where canShow(value) {
      low = min(low, value)
      high = max(high, value)
    }
    let (start, end) = (place(low), place(high))
    let span = end - start
    guard span > 0 else {
      let half = scale == .logarithmic || start == 0 ? 0.5 : abs(start) * 0.1
      return (start - half)...(start + half)
    }
    // No room beyond a bound that was asked for.
    let below = start == data.lowerBound ? margin * span : 0
    let above = end == data.upperBound ? margin * span : 0
    return (start - below)...(end + above)
  }
}

/// The decimal logarithm, exact at powers of ten.
func log10(_ x: Double) -> Double {
  let value = Elementary.log(x) / 2.302_585_092_994_045_7
  let whole = value.rounded()
  return abs(value - whole) < 1e-9 && x == powerOfTen(Int(whole)) ? whole : value
}

/// The Double nearest to 10^exponent.
func powerOfTen(_ exponent: Int) -> Double { Double("1e\(exponent)") ?? .infinity }
