/// A grid of values and the colours that stand for them.
public struct HeatMap: Equatable, Sendable {
  public let columns: Int
  public let rows: Int
  /// `columns · rows` values, row-major, the lowest row (smallest y) first. A value that is not finite
  /// leaves its cell unpainted.
  public let values: [Double]
  /// The values shown by the first and the last colour; values outside take the nearer one.
  public let range: ClosedRange<Double>
  public let colors: ColorMap

  /// A heat map; without `range`, it spans the smallest to the largest finite value. O(columns · rows).
  ///
  /// - Precondition: both counts are positive, `values.count == columns · rows`, and the bounds of
  ///   `range` are finite.
  public init(
    columns: Int, rows: Int, values: [Double], range: ClosedRange<Double>? = nil,
    colors: ColorMap = .sequential
  ) {
    precondition(columns > 0 && rows > 0, "a heat map needs at least one cell, got \(columns) by \(rows)")
    precondition(
      values.count == columns * rows,
      "a heat map of \(columns) by \(rows) needs \(columns * rows) values, got \(values.count)")
    self.columns = columns
    self.rows = rows
    self.values = values
    self.range = range ?? Self.finiteRange(of: values)
    self.colors = colors
    precondition(
      self.range.lowerBound.isFinite && self.range.upperBound.isFinite,
      "a heat map's range must be finite, got \(self.range)")
  }

  /// The colour of `value`: its place in `range` looked up in `colors`, the middle colour when the range
  /// is a single value, `Color.clear` when the value is not finite.
  public func color(of value: Double) -> Color {
    guard value.isFinite else { return .clear }
    // Halved first: the span of two finite numbers may overflow.
    let span = range.upperBound / 2 - range.lowerBound / 2
    return colors.color(at: span > 0 ? (value / 2 - range.lowerBound / 2) / span : 0.5)
  }

  private static func finiteRange(of values: [Double]) -> ClosedRange<Double> {
    var low = Double.infinity
    var high = -Double.infinity
    for value in values where value.isFinite {
      low = min(low, value)
      high = max(high, value)
    }
    return low <= high ? low...high : 0...0
  }
}
