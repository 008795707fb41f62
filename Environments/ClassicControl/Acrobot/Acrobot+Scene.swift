import ElementaryFunctions
import Scenes

extension Acrobot: Depictable {
  public var view: Rect {
    let reach = max(2, linkLength1 + linkLength2) + 0.25
    return Rect(center: .zero, width: reach * 8 / 3, height: 2 * reach)
  }

  public func depict(_ state: State, in scene: inout Scene) {
    // Where the tip must be for rods of equal length.
    let goal = (linkLength1 + linkLength2) / 2
    scene.line(from: Point(view.minX, goal), to: Point(view.maxX, goal), color: .green, width: .world(0.03))

    let (sine1, cosine1) = Elementary.sinCos(state.angle1)
    let (sine2, cosine2) = Elementary.sinCos(state.angle1 + state.angle2)
    let joint = Point(linkLength1 * sine1, -linkLength1 * cosine1)
    let tip = Point(joint.x + linkLength2 * sine2, joint.y - linkLength2 * cosine2)
    scene.capsule(from: .zero, to: joint, radius: 0.1, fill: .sky)
    scene.capsule(from: joint, to: tip, radius: 0.1, fill: .orange)
    scene.disc(at: .zero, radius: 0.12, fill: .slate)
    scene.disc(at: joint, radius: 0.09, fill: .ink)
    scene.disc(at: tip, radius: 0.05, fill: .ink)
    if torque != 0 {
      scene.arc(
        center: joint, radius: 0.28, start: .pi / 2, sweep: 6 * torque, color: .vermillion,
        width: .world(0.05))
    }
  }
}
