import ElementaryFunctions
import Scenes

// The states that agents take their observations for, and the points that trails follow.

extension CartPole: ObservationDepictable {
  public func state(fromObservation row: borrowing Span<Double>) -> State? {
    State(position: row[0], velocity: row[1], angle: row[2], rate: row[3])
  }

  /// The pole's tip.
  public func trackedPoint(of state: State) -> Point? {
    let (sine, cosine) = Elementary.sinCos(state.angle)
    return Point(state.position + 2 * length * sine, 0.3 + 2 * length * cosine)
  }
}

extension MountainCar: ObservationDepictable {
  public func state(fromObservation row: borrowing Span<Double>) -> State? {
    State(position: row[0], velocity: row[1])
  }

  public func trackedPoint(of state: State) -> Point? { Self.carPoint(state) }

  /// The middle of the car.
  static func carPoint(_ state: State) -> Point {
    Point(state.position, 0.45 * Elementary.sin(3 * state.position) + 0.615)
  }
}

extension MountainCarContinuous: ObservationDepictable {
  public func state(fromObservation row: borrowing Span<Double>) -> State? {
    State(position: row[0], velocity: row[1])
  }

  public func trackedPoint(of state: State) -> Point? { MountainCar.carPoint(state) }
}

extension Pendulum: ObservationDepictable {
  public func state(fromObservation row: borrowing Span<Double>) -> State? {
    State(angle: Elementary.atan2(row[1], row[0]), rate: row[2])
  }

  /// The tip of the rod.
  public func trackedPoint(of state: State) -> Point? {
    let (sine, cosine) = Elementary.sinCos(state.angle)
    return Point(-length * sine, length * cosine)
  }
}

extension Acrobot: ObservationDepictable {
  public func state(fromObservation row: borrowing Span<Double>) -> State? {
    State(
      angle1: Elementary.atan2(row[1], row[0]), angle2: Elementary.atan2(row[3], row[2]), rate1: row[4],
      rate2: row[5])
  }

  /// The end of the outer link.
  public func trackedPoint(of state: State) -> Point? {
    let (sine1, cosine1) = Elementary.sinCos(state.angle1)
    let (sine2, cosine2) = Elementary.sinCos(state.angle1 + state.angle2)
    return Point(
      linkLength1 * sine1 + linkLength2 * sine2, -linkLength1 * cosine1 - linkLength2 * cosine2)
  }
}
