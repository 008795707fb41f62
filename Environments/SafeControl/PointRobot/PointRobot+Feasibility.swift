import DecisionProcesses
import ElementaryFunctions

extension PointRobot: KnownFeasibility {
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
    return PointRobot().isFeasible(state)
  }

  /// `isAvoidable` at the robot's own gains and hazard radius, for any speed: a robot that rolls back moves
  /// like one that faces the other way. The wind is left out of it.
  ///
  /// - Precondition: `accelerationGain` is positive.
  public func isFeasible(_ state: State) -> Bool {
    precondition(accelerationGain > 0, "isFeasible needs brakes; accelerationGain is \(accelerationGain)")
    guard (state.x + state.y + state.heading + state.speed).isFinite else { return false }
    var start = state
    if state.speed < 0 {
      start.speed = -state.speed
      start.heading += .pi
    }
    return canAvoid(Self.hazards[0][0], Self.hazards[0][1], from: start)
      && canAvoid(Self.hazards[1][0], Self.hazards[1][1], from: start)
  }

  public static var feasibilityAssumptions: String { "each hazard by itself, no wind" }

  private func canAvoid(_ x: Double, _ y: Double, from start: State) -> Bool {
    if Self.distance(start, x, y) < hazardRadius { return false }
    let (sine, cosine) = Elementary.sinCos(start.heading)
    let (dx, dy) = (x - start.x, y - start.y)
    let left = dy * cosine - dx * sine
    if dx * cosine + dy * sine <= 0 || abs(left) > hazardRadius { return true }

    let braking = Self.timeStep * accelerationGain
    let turn = Self.timeStep * (left >= 0 ? -turnGain : turnGain)
    var state = start
    while state.speed > 0 {
      let (sine, cosine) = Elementary.sinCos(state.heading)
      state.x += Self.timeStep * state.speed * cosine
      state.y += Self.timeStep * state.speed * sine
      state.speed -= braking
      state.heading += turn
      if Self.distance(state, x, y) < hazardRadius { return false }
    }
    return true
  }
}
