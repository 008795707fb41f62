import ElementaryFunctions
import Scenes

extension CartPole: Depictable {
  public var view: Rect { Rect(x: -3.2, y: -1.2, width: 6.4, height: 4.8) }

  public func depict(_ state: State, in scene: inout Scene) {
    let railEnd = Self.positionLimit
    scene.line(from: Point(-railEnd, 0), to: Point(railEnd, 0), color: .ink, width: .world(0.03))
    for end in [-railEnd, railEnd] {
      scene.line(from: Point(end, -0.12), to: Point(end, 0.12), color: .vermillion, width: .world(0.05))
    }
    let cart = Point(state.position, 0.18)
    for side in [-0.2, 0.2] {
      scene.disc(at: Point(cart.x + side, 0.07), radius: 0.07, fill: .ink)
    }
    scene.rectangle(Rect(center: cart, width: 0.64, height: 0.24), fill: .sky)
    let hinge = Point(cart.x, 0.3)
    let (sine, cosine) = Elementary.sinCos(state.angle)
    let tip = Point(hinge.x + 2 * length * sine, hinge.y + 2 * length * cosine)
    scene.capsule(from: hinge, to: tip, radius: 0.05, fill: .orange)
    scene.disc(at: hinge, radius: 0.06, fill: .ink)
    if push != 0 {
      scene.arrow(from: cart, to: Point(cart.x + push * 0.2, cart.y))
    }
  }
}
