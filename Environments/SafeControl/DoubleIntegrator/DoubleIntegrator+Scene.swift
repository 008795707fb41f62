import Scenes

/// Above, the plane of position and velocity with the feasible set; below, the track at the same scale.
extension DoubleIntegrator: MappedProcess {
  public var view: Rect { Rect(x: -1.8, y: -1.15, width: 3.6, height: 2.7) }

  /// A little more than the allowed rectangle of positions and velocities.
  public var mapArea: Rect {
    let (low, high) = (Self.place(-1.1, -1.3), Self.place(1.1, 1.3))
    return Rect(minX: low.x, minY: low.y, maxX: high.x, maxY: high.y)
  }

  public func state(at point: Point, like state: State) -> State? {
    State(position: point.x, velocity: (point.y - Self.planeHeight) / Self.planeScale)
  }

  /// Where the plane's axis of rest is drawn, and the scale of velocity against that of position.
  private static var planeHeight: Double { 0.55 }
  private static var planeScale: Double { 0.6 }

  private static func place(_ x: Double, _ v: Double) -> Point { Point(x, planeHeight + planeScale * v) }

  /// `value`, or the end of the interval around `middle` beyond which it lies: a mass that nobody
  /// stops goes anywhere.
  private static func cut(_ value: Double, to reach: Double, around middle: Double = 0) -> Double {
    min(max(value, middle - reach), middle + reach)
  }

  /// Half the width of the part of the picture in which the mass is drawn.
  private static var reach: Double { 1.7 }

  public func depict(_ state: State, in scene: inout Scene) {
    depictPlane(state, in: &scene)
    depictTrack(state, in: &scene)
  }

  private func depictPlane(_ state: State, in scene: inout Scene) {
    let place = Self.place
    let (wall, fastest) = (Self.positionLimit, Self.speedLimit)
    scene.polygon(
      [place(-wall, -fastest), place(wall, -fastest), place(wall, fastest), place(-wall, fastest)],
      fill: Color.vermillion.opacity(0.18), stroke: Stroke(.vermillion, width: .world(0.015)))
    // The border of the feasible set on the right from above to rest, then on the left from below.
    let speeds = (0...40).map { fastest * (1 - Double($0) / 40) }
    let right = speeds.map { place(wall - stoppingDistance(from: $0), $0) }
    let left = speeds.map { place(stoppingDistance(from: -$0) - wall, -$0) }
    scene.polygon(
      [place(-wall, 0), place(-wall, fastest)] + right + [place(wall, -fastest)] + left,
      fill: Color(hex: 0xDDEFE8), stroke: Stroke(.green, width: .world(0.015)))
    scene.endGround()
    scene.line(
      from: place(Self.target, -0.08), to: place(Self.target, 0.08), color: .ink, width: .world(0.02))
    scene.line(from: place(-wall, 0), to: place(wall, 0), color: .mist, width: .world(0.008))
    let truth = place(state.position, state.velocity)
    let shown = Point(
      Self.cut(truth.x, to: Self.reach), Self.cut(truth.y, to: 0.93, around: Self.planeHeight))
    // Hollow where it really is further out.
    scene.disc(
      at: shown, radius: 0.05, fill: shown == truth ? .blue : .paper,
      stroke: shown == truth ? nil : Stroke(.blue, width: .world(0.025)))
  }

  private func depictTrack(_ state: State, in scene: inout Scene) {
    let ground = -0.95
    scene.line(from: Point(-1.7, ground), to: Point(1.7, ground), color: .slate, width: .world(0.02))
    for wall in [-Self.positionLimit, Self.positionLimit] {
      scene.line(
        from: Point(wall, ground), to: Point(wall, ground + 0.32), color: .vermillion, width: .world(0.03))
    }
    scene.disc(at: Point(Self.target, ground), radius: 0.045, fill: .green)
    // The mass is a point; its block is drawn narrow enough to see on which side of a wall it is.
    let center = Point(Self.cut(state.position, to: Self.reach), ground + 0.11)
    let isShown = center.x == state.position
    scene.rectangle(
      Rect(center: center, width: 0.12, height: 0.2), fill: isShown ? .blue : .paper,
      stroke: isShown ? nil : Stroke(.blue, width: .world(0.025)))
    scene.arrow(
      from: center, to: Point(center.x + 0.4 * Self.cut(state.velocity, to: 10), center.y), color: .sky,
      width: .world(0.03))
    if push != 0 {
      let high = Point(center.x, center.y + 0.17)
      scene.arrow(from: high, to: Point(high.x + push, high.y), width: .world(0.03))
    }
  }
}
