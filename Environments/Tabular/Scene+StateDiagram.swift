import ElementaryFunctions
import Scenes

/// Parts of state diagrams: nodes, the marked state and arrows whose width shows a probability.
extension Scene {
  /// A state; the occupied one is orange with a dark rim.
  mutating func stateNode(at center: Point, radius: Double, fill: Color, isOccupied: Bool) {
    if isOccupied {
      disc(
        at: center, radius: 1.3 * radius, fill: .orange, stroke: Stroke(.ink, width: .world(0.12 * radius)))
      disc(at: center, radius: 0.55 * radius, fill: fill)
    } else {
      disc(at: center, radius: radius, fill: fill, stroke: Stroke(.slate, width: .world(0.08 * radius)))
    }
  }

  /// An arrow between two points, its width `probability` times `full` (world units), never a hairline.
  mutating func probabilityArrow(
    from start: Point, to end: Point, probability: Double, full: Double, color: Color
  ) {
    guard probability > 0 else { return }
    arrow(from: start, to: end, color: color, width: .world(full * (0.2 + 0.8 * min(probability, 1))))
  }
}

/// Place `index` of `count` even places on a circle around the origin, the first at the top, clockwise.
func ringPlace(_ index: Int, of count: Int, radius: Double) -> Point {
  let (sine, cosine) = Elementary.sinCos(2 * Double.pi * Double(index) / Double(count))
  return Point(radius * sine, radius * cosine)
}
