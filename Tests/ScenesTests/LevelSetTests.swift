import Scenes
import Testing

/// Twice-signed area by the shoelace formula, halved: positive for counter-clockwise loops.
private func area(_ loop: [Point]) -> Double {
  var sum = 0.0
  for (p, q) in zip(loop, loop.dropFirst() + loop.prefix(1)) { sum += p.x * q.y - q.x * p.y }
  return sum / 2
}

@Suite struct LevelSetTests {
  private let square = Rect(minX: -2, minY: -1, maxX: 2, maxY: 3)

  private func field(_ nodes: Int, _ function: (Point) -> Double) -> ScalarField {
    ScalarField(area: square, columns: nodes, rows: nodes, of: function)
  }

  /// The area inside a circle of radius 1.3, whose error falls with the square of the step.
  @Test func circle() {
    func circle(_ p: Point) -> Double { p.x * p.x + (p.y - 1) * (p.y - 1) - 1.69 }
    var errors: [Double] = []
    for nodes in [41, 81, 161] {
      let set = LevelSet(field(nodes, circle))
      #expect(set.loops.count == 1 && set.lines.count == 1)
      errors.append(abs(area(set.loops[0]) - .pi * 1.69))
      #expect(set.lines[0].first == set.lines[0].last)
      #expect(set.lines[0].allSatisfy { abs(circle($0)) < 16.0 / Double(nodes * nodes) })
    }
    #expect(errors[0] < 0.02)
    #expect(errors[1] < 0.3 * errors[0] && errors[2] < 0.3 * errors[1])
  }

  @Test func aHoleRunsClockwise() {
    let set = LevelSet(field(101) { p in
      let r = (p.x * p.x + (p.y - 1) * (p.y - 1)).squareRoot()
      return max(r - 1.5, 0.5 - r)
    })
    let areas = set.loops.map(area).sorted()
    #expect(areas.count == 2)
    #expect(abs(areas[0] + .pi * 0.25) < 0.01)
    #expect(abs(areas[1] - .pi * 2.25) < 0.01)
  }

  /// A straight border is met exactly, and the rectangle's own sides carry no line.
  @Test func halfPlane() {
    let set = LevelSet(field(17) { $0.x - 0.3 })
    #expect(set.loops.count == 1 && set.lines.count == 1)
    #expect(abs(area(set.loops[0]) - 2.3 * 4) < 1e-12)
    #expect(set.lines[0].allSatisfy { abs($0.x - 0.3) < 1e-12 })
    let heights = set.lines[0].map(\.y)
    #expect(heights.min() == -1 && heights.max() == 3)
  }

  @Test func allOrNothing() {
    let all = LevelSet(field(5) { _ in -1 })
    #expect(all.loops.count == 1 && all.lines.isEmpty && abs(area(all.loops[0]) - 16) < 1e-12)
    for value in [1, Double.nan, .infinity] {
      let none = LevelSet(field(5) { _ in value })
      #expect(none.loops.isEmpty && none.lines.isEmpty)
    }
  }

  /// Where values are missing the region ends at the last node, without a line.
  @Test func missingValues() {
    let set = LevelSet(field(5) { $0.y > 0.5 ? .nan : $0.x })
    #expect(set.loops.count == 1 && set.lines.count == 1)
    #expect(abs(area(set.loops[0]) - 2) < 1e-12)
    #expect(set.lines[0] == [Point(0, -1), Point(0, 0)] || set.lines[0] == [Point(0, 0), Point(0, -1)])
  }

  /// Two opposite corners inside: the mean of the four decides whether they join.
  @Test(arguments: [(-3.0, 1), (-1.0, 2)])
  func saddle(low: Double, loops: Int) {
    let set = LevelSet(ScalarField(area: square, columns: 2, rows: 2, values: [low, 2, 2, low]))
    #expect(set.loops.count == loops)
    #expect(set.loops.allSatisfy { area($0) > 0 })
  }

  /// A function that only jumps still has its border found to a part in a million of a cell.
  @Test func bisection() {
    func jump(_ p: Point) -> Double { p.x * p.x + (p.y - 1) * (p.y - 1) <= 1.69 ? -1 : 1 }
    let set = LevelSet(field(41, jump), bisecting: jump)
    #expect(set.lines.count == 1)
    for point in set.lines[0] { #expect(abs((point - Point(0, 1)).length - 1.3) < 3e-7) }
  }

  @Test func mapsLieBetweenGroundAndFigures() {
    func disc(_ radius: Double) -> Shape {
      Shape(.disc(center: .zero, radius: radius), style: Style(fill: .ink))
    }
    var scene = Scene(view: square)
    scene.shapes = [disc(1)]
    scene.endGround()
    scene.shapes.append(disc(2))
    scene.insertMap([disc(3), disc(4)])
    scene.insertMap([disc(5)])
    #expect(scene.shapes == [disc(1), disc(3), disc(4), disc(5), disc(2)])
    scene.removeAllShapes()
    scene.shapes = [disc(1)]
    scene.insertMap([disc(2)])
    #expect(scene.shapes == [disc(1), disc(2)])
  }

  /// A heat map of a field has a node in the middle of each cell.
  @Test func fieldCells() {
    let (map, area) = field(5) { $0.x }.heatMap()
    #expect(area == Rect(minX: -2.5, minY: -1.5, maxX: 2.5, maxY: 3.5))
    #expect(map.columns == 5 && map.range == -2...2)
  }
}
