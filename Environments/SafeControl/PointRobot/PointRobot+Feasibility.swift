import ElementaryFunctions

extension PointRobot {
  /// Whether full braking with full lock away from each hazard keeps the nominal robot out of it.
  ///
  /// For each hazard by itself: the robot is outside, and it moves away, or its straight course misses
  /// the disc, or braking with u0 = -1 and turning with u1 = -1 (hazard on the left or dead ahead) or +1
  /// (on the right) at dt = 0.05 s until it stands never enters the disc. The two hazards are not
  /// combined and the square's edge is not counted, as in the source's figure, whose truth this is.
  ///
  /// O(speed / dt) steps per hazard.
  ///
  /// - Precondition: the state is finite, 0 <= speed <= 1000 m/s.
  public static func isAvoidable(_ state: State) -> Bool {
    precondition(
      state.speed >= 0 && state.speed <= 1000 && (state.x + state.y + state.heading).isFinite,
      "isAvoidable takes a finite state with a speed of 0 to 1000 m/s")
    return canAvoid(hazards[0][0], hazards[0][1], from: state)
      && canAvoid(hazards[1][0], hazards[1][1], from: state)
  }

  private static func canAvoid(_ x: Double, _ y: Double, from start: State) -> Bool {
    let radius = PointRobot().hazardRadius
    if distance(start, x, y) < radius { return false }
    let (sine, cosine) = Elementary.sinCos(start.heading)
    let (dx, dy) = (x - start.x, y - start.y)
    let left = dy * cosine - dx * sine
    if dx * cosine + dy * sine <= 0 || abs(left) > radius { return true }

    let turn: Double = left >= 0 ? -1 : 1
    var state = start
    while state.speed > 0 {
      let (sine, cosine) = Elementary.sinCos(state.heading)
      state.x += timeStep * state.speed * cosine
      state.y += timeStep * state.speed * sine
      state.speed -= timeStep
      state.heading += timeStep * turn
      if distance(state, x, y) < radius { return false }
    }
    return true
  }
}
