/// The contours of the current shape in pixels; its storage is reused from shape to shape.
struct Outline {
  private(set) var points: [Point] = []
  /// For each contour, the index after its last point.
  private(set) var ends: [Int] = []
  private(set) var isDrawable = true

  mutating func removeAll() {
    points.removeAll(keepingCapacity: true)
    ends.removeAll(keepingCapacity: true)
    isDrawable = true
  }

  mutating func add(_ point: Point) {
    points.append(point)
    if !point.isDrawable { isDrawable = false }
  }

  mutating func endContour() {
    ends.append(points.count)
  }

  mutating func addContour(_ contour: [Point], _ map: PixelMap) {
    for point in contour { add(map(point)) }
    endContour()
  }

  mutating func addRectangle(_ rect: Rect, _ map: PixelMap) {
    if !(rect.width >= 0 && rect.height >= 0) { isDrawable = false }
    add(map(Point(rect.minX, rect.minY)))
    add(map(Point(rect.maxX, rect.minY)))
    add(map(Point(rect.maxX, rect.maxY)))
    add(map(Point(rect.minX, rect.maxY)))
    endContour()
  }

  /// The seven corners of an arrow between two points in pixels, `width` pixels thick.
  mutating func addArrow(from start: Point, to end: Point, width: Double) {
    let length = (end - start).length
    guard length > 0, start.isDrawable, end.isDrawable, Scenes.isDrawable(width) else {
      isDrawable = false
      return
    }
    let along = (1 / length) * (end - start)
    let across = Point(-along.y, along.x)
    let headLength = min(length, 3.5 * width)
    let headHalfWidth = 1.6 * width * (headLength / (3.5 * width))
    let neck = end - headLength * along
    let shaft = (width / 2) * across
    let barb = headHalfWidth * across
    add(end)
    add(neck + barb)
    if length > headLength {
      add(neck + shaft)
      add(start + shaft)
      add(start - shaft)
      add(neck - shaft)
    }
    add(neck - barb)
    endContour()
  }

  /// Calls `body` with both ends of every side; with `closing`, also of the one back to the start.
  @inline(__always)
  func forEachSide(closing: Bool, _ body: (Point, Point) -> Void) {
    var start = 0
    for end in ends {
      defer { start = end }
      guard start < end else { continue }
      for i in start..<(end - 1) { body(points[i], points[i + 1]) }
      if closing || end - start == 1 { body(points[end - 1], points[start]) }
    }
  }
}
