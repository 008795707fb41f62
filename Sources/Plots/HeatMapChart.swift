import Scenes

/// A grid of values as colours, with a bar that tells what the colours mean.
public struct HeatMapChart: Sendable {
  public var title: String
  public var x: Axis
  public var y: Axis
  /// What the values are, with their unit.
  public var label: String
  public var map: HeatMap
  /// The intervals that the grid covers, its outer borders included.
  public var xRange: ClosedRange<Double>
  public var yRange: ClosedRange<Double>

  /// A chart of `map`; both axes are linear.
  ///
  /// - Precondition: both ranges are finite and longer than 0.
  public init(
    title: String = "", x: Axis = Axis(), y: Axis = Axis(), label: String = "", map: HeatMap,
    xRange: ClosedRange<Double>, yRange: ClosedRange<Double>
  ) {
    for range in [xRange, yRange] {
      let length = range.upperBound - range.lowerBound
      precondition(length > 0 && length.isFinite, "a heat map's sides must be finite intervals, got \(range)")
    }
    (self.title, self.label, self.map, self.xRange, self.yRange) = (title, label, map, xRange, yRange)
    self.x = Axis(x.label)
    self.y = Axis(y.label)
  }

  /// The chart, one world unit to the pixel at the given size. O(cells).
  ///
  /// - Throws: `PlotError` when no value is finite or the size is too small.
  public func scene(width: Int = 720, height: Int = 450) throws(PlotError) -> Scene {
    guard map.values.contains(where: \.isFinite) else { throw PlotError.noData("the grid") }
    var range = map.range
    if range.lowerBound == range.upperBound {
      range = (range.lowerBound - 0.5)...(range.upperBound + 0.5)
    }
    let ticks = Ticks.linear(range, count: max(2, height / 60))
    let labels = ticks.labels.map { Font.standard.width(of: $0, size: Frame.tickSize) }.max() ?? 0
    let frame = try Frame(
      title: title, x: x, y: y, xExtent: xRange, yExtent: yRange, legend: [], width: width, height: height,
      right: 44 + labels + (label.isEmpty && ticks.exponent == 0 ? 0 : 24))
    var scene = frame.begin(hasGrid: false)
    scene.heatMap(map, in: frame.area)
    frame.finish(&scene)
    drawBar(&scene, frame, range, ticks, labels)
    return scene
  }

  private func drawBar(
    _ scene: inout Scene, _ frame: Frame, _ range: ClosedRange<Double>, _ ticks: Ticks, _ labels: Double
  ) {
    let bar = Rect(x: frame.area.maxX + 18, y: frame.area.minY, width: 14, height: frame.area.height)
    let steps = 128
    let span = range.upperBound - range.lowerBound
    let ramp = HeatMap(
      columns: 1, rows: steps,
      values: (0..<steps).map { range.lowerBound + (Double($0) + 0.5) / Double(steps) * span },
      range: map.range, colors: map.colors)
    scene.heatMap(ramp, in: bar)
    for (place, name) in zip(ticks.places, ticks.labels) {
      let y = crisp(bar.minY + (place - range.lowerBound) / span * bar.height)
      scene.line(from: Point(bar.maxX, y), to: Point(bar.maxX + 4, y), color: .slate, width: .pixels(1))
      frame.text(&scene, name, Point(bar.maxX + 8, y), .leading, .middle)
    }
    let unit = ticks.exponent == 0 ? "" : " (×10" + superscript(ticks.exponent) + ")"
    scene.withTransform(
      Transform(cosine: 0, sine: 1, translation: Point(bar.maxX + 14 + labels, bar.center.y))
    ) {
      $0.text(label + unit, at: .zero, size: .pixels(Frame.labelSize), alignment: .center, baseline: .top)
    }
  }
}
