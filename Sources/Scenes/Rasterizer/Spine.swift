/// A segment, or a point when both ends agree, as the spine of a round shape.
struct Spine {
  let start: Point
  let end: Point
  private let direction: Point
  private let length: Double

  init(from start: Point, to end: Point) {
    self.start = start
    self.end = end
    length = (end - start).length
    direction = length > 0 ? (1 / length) * (end - start) : .zero
  }

  /// The distance of `(x, y)` from the segment.
  @inline(__always)
  func distance(_ x: Double, _ y: Double) -> Double {
    let dx = x - start.x
    let dy = y - start.y
    let along = dx * direction.x + dy * direction.y
    if length > 0 && along >= 0 && along <= length {
      return abs(dx * direction.y - dy * direction.x)
    }
    let nearest = along > length ? end : start
    let ex = x - nearest.x
    let ey = y - nearest.y
    return (ex * ex + ey * ey).squareRoot()
  }

  /// The x-interval of the points at height `y` within `radius`; `lower > upper` when there are none.
  ///
  /// The set is convex and its border is two half circles and two sides, so the extreme crossings of
  /// those are the ends of the interval.
  @inline(__always)
  func interval(at y: Double, radius: Double) -> (lower: Double, upper: Double) {
    var lower = Double.infinity
    var upper = -Double.infinity
    guard radius >= 0 else { return (lower, upper) }
    func includeDisc(_ center: Point) {
      let rise = y - center.y
      let square = radius * radius - rise * rise
      guard square >= 0 else { return }
      let half = square.squareRoot()
      lower = min(lower, center.x - half)
      upper = max(upper, center.x + half)
    }
    func includeSide(_ offset: Double) {
      let fraction = (y - start.y - offset * direction.x) / (end.y - start.y)
      guard fraction >= 0 && fraction <= 1 else { return }
      let x = start.x - offset * direction.y + fraction * (end.x - start.x)
      lower = min(lower, x)
      upper = max(upper, x)
    }
    includeDisc(start)
    if length > 0 {
      includeDisc(end)
      if start.y != end.y {
        includeSide(radius)
        includeSide(-radius)
      }
    }
    return (lower, upper)
  }
}
