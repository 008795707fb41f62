import Scenes

/// Fills a panel from the top: rows of writing, bars and curves, until there is no room.
struct PanelWriter {
  /// In pixels, y down.
  private(set) var scene: Scene
  let width: Double
  let height: Double
  /// Pixels per unit of size.
  let unit: Double
  /// Where the next row begins.
  private(set) var top: Double
  let inset: Double

  init(width: Int, height: Int, unit: Double, background: Color) {
    self.width = Double(width)
    self.height = Double(height)
    self.unit = unit
    inset = 8 * unit
    top = inset
    scene = Scene(view: Rect(x: 0, y: 0, width: self.width, height: self.height), background: background)
  }

  var textSize: Double { 12 * unit }
  var lineHeight: Double { 16 * unit }
  var innerWidth: Double { width - 2 * inset }

  /// Whether a block of `height` units still fits.
  func fits(_ height: Double) -> Bool { top + height * unit <= self.height - inset }

  /// Takes `height` units of room; the row's place, y down.
  mutating func take(_ height: Double) -> PanelRow {
    defer { top += height * unit }
    return PanelRow(left: inset, top: top, width: innerWidth, height: height * unit)
  }

  /// Leaves some room.
  mutating func skip(_ height: Double) { top += height * unit }

  /// A line of writing, and perhaps one at the right end, which takes precedence.
  mutating func line(_ text: String, _ value: String = "", color: Color = .ink, valueColor: Color? = nil) {
    write(text, value, in: take(16), color: color, valueColor: valueColor)
  }

  /// The same in a row taken before.
  mutating func write(
    _ text: String, _ value: String = "", in row: PanelRow, color: Color = .ink, valueColor: Color? = nil
  ) {
    let shown = TextMeasure.fit(value, width: row.width, size: textSize)
    let taken = shown.isEmpty ? 0 : TextMeasure.width(of: shown, size: textSize) + 6 * unit
    let start = TextMeasure.fit(text, width: row.width - taken, size: textSize)
    let middle = row.top + min(row.height, lineHeight) / 2
    if !start.isEmpty { label(start, at: row.left, middle, .leading, color) }
    if !shown.isEmpty { label(shown, at: row.left + row.width, middle, .trailing, valueColor ?? color) }
  }

  private mutating func label(
    _ text: String, at x: Double, _ y: Double, _ alignment: Text.Alignment, _ color: Color
  ) {
    scene.text(
      text, at: Point(x, height - y), size: .pixels(textSize), color: color, alignment: alignment,
      baseline: .middle)
  }

  /// A rectangle given y down.
  mutating func box(_ x: Double, _ y: Double, _ width: Double, _ height: Double, _ fill: Color) {
    guard width > 0, height > 0 else { return }
    scene.rectangle(Rect(x: x, y: self.height - y - height, width: width, height: height), fill: fill)
  }

  mutating func disc(_ x: Double, _ y: Double, radius: Double, _ fill: Color) {
    scene.disc(at: Point(x, height - y), radius: radius, fill: fill)
  }

  /// A curve through `values` in a row, its lowest value at the foot. Values that are not finite are left out.
  mutating func curve(_ values: [Double], in row: PanelRow, color: Color) {
    let finite = values.filter(\.isFinite)
    guard let low = finite.min(), let high = finite.max(), values.count > 1 else { return }
    let step = row.width / Double(values.count - 1)
    let span = high / 2 - low / 2
    let points = values.enumerated().compactMap { index, value -> Point? in
      guard value.isFinite else { return nil }
      let share = span > 0 ? (value / 2 - low / 2) / span : 0.5
      return Point(row.left + step * Double(index), height - row.top - row.height * (1 - share))
    }
    scene.polyline(points, color: color, width: .pixels(1.5 * unit))
  }
}

/// A piece of a panel in pixels, y down.
struct PanelRow: Equatable {
  var left: Double
  var top: Double
  var width: Double
  var height: Double
}
