/// A function of the plane, sampled at the nodes of a grid over a rectangle.
public struct ScalarField: Equatable, Sendable {
  public let area: Rect
  /// Nodes along x, the first and the last on the rectangle's sides.
  public let columns: Int
  /// Nodes along y.
  public let rows: Int
  /// `columns · rows` values, row-major, the lowest row first. A value that is not finite is missing.
  public let values: [Double]

  /// A field from its values.
  ///
  /// - Precondition: at least two columns and two rows, `values.count == columns · rows`.
  public init(area: Rect, columns: Int, rows: Int, values: [Double]) {
    precondition(columns >= 2 && rows >= 2, "a field needs 2 by 2 nodes, got \(columns) by \(rows)")
    precondition(
      values.count == columns * rows,
      "a field of \(columns) by \(rows) nodes needs \(columns * rows) values, got \(values.count)")
    self.area = area
    self.columns = columns
    self.rows = rows
    self.values = values
  }

  /// Samples `function` at every node. O(columns · rows) calls.
  ///
  /// - Precondition: at least two columns and two rows.
  public init(area: Rect, columns: Int, rows: Int, of function: (Point) -> Double) {
    var values: [Double] = []
    values.reserveCapacity(max(0, columns * rows))
    for row in 0..<max(0, rows) {
      for column in 0..<max(0, columns) {
        values.append(
          function(Self.place(column: column, row: row, columns: columns, rows: rows, area: area)))
      }
    }
    self.init(area: area, columns: columns, rows: rows, values: values)
  }

  /// Where a node lies.
  public func point(column: Int, row: Int) -> Point {
    Self.place(column: column, row: row, columns: columns, rows: rows, area: area)
  }

  private static func place(column: Int, row: Int, columns: Int, rows: Int, area: Rect) -> Point {
    Point(
      area.minX + area.width * (Double(column) / Double(columns - 1)),
      area.minY + area.height * (Double(row) / Double(rows - 1)))
  }

  /// The least and the greatest finite value; nil if there is none.
  public var range: ClosedRange<Double>? {
    var low = Double.infinity
    var high = -Double.infinity
    for value in values where value.isFinite {
      low = min(low, value)
      high = max(high, value)
    }
    return low <= high ? low...high : nil
  }

  /// The field as a heat map, one cell around each node, and the rectangle of those cells: half a step
  /// larger than `area` on every side.
  public func heatMap(
    range: ClosedRange<Double>? = nil, colors: ColorMap = .sequential
  ) -> (map: HeatMap, area: Rect) {
    let stepX = area.width / Double(columns - 1)
    let stepY = area.height / Double(rows - 1)
    return (
      HeatMap(columns: columns, rows: rows, values: values, range: range, colors: colors),
      Rect(
        minX: area.minX - stepX / 2, minY: area.minY - stepY / 2, maxX: area.maxX + stepX / 2,
        maxY: area.maxY + stepY / 2)
    )
  }
}
