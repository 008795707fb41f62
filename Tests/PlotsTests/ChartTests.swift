import Plots
import Scenes
import Testing

@Suite struct ChartTests {
  /// Every string of a scene.
  private func strings(_ scene: Scene) -> [String] {
    scene.shapes.compactMap { shape in
      guard case .text(let text) = shape.geometry, !text.string.isEmpty else { return nil }
      return text.string
    }
  }

  /// The broken lines in the colour of series `index`.
  private func curves(_ scene: Scene, _ index: Int) -> [[Point]] {
    scene.shapes.compactMap { shape in
      guard case .polyline(let points) = shape.geometry, shape.style.stroke?.color == Color.series[index]
      else { return nil }
      return points
    }
  }

  private func rectangles(_ scene: Scene, _ index: Int) -> [Rect] {
    scene.shapes.compactMap { shape in
      guard case .rectangle(let rect) = shape.geometry, shape.style.fill == Color.series[index]
      else { return nil }
      return rect
    }
  }

  @Test func curvesKeepProportions() throws {
    let scene = try LineChart(series: [.init("a", [Point(0, 0), Point(1, 10), Point(4, 20)])]).scene()
    let curve = try #require(curves(scene, 0).first)
    try #require(curve.count == 3)
    let steps = zip(curve, curve.dropFirst()).map { $1 - $0 }
    #expect(abs(steps[1].x / steps[0].x - 3) < 1e-9)
    #expect(abs(steps[1].y / steps[0].y - 1) < 1e-9)
    #expect(curve.allSatisfy { scene.view.minX < $0.x && $0.x < scene.view.maxX && $0.y < scene.view.maxY })
  }

  @Test func logarithmicAxesTurnPowersIntoStraightLines() throws {
    let points = (1...50).map { Point(Double($0), 1 / Double($0 * $0)) }
    let chart = LineChart(
      x: Axis(scale: .logarithmic), y: Axis(scale: .logarithmic), series: [.init("a", points)])
    let curve = try #require(curves(try chart.scene(), 0).first)
    let slopes = zip(curve, curve.dropFirst()).map { ($1.y - $0.y) / ($1.x - $0.x) }
    for slope in slopes { #expect(abs(slope / slopes[0] - 1) < 1e-9) }
  }

  @Test func whatIsNotFiniteIsAGap() throws {
    let ys = [1, 2, .nan, 4, 5, .infinity, 7, 8, 9]
    let points = ys.enumerated().map { Point(Double($0), $1) }
    let scene = try LineChart(
      series: [.init("a", points, low: ys.map { $0 - 1 }, high: ys.map { $0 + 1 })]).scene()
    #expect(curves(scene, 0).map(\.count) == [2, 2, 3])
    let bands = scene.shapes.filter { if case .polygon = $0.geometry { true } else { false } }
    #expect(bands.count == 3)
    #expect(!SVG.document(scene, width: 720, height: 450).contains("nan"))
  }

  @Test func notPositiveIsAGapOnALogarithmicAxis() throws {
    let points = [1, 10, 0, 100, -5].enumerated().map { Point(Double($0), $1) }
    let chart = LineChart(y: Axis(scale: .logarithmic), series: [.init("a", points)])
    #expect(curves(try chart.scene(), 0).map(\.count) == [2])
  }

  @Test func emptyDataIsATypedError() {
    #expect(throws: PlotError.noData("a chart without series")) { try LineChart(series: []).scene() }
    #expect(throws: PlotError.noData("the chart")) {
      try LineChart(series: [.init("a", [Point(.nan, 1), Point(1, .infinity)])]).scene()
    }
    #expect(throws: PlotError.noData("the chart")) {
      try BarChart(categories: ["a"], series: [.init("s", [.nan])]).scene()
    }
    #expect(throws: PlotError.unequalCounts("'s'", 1, 2)) {
      try BarChart(categories: ["a", "b"], series: [.init("s", [1])]).scene()
    }
    #expect(throws: PlotError.unequalCounts("the band of 'a'", 1, 2)) {
      try LineChart(series: [.init("a", [Point(0, 0), Point(1, 1)], low: [0], high: [1, 2])]).scene()
    }
    #expect(throws: PlotError.tooSmall(width: 60, height: 40)) {
      try LineChart(series: [.init("a", [Point(0, 0), Point(1, 1)])]).scene(width: 60, height: 40)
    }
  }

  @Test func oneValueIsDrawn() throws {
    for value in [0.0, 7, -1e300, 1e-300] {
      let scene = try LineChart(series: [.init("a", [Point(value, value)])]).scene()
      let markers = scene.shapes.filter { if case .disc = $0.geometry { true } else { false } }
      #expect(markers.count == 1)
    }
  }

  @Test func labelsLegendAndReferencesAreWritten() throws {
    let scene = try LineChart(
      title: "T", x: Axis("time (s)"), y: Axis("return"),
      series: [.init("a", [Point(0, 0), Point(1, 1)]), .init("b", [Point(0, 1), Point(1, 0)])],
      references: [.init("limit", at: 2)]).scene()
    #expect(Set(["T", "time (s)", "return", "a", "b", "limit"]).isSubset(of: strings(scene)))
  }

  @Test func barsStandOnZeroInProportion() throws {
    let scene = try BarChart(categories: ["a", "b", "c"], series: [.init("s", [2, 4, -1])]).scene()
    let bars = rectangles(scene, 0)
    try #require(bars.count == 3)
    #expect(abs(bars[1].height / bars[0].height - 2) < 1e-9)
    #expect(abs(bars[2].height / bars[0].height - 0.5) < 1e-9)
    #expect(bars[0].minY == bars[1].minY && abs(bars[2].maxY - bars[0].minY) < 1e-9)
  }

  @Test func gapsLeaveTheirPlaceFree() throws {
    let scene = try BarChart(
      categories: ["a", "b"], series: [.init("s", [1, .nan]), .init("t", [1, 2])]).scene()
    // The legend's sample and the bars.
    #expect(rectangles(scene, 0).count == 2)
    #expect(rectangles(scene, 1).count == 3)
  }

  @Test func heatMapsFillTheirRanges() throws {
    let map = HeatMap(columns: 4, rows: 3, values: (0..<12).map(Double.init))
    let scene = try HeatMapChart(label: "value", map: map, xRange: 0...4, yRange: 0...3).scene()
    let maps = scene.shapes.compactMap { shape -> (HeatMap, Rect)? in
      if case .heatMap(let map, let rect) = shape.geometry { (map, rect) } else { nil }
    }
    try #require(maps.count == 2)
    #expect(maps[0].0 == map)
    #expect(maps[1].0.range == 0...11)
    #expect(strings(scene).contains("value"))
  }

  @Test func dashesKeepTheLength() {
    let corner = [Point(0, 0), Point(10, 0), Point(10, 7)]
    let pieces = dashed(corner, [4, 2])
    let lengths = pieces.map { piece in
      zip(piece, piece.dropFirst()).reduce(0) { $0 + ($1.1 - $1.0).length }
    }
    // 17 = 4 + 2 + 4 + 2 + 4 + 1: three dashes, the second gap ends around the corner.
    #expect(lengths.count == 3)
    for length in lengths { #expect(abs(length - 4) < 1e-12) }
    #expect(pieces[1] == [Point(6, 0), Point(10, 0)])
  }
}
