import Scenes

/// The paper of a chart: title, legend, axes with ticks, and the map from values to places.
struct Frame {
  static let titleSize = 15.0
  static let labelSize = 13.0
  static let tickSize = 11.5
  private static let grid = Color(hex: 0xE4E4E0)
  private static let rule = Color(hex: 0x55585C)

  let area: Rect
  let x: Axis
  let y: Axis
  let xExtent: ClosedRange<Double>
  let yExtent: ClosedRange<Double>
  private let xTicks: Ticks?
  private let yTicks: Ticks
  private let size: Point
  private let title: String
  private let legend: [LegendEntry]

  /// Makes room for all labels; `right` pixels beside the plot are left free, and `below` under it when the
  /// x-axis has no numbers of its own.
  init(
    title: String, x: Axis, y: Axis, xExtent: ClosedRange<Double>, yExtent: ClosedRange<Double>,
    legend: [LegendEntry], width: Int, height: Int, right: Double = 0, hasNumbersBelow: Bool = true
  ) throws(PlotError) {
    (self.x, self.y, self.xExtent, self.yExtent) = (x, y, xExtent, yExtent)
    (self.title, self.legend) = (title, legend)
    size = Point(Double(width), Double(height))
    yTicks = Self.ticks(y, yExtent, count: max(2, height / 60))
    let left = 12 + (y.label.isEmpty ? 0 : 22) + Self.widest(yTicks.labels) + 8
    xTicks = hasNumbersBelow ? Self.ticks(x, xExtent, count: max(2, (width - Int(left)) / 80)) : nil
    let edge = max(16, hasNumbersBelow ? Self.widest(xTicks?.labels.suffix(1) ?? []) / 2 + 4 : 16)
    let bottom = 30 + (x.label.isEmpty && (xTicks?.exponent ?? 0) == 0 ? 0 : 22)
    let rows = Self.rows(legend, width: Double(width) - left - edge).count
    let top = 14 + (title.isEmpty ? 0 : 26) + Double(rows) * 20
    area = Rect(
      minX: left.rounded(), minY: Double(bottom), maxX: (Double(width) - edge - right).rounded(),
      maxY: (Double(height) - top).rounded())
    guard area.width >= 40, area.height >= 40 else {
      throw PlotError.tooSmall(width: width, height: height)
    }
  }

  private static func ticks(_ axis: Axis, _ extent: ClosedRange<Double>, count: Int) -> Ticks {
    axis.scale == .linear ? .linear(extent, count: count) : .logarithmic(extent, count: count)
  }

  private static func widest(_ labels: some Sequence<String>) -> Double {
    labels.map { Font.standard.width(of: $0, size: tickSize) }.max() ?? 0
  }

  func xPlace(_ place: Double) -> Double {
    area.minX + (place - xExtent.lowerBound) / (xExtent.upperBound - xExtent.lowerBound) * area.width
  }

  func yPlace(_ place: Double) -> Double {
    area.minY + (place - yExtent.lowerBound) / (yExtent.upperBound - yExtent.lowerBound) * area.height
  }

  /// The place of a pair of values; nil for a gap.
  func point(_ p: Point) -> Point? {
    guard x.canShow(p.x), y.canShow(p.y) else { return nil }
    return Point(xPlace(x.place(p.x)), yPlace(y.place(p.y)))
  }

  /// A scene with the grid, on which the data go.
  func begin(hasGrid: Bool = true) -> Scene {
    var scene = Scene(view: Rect(x: 0, y: 0, width: size.x, height: size.y), background: Color(hex: 0xFFFFFF))
    guard hasGrid else { return scene }
    for place in yTicks.places {
      let y = crisp(yPlace(place))
      scene.line(from: Point(area.minX, y), to: Point(area.maxX, y), color: Self.grid, width: .pixels(1))
    }
    for place in xTicks?.places ?? [] {
      let x = crisp(xPlace(place))
      scene.line(from: Point(x, area.minY), to: Point(x, area.maxY), color: Self.grid, width: .pixels(1))
    }
    return scene
  }

  /// Axes, numbers, labels, title and legend over the data.
  func finish(_ scene: inout Scene) {
    let (left, bottom) = (crisp(area.minX), crisp(area.minY))
    mark(&scene, Point(left, bottom), Point(crisp(area.maxX), bottom))
    mark(&scene, Point(left, bottom), Point(left, crisp(area.maxY)))
    if let xTicks {
      for (place, label) in zip(xTicks.places, xTicks.labels) {
        let x = crisp(xPlace(place))
        mark(&scene, Point(x, bottom), Point(x, bottom - 4))
        text(&scene, label, Point(x, bottom - 8), .center, .top)
      }
    }
    for (place, label) in zip(yTicks.places, yTicks.labels) {
      let y = crisp(yPlace(place))
      mark(&scene, Point(left, y), Point(left - 4, y))
      text(&scene, label, Point(left - 8, y), .trailing, .middle)
    }
    let center = area.center
    let below = Self.label(x.label, xTicks?.exponent ?? 0)
    scene.text(below, at: Point(center.x, 12), size: .pixels(Self.labelSize), alignment: .center)
    let beside = Self.label(y.label, yTicks.exponent)
    scene.withTransform(Transform(cosine: 0, sine: 1, translation: Point(12, center.y))) {
      $0.text(beside, at: .zero, size: .pixels(Self.labelSize), alignment: .center, baseline: .top)
    }
    scene.text(
      title, at: Point(center.x, size.y - 14), size: .pixels(Self.titleSize), alignment: .center,
      baseline: .top)
    drawLegend(&scene)
  }

  /// The axis's label with the factor of its numbers: "steps (×10⁶)".
  private static func label(_ label: String, _ exponent: Int) -> String {
    guard exponent != 0 else { return label }
    return (label.isEmpty ? "" : label + " ") + "(×10" + superscript(exponent) + ")"
  }

  private func mark(_ scene: inout Scene, _ start: Point, _ end: Point) {
    scene.line(from: start, to: end, color: Self.rule, width: .pixels(1))
  }

  func text(
    _ scene: inout Scene, _ string: String, _ anchor: Point, _ alignment: Text.Alignment,
    _ baseline: Text.Baseline
  ) {
    guard !string.isEmpty else { return }
    scene.text(
      string, at: anchor, size: .pixels(Self.tickSize), color: Color(hex: 0x2B2E31), alignment: alignment,
      baseline: baseline)
  }

  private func drawLegend(_ scene: inout Scene) {
    var y = area.maxY + 6 + Double(Self.rows(legend, width: size.x - area.minX - 16).count - 1) * 20
    for row in Self.rows(legend, width: size.x - area.minX - 16) {
      var x = area.minX + 4
      for entry in row {
        entry.style.drawSample(&scene, Rect(x: x, y: y, width: 26, height: 10))
        text(&scene, entry.name, Point(x + 32, y + 5), .leading, .middle)
        x += entry.width
      }
      y -= 20
    }
  }

  /// Entries filled into rows of `width` pixels.
  private static func rows(_ entries: [LegendEntry], width: Double) -> [[LegendEntry]] {
    var rows: [[LegendEntry]] = []
    var free = 0.0
    for entry in entries {
      if rows.isEmpty || entry.width > free {
        rows.append([])
        free = width
      }
      rows[rows.count - 1].append(entry)
      free -= entry.width
    }
    return rows
  }
}

/// A place in the middle of a pixel, where a line one pixel wide is sharp.
func crisp(_ place: Double) -> Double { place.rounded(.down) + 0.5 }
