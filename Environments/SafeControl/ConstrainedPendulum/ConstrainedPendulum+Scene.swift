import ElementaryFunctions
import Scenes

extension ConstrainedPendulum: MappedProcess {
  public var view: Rect { pendulum.view }

  /// The disc that the rod sweeps: a point shows its direction's angle, at the present rate.
  public var mapArea: Rect { Rect(center: .zero, width: 2 * pendulum.length, height: 2 * pendulum.length) }

  public func state(at point: Point, like state: State) -> State? {
    guard point.length > 0.2 * pendulum.length, point.length <= pendulum.length else { return nil }
    return State(angle: Elementary.atan2(-point.x, point.y), rate: state.rate)
  }

  public func depict(_ state: State, in scene: inout Scene) {
    let reach = pendulum.length + 0.12
    func place(_ angle: Double, _ radius: Double) -> Point {
      let (sine, cosine) = Elementary.sinCos(angle)
      return Point(-radius * sine, radius * cosine)
    }
    func wedge(_ half: Double) -> [Point] {
      [.zero] + (-20...20).map { place(half * Double($0) / 20, reach) }
    }
    let limit = Self.angleLimit
    scene.polygon(wedge(limit), fill: Color.vermillion.opacity(0.18))
    // The part that the motor can hold against gravity.
    let sine = 2 * pendulum.maximumTorque / (pendulum.mass * pendulum.gravity * pendulum.length)
    let held = sine < 1 ? Elementary.atan2(sine, (1 - sine * sine).squareRoot()) : .pi / 2
    scene.polygon(wedge(min(held, limit)), fill: Color(hex: 0xDDEFE8))
    for angle in [-limit, limit] {
      scene.line(from: .zero, to: place(angle, reach), color: .vermillion, width: .world(0.015))
    }
    scene.line(
      from: place(Self.target, reach - 0.06), to: place(Self.target, reach + 0.08), color: .green,
      width: .world(0.03))
    scene.endGround()
    pendulum.depictRod(state, in: &scene)
  }
}
