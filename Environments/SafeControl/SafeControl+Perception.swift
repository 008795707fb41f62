import ClassicControlEnvironments
import ElementaryFunctions
import Scenes

// The states that agents take their observations for, and the points that trails follow.

extension PointRobot: ObservationDepictable {
  public func state(fromObservation row: borrowing Span<Double>) -> State? {
    State(x: row[0], y: row[1], speed: row[2], heading: Elementary.atan2(row[4], row[3]))
  }

  public func trackedPoint(of state: State) -> Point? { Point(state.x, state.y) }
}

extension DoubleIntegrator: ObservationDepictable {
  public func state(fromObservation row: borrowing Span<Double>) -> State? {
    State(position: row[0], velocity: row[1])
  }

  /// The state's place in the plane of position and velocity, as it is drawn.
  public func trackedPoint(of state: State) -> Point? {
    Point(state.position, 0.55 + 0.6 * state.velocity)
  }
}

extension ConstrainedPendulum: ObservationDepictable {
  public func state(fromObservation row: borrowing Span<Double>) -> State? {
    pendulum.state(fromObservation: row)
  }

  public func trackedPoint(of state: State) -> Point? { pendulum.trackedPoint(of: state) }
}
