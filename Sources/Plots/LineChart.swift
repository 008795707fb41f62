import Scenes

/// Curves over numbers, each with a band around it if wanted.
public struct LineChart: Sendable {
  /// One curve.
  public struct Series: Equatable, Sendable {
    public var name: String
    /// Where x or y cannot be drawn, the curve has a gap.
    public var points: [Point]
    /// The lower and upper end of the band at each point; both empty for none.
    public var low: [Double]
    public var high: [Double]

    /// A curve; `low` and `high` have one value for each point, or none.
    public init(_ name: String, _ points: [Point], low: [Double] = [], high: [Double] = []) {
      self.name = name
      self.points = points
      self.low = low
      self.high = high
    }
  }

  /// A horizontal line at a known value.
  public struct Reference: Equatable, Sendable {
    public var name: String
    public var value: Double

    public init(_ name: String, at value: Double) {
      self.name = name
      self.value = value
    }
  }

  public var title: String
  public var x: Axis
  public var y: Axis
  public var series: [Series]
  public var references: [Reference]

  public init(
    title: String = "", x: Axis = Axis(), y: Axis = Axis(), series: [Series], references: [Reference] = []
  ) {
    (self.title, self.x, self.y, self.series, self.references) = (title, x, y, series, references)
  }

  /// The chart, one world unit to the pixel at the given size. O(points).
  ///
  /// - Throws: `PlotError` when nothing can be drawn, a band has the wrong length, or the size is too small.
  public func scene(width: Int = 720, height: Int = 450) throws(PlotError) -> Scene {
    for entry in series {
      for ends in [entry.low, entry.high] where ends.count != entry.points.count {
        if entry.low.isEmpty && entry.high.isEmpty { continue }
        throw PlotError.unequalCounts("the band of '\(entry.name)'", ends.count, entry.points.count)
      }
    }
    let shown = series.flatMap { $0.points.filter { x.canShow($0.x) && y.canShow($0.y) } }
    let heights = shown.map(\.y) + series.flatMap { $0.low + $0.high } + references.map(\.value)
    guard !shown.isEmpty, let xExtent = x.extent(of: shown.map(\.x), margin: 0.01),
      let yExtent = y.extent(of: heights, margin: 0.05)
    else { throw PlotError.noData(series.isEmpty ? "a chart without series" : "the chart") }
    let styles = series.indices.map { SeriesStyle(index: $0, form: .line) }
    let legend =
      series.count > 1 ? zip(series, styles).map { LegendEntry(name: $0.name, style: $1) } : []
    let frame = try Frame(
      title: title, x: x, y: y, xExtent: xExtent, yExtent: yExtent, legend: legend, width: width,
      height: height)
    var scene = frame.begin()
    for reference in references { draw(reference, frame, &scene) }
    for (entry, style) in zip(series, styles) { drawBand(entry, style, frame, &scene) }
    for (entry, style) in zip(series, styles) { drawCurve(entry, style, frame, &scene) }
    frame.finish(&scene)
    return scene
  }

  private func draw(_ reference: Reference, _ frame: Frame, _ scene: inout Scene) {
    guard y.canShow(reference.value) else { return }
    let height = crisp(frame.yPlace(y.place(reference.value)))
    let ends = [Point(frame.area.minX, height), Point(frame.area.maxX, height)]
    for piece in dashed(ends, [6, 4]) { scene.polyline(piece, color: .slate, width: .pixels(1)) }
    let isHigh = height > frame.area.maxY - 16
    frame.text(
      &scene, reference.name, Point(frame.area.maxX - 4, height + (isHigh ? -5 : 5)), .trailing,
      isHigh ? .top : .bottom)
  }

  private func drawBand(_ entry: Series, _ style: SeriesStyle, _ frame: Frame, _ scene: inout Scene) {
    guard !entry.low.isEmpty else { return }
    var lower: [Point] = []
    var upper: [Point] = []
    func flush() {
      if lower.count > 1 {
        scene.polygon(lower + upper.reversed(), fill: style.color.opacity(0.2))
      }
      lower.removeAll()
      upper.removeAll()
    }
    for (i, point) in entry.points.enumerated() {
      guard let low = frame.point(Point(point.x, entry.low[i])),
        let high = frame.point(Point(point.x, entry.high[i]))
      else {
        flush()
        continue
      }
      lower.append(low)
      upper.append(high)
    }
    flush()
  }

  private func drawCurve(_ entry: Series, _ style: SeriesStyle, _ frame: Frame, _ scene: inout Scene) {
    let places = entry.points.map(frame.point)
    let shown = places.compactMap { $0 }
    for run in places.split(separator: nil) { style.drawLine(&scene, run.compactMap { $0 }) }
    // Markers where they stand apart; otherwise some, and always on points between gaps.
    let step = max(1, (shown.count + 19) / 20)
    var count = 0
    for (i, place) in places.enumerated() {
      guard let place else { continue }
      let isAlone = (i == 0 || places[i - 1] == nil) && (i + 1 == places.count || places[i + 1] == nil)
      let isChosen = count % step == 0 && (step == 1 || series.count > 1)
      if isAlone || isChosen { style.drawMarker(&scene, at: place) }
      count += 1
    }
  }
}
