import Scenes

extension Inventory: Depictable {
  public var view: Rect { Rect(x: -3.2, y: -2.0, width: 6.4, height: 4.8) }

  public func depict(_ state: Int, in scene: inout Scene) {
    // The shelf: twenty places in four rows, filled from below.
    scene.rectangle(
      Rect(x: -2.6, y: -0.05, width: 5.2, height: 2.6), fill: .paper,
      stroke: Stroke(.slate, width: .world(0.06)))
    for place in 0..<Self.capacity {
      let x = -2.5 + 1.0 * Double(place % 5)
      let y = 0.05 + 0.62 * Double(place / 5)
      let box = Rect(x: x + 0.05, y: y, width: 0.9, height: 0.52)
      if place < state {
        scene.rectangle(box, fill: .orange, stroke: Stroke(.slate, width: .world(0.03)))
        scene.rectangle(Rect(x: x + 0.43, y: y, width: 0.14, height: 0.52), fill: Color.yellow)
      } else {
        scene.rectangle(box, fill: Color.mist.opacity(0.4))
      }
    }
    // Below it the demand's distribution; the part that the stock can serve is blue.
    let floor = -1.7
    for d in 0...30 {
      let bar = Rect(
        x: -2.6 + 5.2 / 31 * Double(d) + 0.02, y: floor, width: 5.2 / 31 - 0.04, height: 7 * demand[d])
      scene.rectangle(bar, fill: d <= state ? .blue : .vermillion)
    }
    scene.line(from: Point(-2.6, floor), to: Point(2.6, floor), color: .slate, width: .world(0.04))
  }
}
