import ElementaryFunctions
import Scenes

extension PointRobot: MappedProcess {
  public var view: Rect { Rect(center: .zero, width: 8.8, height: 6.6) }

  /// The square that the robot must not leave, at the present speed and heading.
  public var mapArea: Rect { Rect(center: .zero, width: 2 * Self.arenaHalf, height: 2 * Self.arenaHalf) }

  public func state(at point: Point, like state: State) -> State? {
    State(x: point.x, y: point.y, speed: state.speed, heading: state.heading)
  }

  public func depict(_ state: State, in scene: inout Scene) {
    scene.endGround()
    scene.rectangle(mapArea, stroke: Stroke(.slate, width: .world(0.04)))
    let goal = Point(Self.goalCoordinate, Self.goalCoordinate)
    scene.disc(
      at: goal, radius: Self.goalRadius, fill: Color.green.opacity(0.35),
      stroke: Stroke(.green, width: .world(0.04)))
    for index in 0..<2 {
      scene.disc(
        at: Point(Self.hazards[index][0], Self.hazards[index][1]), radius: hazardRadius,
        fill: Color.vermillion.opacity(0.3), stroke: Stroke(.vermillion, width: .world(0.04)))
    }

    let place = Point(state.x, state.y)
    let (sine, cosine) = Elementary.sinCos(state.heading)
    // The arrow ends where half a second of straight driving leads.
    let end = Point(place.x + 0.5 * state.speed * cosine, place.y + 0.5 * state.speed * sine)
    scene.arrow(from: place, to: end, color: .blue, width: .world(0.06))
    scene.withTransform(Transform(cosine: cosine, sine: sine, translation: place)) { scene in
      scene.polygon([Point(0.2, 0), Point(-0.14, 0.13), Point(-0.14, -0.13)], fill: .blue)
    }
    if windX != 0 || windY != 0 {
      let corner = Point(-3.7, 2.7)
      scene.arrow(from: corner, to: Point(corner.x + 2.5 * windX, corner.y + 2.5 * windY))
    }
  }
}
