import Scenes

/// Bars over categories, in groups, each with a whisker if wanted.
public struct BarChart: Sendable {
  /// One bar in every category.
  public struct Series: Equatable, Sendable {
    public var name: String
    /// A value for each category; one that is not finite leaves its place free.
    public var values: [Double]
    /// The ends of the whiskers, one for each category, or none.
    public var low: [Double]
    public var high: [Double]

    public init(_ name: String, _ values: [Double], low: [Double] = [], high: [Double] = []) {
      self.name = name
      self.values = values
      self.low = low
      self.high = high
    }
  }

  public var title: String
  public var categories: [String]
  public var x: Axis
  public var y: Axis
  public var series: [Series]

  /// A chart of bars; they start at 0, or on a logarithmic axis at its lower end.
  public init(
    title: String = "", categories: [String], x: Axis = Axis(), y: Axis = Axis(), series: [Series]
  ) {
    (self.title, self.categories, self.x, self.y, self.series) = (title, categories, x, y, series)
  }

  /// The chart, one world unit to the pixel at the given size. O(bars).
  ///
  /// - Throws: `PlotError` when nothing can be drawn, a list has the wrong length, or the size is too small.
  public func scene(width: Int = 720, height: Int = 450) throws(PlotError) -> Scene {
    for entry in series {
      guard entry.values.count == categories.count else {
        throw PlotError.unequalCounts("'\(entry.name)'", entry.values.count, categories.count)
      }
      for ends in [entry.low, entry.high] where ends.count != categories.count {
        if entry.low.isEmpty && entry.high.isEmpty { continue }
        throw PlotError.unequalCounts("the whiskers of '\(entry.name)'", ends.count, categories.count)
      }
    }
    var y = y
    if y.scale == .linear { y.including.append(0) }
    let heights = series.flatMap { $0.values + $0.low + $0.high }
    guard series.contains(where: { $0.values.contains(where: y.canShow) }),
      let extent = y.extent(of: heights, margin: 0.05)
    else { throw PlotError.noData("the chart") }
    let styles = series.indices.map { SeriesStyle(index: $0, form: .bar) }
    let legend = series.count > 1 ? zip(series, styles).map { LegendEntry(name: $0.name, style: $1) } : []
    let frame = try Frame(
      title: title, x: x, y: y, xExtent: 0...Double(categories.count), yExtent: extent, legend: legend,
      width: width, height: height, hasNumbersBelow: false)
    var scene = frame.begin()
    let base = frame.yPlace(y.scale == .linear ? 0 : extent.lowerBound)
    let slot = frame.area.width / Double(categories.count)
    let barWidth = min(56, slot * 0.8 / Double(series.count))
    for (s, entry) in series.enumerated() {
      for (c, value) in entry.values.enumerated() where y.canShow(value) {
        let middle =
          frame.area.minX + (Double(c) + 0.5) * slot
          + (Double(s) - Double(series.count - 1) / 2) * barWidth
        let top = frame.yPlace(y.place(value))
        scene.rectangle(
          Rect(
            minX: (middle - barWidth / 2).rounded() + 0.5, minY: min(base, top),
            maxX: (middle + barWidth / 2).rounded() - 0.5, maxY: max(base, top)), fill: styles[s].color)
        guard !entry.low.isEmpty, y.canShow(entry.low[c]), y.canShow(entry.high[c]) else { continue }
        whisker(
          &scene, crisp(middle), frame.yPlace(y.place(entry.low[c])), frame.yPlace(y.place(entry.high[c])),
          min(5, barWidth / 3))
      }
    }
    if y.scale == .linear {
      scene.line(
        from: Point(frame.area.minX, crisp(base)), to: Point(frame.area.maxX, crisp(base)), color: .slate,
        width: .pixels(1))
    }
    frame.finish(&scene)
    for (c, name) in categories.enumerated() {
      frame.text(
        &scene, fitted(name, width: slot - 4),
        Point(frame.area.minX + (Double(c) + 0.5) * slot, frame.area.minY - 8), .center, .top)
    }
    return scene
  }

  private func whisker(_ scene: inout Scene, _ x: Double, _ low: Double, _ high: Double, _ half: Double) {
    let width = Length.pixels(1.5)
    scene.line(from: Point(x, low), to: Point(x, high), color: .ink, width: width)
    for y in [low, high] {
      scene.line(from: Point(x - half, y), to: Point(x + half, y), color: .ink, width: width)
    }
  }

  /// The name, cut where it does not fit.
  private func fitted(_ name: String, width: Double) -> String {
    let font = Font.standard
    guard font.width(of: name, size: Frame.tickSize) > width else { return name }
    var cut = name
    while !cut.isEmpty && font.width(of: cut + "…", size: Frame.tickSize) > width { cut.removeLast() }
    return cut + "…"
  }
}
