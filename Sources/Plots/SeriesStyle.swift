import Scenes

/// How a series looks: colour, dashes and marker all differ, so that it is told apart without colours.
struct SeriesStyle {
  enum Form {
    case line, bar
  }

  let color: Color
  let form: Form
  private let dashes: [Double]
  private let marker: Int

  init(index: Int, form: Form) {
    color = Color.series[index % Color.series.count]
    self.form = form
    let patterns: [[Double]] = [[], [8, 4], [2, 4], [10, 4, 2, 4], [14, 5], [5, 3]]
    dashes = patterns[index % patterns.count]
    marker = index % 5
  }

  /// A broken line with the series' dashes.
  func drawLine(_ scene: inout Scene, _ points: [Point]) {
    guard points.count > 1 else { return }
    let width = Length.pixels(2)
    guard !dashes.isEmpty else { return scene.polyline(points, color: color, width: width) }
    for piece in dashed(points, dashes) { scene.polyline(piece, color: color, width: width) }
  }

  func drawMarker(_ scene: inout Scene, at p: Point) {
    let corners: [Point]
    switch marker {
    case 0: return scene.disc(at: p, radius: 3.5, fill: color)
    case 1: corners = [Point(-3, -3), Point(3, -3), Point(3, 3), Point(-3, 3)]
    case 2: corners = [Point(-4, -3), Point(4, -3), Point(0, 4)]
    case 3: corners = [Point(-4.4, 0), Point(0, -4.4), Point(4.4, 0), Point(0, 4.4)]
    default: corners = [Point(-4, 3), Point(4, 3), Point(0, -4)]
    }
    scene.polygon(corners.map { p + $0 }, fill: color)
  }

  func drawSample(_ scene: inout Scene, _ box: Rect) {
    switch form {
    case .line:
      drawLine(&scene, [Point(box.minX, box.center.y), Point(box.maxX, box.center.y)])
      drawMarker(&scene, at: box.center)
    case .bar:
      scene.rectangle(Rect(center: box.center, width: 12, height: 10), fill: color)
    }
  }
}

/// A name beside a sample of its style.
struct LegendEntry {
  let name: String
  let style: SeriesStyle

  var width: Double { 32 + Font.standard.width(of: name, size: Frame.tickSize) + 20 }
}

/// The drawn pieces of a broken line under alternating lengths of line and gap.
///
/// - Precondition: there is a point, and the pattern has an even number of lengths, all positive.
package func dashed(_ points: [Point], _ pattern: [Double]) -> [[Point]] {
  var pieces: [[Point]] = []
  var current = [points[0]]
  var index = 0
  var left = pattern[0]
  for (start, end) in zip(points, points.dropFirst()) {
    let length = (end - start).length
    var done = 0.0
    while length - done >= left {
      done += left
      let cut = start + (done / length) * (end - start)
      if index % 2 == 0 { pieces.append(current + [cut]) }
      current = [cut]
      index += 1
      left = pattern[index % pattern.count]
    }
    left -= length - done
    if current.last != end { current.append(end) }
  }
  if index % 2 == 0 && current.count > 1 { pieces.append(current) }
  return pieces
}
