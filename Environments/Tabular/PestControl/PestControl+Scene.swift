import ElementaryFunctions
import Scenes

extension PestControl: Depictable {
  public var view: Rect { Rect(x: -3.2, y: -2.3, width: 6.4, height: 4.8) }

  public func depict(_ state: Int, in scene: inout Scene) {
    // A dial from 0 on the left to 50 on the right.
    let pivot = Point(0, -0.1)
    let segments = 25
    for segment in 0..<segments {
      let t = (Double(segment) + 0.5) / Double(segments)
      let color =
        t < 0.5
        ? Color.green.mixed(with: .yellow, by: 2 * t) : Color.yellow.mixed(with: .vermillion, by: 2 * t - 1)
      let (from, to) = (Double(segment) / Double(segments), (Double(segment) + 0.92) / Double(segments))
      scene.polygon(
        [(from, 1.7), (from, 2.1), (to, 2.1), (to, 1.7)].map { dialPlace($0, radius: $1, around: pivot) },
        fill: color)
    }
    let tip = dialPlace(Double(state) / Double(Self.capacity), radius: 1.6, around: pivot)
    scene.capsule(from: pivot, to: tip, radius: 0.06, fill: .slate)
    scene.disc(at: pivot, radius: 0.16, fill: .slate)
    // The field: one beetle for each pest, five rows of ten.
    scene.rectangle(
      Rect(x: -2.9, y: -2.15, width: 5.8, height: 1.7), fill: Color.green.mixed(with: .paper, by: 0.6))
    for pest in 0..<Self.capacity {
      let place = Point(-2.61 + 0.58 * Double(pest % 10), -0.64 - 0.32 * Double(pest / 10))
      if pest < state {
        scene.capsule(
          from: Point(place.x - 0.09, place.y), to: Point(place.x + 0.07, place.y), radius: 0.09, fill: .slate
        )
        scene.disc(at: Point(place.x + 0.17, place.y), radius: 0.06, fill: .vermillion)
      } else {
        scene.disc(at: place, radius: 0.03, fill: Color.green.opacity(0.6))
      }
    }
  }

  /// The place on the upper half circle for `share` of the way from left to right.
  private func dialPlace(_ share: Double, radius: Double, around pivot: Point) -> Point {
    let (sine, cosine) = Elementary.sinCos(Double.pi * (1 - share))
    return Point(pivot.x + radius * cosine, pivot.y + radius * sine)
  }
}
