import ElementaryFunctions
import Scenes

extension MountainCar: Depictable {
  public var view: Rect { Self.trackView }

  public func depict(_ state: State, in scene: inout Scene) {
    Self.depictTrack(state, goal: Self.goal, push: push, in: &scene)
  }

  static var trackView: Rect { Rect(x: -1.3, y: -0.22, width: 2, height: 1.5) }

  /// Height at which the ground is drawn; the dynamics know it only as sin(3x).
  private static func height(_ x: Double) -> Double { 0.45 * Elementary.sin(3 * x) + 0.55 }

  /// Valley, flag, car and push, for both mountain cars.
  static func depictTrack(_ state: State, goal: Double, push: Double, in scene: inout Scene) {
    let count = 90
    let ridge = (0...count).map { index -> Point in
      let x = leftEnd + (rightEnd - leftEnd) * Double(index) / Double(count)
      return Point(x, height(x))
    }
    scene.polygon([Point(leftEnd, -0.22)] + ridge + [Point(rightEnd, -0.22)], fill: .mist)
    scene.polyline(ridge, color: .slate, width: .world(0.012))
    scene.line(
      from: Point(leftEnd, height(leftEnd)), to: Point(leftEnd, height(leftEnd) + 0.12),
      color: .vermillion, width: .world(0.025))

    let foot = Point(goal, height(goal))
    let top = Point(foot.x, foot.y + 0.24)
    scene.polygon([top, Point(top.x - 0.11, top.y - 0.04), Point(top.x, top.y - 0.08)], fill: .green)
    scene.line(from: foot, to: top, color: .ink, width: .world(0.012))

    let x = state.position
    let slope = Elementary.atan2(1.35 * Elementary.cos(3 * x), 1)
    scene.withTransform(Transform(translation: Point(x, height(x)), rotation: slope)) { scene in
      scene.capsule(from: Point(-0.05, 0.065), to: Point(0.05, 0.065), radius: 0.035, fill: .blue)
      for side in [-0.048, 0.048] {
        scene.disc(at: Point(side, 0.03), radius: 0.026, fill: .ink)
      }
      if push != 0 {
        scene.arrow(from: Point(0, 0.14), to: Point(push * 800, 0.14))
      }
    }
  }
}
