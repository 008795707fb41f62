/// Where a field is at most a level: the region, and the contour line around it.
///
/// Marching squares: a contour crosses the sides of a cell whose nodes lie on different sides of the
/// level, at the place that linear interpolation gives, or bisection of the function itself. A cell with
/// two opposite nodes inside joins them if the mean of its four nodes is inside. Where the grid or the
/// known values end, the region ends too, but no line is drawn. The same input gives the same points.
///
/// Source: W. Lorensen, H. Cline, "Marching cubes", SIGGRAPH 1987, doi:10.1145/37401.37422, in the plane.
public struct LevelSet: Equatable, Sendable {
  /// Closed loops around the region, the inside on the left; holes run the other way.
  public let loops: [[Point]]
  /// The parts of the loops that lie where the field passes the level: polylines, closed ones with the
  /// first point repeated.
  public let lines: [[Point]]

  /// The set where `field <= level`, its border interpolated between nodes. O(nodes).
  public init(_ field: ScalarField, level: Double = 0) {
    var tracer = ContourTracer(field, level: level)
    tracer.findCrossings { low, high, _, _ in (level - low) / (high - low) }
    (loops, lines) = tracer.trace()
  }

  /// The set where `field <= level`, its border bisected between nodes by `function`, which the field
  /// samples: for functions that jump. O(nodes) and 20 calls per crossing.
  ///
  /// - Parameter function: may say NaN, which counts as outside.
  public init(_ field: ScalarField, level: Double = 0, bisecting function: (Point) -> Double) {
    var tracer = ContourTracer(field, level: level)
    tracer.findCrossings { _, _, start, way in
      var (near, far) = (0.0, 1.0)
      for _ in 0..<20 {
        let middle = (near + far) / 2
        if function(start + middle * way) <= level { near = middle } else { far = middle }
      }
      return (near + far) / 2
    }
    (loops, lines) = tracer.trace()
  }
}

/// The crossings of one field, and the links between them.
///
/// The grid gains a frame of missing nodes, so every loop closes. Sides of cells are numbered: those along
/// x first, then those along y.
private struct ContourTracer {
  private let field: ScalarField
  private let level: Double
  /// Nodes per row and column, with the frame.
  private let width: Int
  private let height: Int
  private var crossings: [Point]
  /// The crossing that follows, by side; -1 for none.
  private var next: [Int]
  /// Whether the link that starts at a side lies in a cell of known nodes.
  private var isLine: [Bool]

  init(_ field: ScalarField, level: Double) {
    self.field = field
    self.level = level
    width = field.columns + 2
    height = field.rows + 2
    let sides = 2 * width * height
    crossings = [Point](repeating: .zero, count: sides)
    next = [Int](repeating: -1, count: sides)
    isLine = [Bool](repeating: false, count: sides)
  }

  private func value(_ i: Int, _ j: Int) -> Double {
    guard i >= 1, j >= 1, i <= field.columns, j <= field.rows else { return .nan }
    let value = field.values[(j - 1) * field.columns + i - 1]
    return value.isFinite ? value : .nan
  }

  private func isInside(_ value: Double) -> Bool { value <= level }
  private func place(_ i: Int, _ j: Int) -> Point { field.point(column: i - 1, row: j - 1) }
  private func sideAlongX(_ i: Int, _ j: Int) -> Int { j * width + i }
  private func sideAlongY(_ i: Int, _ j: Int) -> Int { (height + j) * width + i }

  /// Places all crossings and links them; `fraction` takes the values inside and outside, the node inside
  /// and the way to the one outside.
  mutating func findCrossings(_ fraction: (Double, Double, Point, Point) -> Double) {
    for j in 0..<height {
      for i in 0..<width {
        if i + 1 < width { cross(sideAlongX(i, j), (i, j), (i + 1, j), fraction) }
        if j + 1 < height { cross(sideAlongY(i, j), (i, j), (i, j + 1), fraction) }
      }
    }
    for j in 0..<height - 1 {
      for i in 0..<width - 1 { link(i, j) }
    }
  }

  private mutating func cross(
    _ side: Int, _ a: (Int, Int), _ b: (Int, Int),
    _ fraction: (Double, Double, Point, Point) -> Double
  ) {
    let (first, second) = (value(a.0, a.1), value(b.0, b.1))
    guard isInside(first) != isInside(second) else { return }
    let (inner, outer) = isInside(first) ? (a, b) : (b, a)
    let (low, high) = isInside(first) ? (first, second) : (second, first)
    let start = place(inner.0, inner.1)
    // Towards the unknown, the region ends at its last node.
    guard !high.isNaN else {
      crossings[side] = start
      return
    }
    let way = place(outer.0, outer.1) - start
    crossings[side] = start + fraction(low, high, start, way) * way
  }

  /// Links the crossings of the cell above and to the right of node (i, j), the inside on the left.
  private mutating func link(_ i: Int, _ j: Int) {
    // Counter-clockwise from the lower left; side k runs from corner k to corner k + 1.
    let corners = [value(i, j), value(i + 1, j), value(i + 1, j + 1), value(i, j + 1)]
    let inside = corners.map(isInside)
    let count = inside.count { $0 }
    guard count > 0, count < 4 else { return }
    let sides = [sideAlongX(i, j), sideAlongY(i + 1, j), sideAlongX(i, j + 1), sideAlongY(i, j)]
    let isKnown = !corners.contains { $0.isNaN }
    // The contour goes in where the border of the cell leaves the region, and out where it enters it.
    var starts: [Int] = []
    var ends: [Int] = []
    for k in 0..<4 {
      if inside[k] && !inside[(k + 1) % 4] { starts.append(k) }
      if !inside[k] && inside[(k + 1) % 4] { ends.append(k) }
    }
    let mean = (corners[0] + corners[1] + corners[2] + corners[3]) / 4
    for start in starts {
      // Of two ends, the region that is joined in the middle is left at the following side, else at the
      // one before.
      let end = ends.count == 1 ? ends[0] : isInside(mean) ? (start + 1) % 4 : (start + 3) % 4
      next[sides[start]] = sides[end]
      isLine[sides[start]] = isKnown
    }
  }

  mutating func trace() -> (loops: [[Point]], lines: [[Point]]) {
    var loops: [[Point]] = []
    var lines: [[Point]] = []
    for first in next.indices where next[first] >= 0 {
      var loop: [(point: Point, startsLine: Bool)] = []
      var side = first
      while next[side] >= 0 {
        loop.append((crossings[side], isLine[side]))
        let following = next[side]
        next[side] = -1
        side = following
      }
      loops.append(loop.map(\.point))
      appendLines(of: loop, to: &lines)
    }
    return (loops, lines)
  }

  private func appendLines(
    of loop: [(point: Point, startsLine: Bool)], to lines: inout [[Point]]
  ) {
    let count = loop.count
    // Begin after a gap, so that no line is cut at the loop's arbitrary first point.
    guard let gap = loop.firstIndex(where: { !$0.startsLine }) else {
      lines.append(loop.map(\.point) + [loop[0].point])
      return
    }
    var line: [Point] = []
    for offset in 1...count {
      let (point, startsLine) = loop[(gap + offset) % count]
      if startsLine || !line.isEmpty { line.append(point) }
      if !startsLine && !line.isEmpty {
        lines.append(line)
        line = []
      }
    }
  }
}
