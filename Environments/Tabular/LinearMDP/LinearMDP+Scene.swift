import Scenes

extension LinearMDP: Depictable {
  public var view: Rect { Rect(x: -3.6, y: -2.7, width: 7.2, height: 5.4) }

  /// x1 to x3 from left to right, the goal above and the failure below them. Arrows show the row of an action
  /// with as many plus as minus signs, those out of the present state in colour.
  public func depict(_ state: Int, in scene: inout Scene) {
    let radius = 0.34
    let places = [
      Point(-2.6, 0), Point(0, 0), Point(2.6, 0), Point(0, -2), Point(0, 2),
    ]
    for start in 0..<Self.failed {
      enumerateTransitions(from: start, by: 3) { transition in
        let (from, to) = (places[start], places[transition.next])
        let gap = to - from
        let inset = (1.35 * radius / gap.length) * gap
        let color: Color =
          transition.next == Self.goal ? .green : transition.next == Self.failed ? .vermillion : .blue
        scene.probabilityArrow(
          from: from + inset, to: to - inset, probability: transition.probability, full: 0.24,
          color: start == state ? color : .mist)
        return true
      }
    }
    for index in 0..<stateCount {
      let fill: Color = index == Self.goal ? .green : index == Self.failed ? .vermillion : .paper
      scene.stateNode(at: places[index], radius: radius, fill: fill, isOccupied: index == state)
    }
    scene.flag(at: Point(places[Self.goal].x + 0.75, places[Self.goal].y), color: .green)
  }
}
