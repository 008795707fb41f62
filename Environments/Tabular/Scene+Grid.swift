import Scenes

/// Where the cells of a grid world lie: unit squares, row 0 on top, y up.
struct GridLayout {
  let rows: Int
  let columns: Int

  /// The grid with a margin of half a cell.
  var view: Rect {
    Rect(x: -0.5, y: -0.5, width: Double(columns) + 1, height: Double(rows) + 1)
  }

  /// The whole grid.
  var frame: Rect { Rect(x: 0, y: 0, width: Double(columns), height: Double(rows)) }

  func center(row: Int, column: Int) -> Point {
    Point(Double(column) + 0.5, Double(rows - row) - 0.5)
  }

  /// The square of a cell, smaller than one by `gap` on each side.
  func square(row: Int, column: Int, gap: Double = 0.02) -> Rect {
    Rect(center: center(row: row, column: column), width: 1 - 2 * gap, height: 1 - 2 * gap)
  }
}

extension Scene {
  /// A flag that marks a goal, its foot near the lower left of a cell with centre `center`.
  mutating func flag(at center: Point, color: Color) {
    let foot = Point(center.x - 0.18, center.y - 0.32)
    let top = Point(foot.x, center.y + 0.34)
    line(from: foot, to: top, color: .ink, width: .world(0.05))
    polygon([top, Point(center.x + 0.3, center.y + 0.18), Point(foot.x, center.y + 0.02)], fill: color)
  }

  /// The agent: a disc with an outline.
  mutating func agent(at center: Point, radius: Double = 0.27, color: Color = .orange) {
    disc(at: center, radius: radius, fill: color, stroke: Stroke(.slate, width: .world(0.05)))
  }
}
