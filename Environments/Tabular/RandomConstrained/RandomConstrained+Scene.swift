import Scenes

extension RandomConstrained: Depictable {
  public var view: Rect { Rect(x: -3.2, y: -2.4, width: 6.4, height: 4.8) }

  /// A ring of states and the rows out of the present one: red where they cost the constraint, blue
  /// where they cost the objective. A state's small squares show the same for its five actions.
  public func depict(_ state: Int, in scene: inout Scene) {
    let place = { (index: Int) in ringPlace(index, of: 15, radius: 1.8) }
    let color = { (row: Int) -> Color in objectiveCosts[row] == 0 ? .vermillion : .blue }
    scene.ring(at: .zero, radius: 1.8, color: .mist, width: .world(0.03))
    let start = place(state)
    for action in 0..<5 {
      let row = state * 5 + action
      for next in 0..<15 where next != state && kernel[row * 15 + next] > 0.01 {
        let gap = place(next) - start
        let nudge = 0.05 * Double(action - 2) * Point(-gap.y / gap.length, gap.x / gap.length)
        scene.probabilityArrow(
          from: start + nudge, to: place(next) - (0.2 / gap.length) * gap + nudge,
          probability: kernel[row * 15 + next], full: 0.12, color: color(row).opacity(0.85))
      }
    }
    for index in 0..<15 {
      scene.stateNode(at: place(index), radius: 0.2, fill: .paper, isOccupied: index == state)
      let label = ringPlace(index, of: 15, radius: 2.18)
      for action in 0..<5 {
        let center = Point(1.16 * label.x + 0.1 * Double(action - 2), label.y)
        scene.rectangle(Rect(center: center, width: 0.08, height: 0.08), fill: color(index * 5 + action))
      }
    }
  }
}
