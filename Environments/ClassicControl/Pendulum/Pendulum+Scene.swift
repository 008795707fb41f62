import ElementaryFunctions
import Scenes

extension Pendulum: Depictable {
  public var view: Rect {
    let reach = max(1, length) + 0.35
    return Rect(center: .zero, width: reach * 8 / 3, height: 2 * reach)
  }

  public func depict(_ state: State, in scene: inout Scene) {
    scene.ring(at: .zero, radius: length, color: .mist, width: .world(0.015))
    // Where the rod should stand.
    scene.line(
      from: Point(0, length + 0.06), to: Point(0, length + 0.16), color: .green, width: .world(0.035))
    depictRod(state, in: &scene)
  }

  /// The rod, its hinge, and the disturbance as an arrow along the circle of its tip.
  public func depictRod(_ state: State, in scene: inout Scene) {
    let (sine, cosine) = Elementary.sinCos(state.angle)
    let tip = Point(-length * sine, length * cosine)
    scene.capsule(from: .zero, to: tip, radius: 0.07, fill: .orange)
    scene.disc(at: .zero, radius: 0.1, fill: .slate)
    scene.disc(at: .zero, radius: 0.035, fill: .paper)
    if torque != 0 {
      let end = Point(tip.x - 0.5 * torque * cosine, tip.y - 0.5 * torque * sine)
      scene.arrow(from: tip, to: end)
    }
  }
}
