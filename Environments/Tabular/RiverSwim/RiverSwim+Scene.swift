import Scenes

extension RiverSwim: CellMappedProcess {
  public var view: Rect { Rect(x: -3.2, y: -2.4, width: 6.4, height: 4.8) }

  private var spacing: Double { 5.6 / Double(stateCount - 1) }
  private func place(_ index: Int) -> Point { Point(-2.8 + spacing * Double(index), 0) }

  /// A box of the strip below the river.
  public func cell(of state: Int, like present: Int) -> Rect? {
    Rect(center: Point(place(state).x, -1.75), width: 0.94 * spacing, height: 0.6)
  }

  public func depict(_ state: Int, in scene: inout Scene) {
    scene.rectangle(Rect(x: -3.2, y: -1.25, width: 6.4, height: 2.5), fill: Color.sky.opacity(0.35))
    for bank in [-1.25, 1.25] {
      scene.line(from: Point(-3.2, bank), to: Point(3.2, bank), color: .green, width: .world(0.08))
    }
    for row in 0..<4 {
      let y = -0.95 + 0.63 * Double(row)
      for column in 0..<9 {
        let x = -2.9 + 0.7 * Double(column) + (row % 2 == 0 ? 0 : 0.35)
        scene.line(
          from: Point(x + 0.2, y), to: Point(x, y), color: Color.blue.opacity(0.25), width: .world(0.03))
      }
    }
    scene.endGround()
    let radius = min(0.27, 0.38 * spacing)
    for index in 0..<stateCount {
      depictArrows(at: index, radius, in: &scene)
    }
    for index in 0..<stateCount {
      let fill: Color = index == 0 ? .green : index == stateCount - 1 ? .yellow : .paper
      scene.stateNode(at: place(index), radius: radius, fill: fill, isOccupied: index == state)
    }
  }

  /// What right does: up above the chain, down below it.
  private func depictArrows(at index: Int, _ radius: Double, in scene: inout Scene) {
    enumerateTransitions(from: index, by: 1) { transition in
      let rise = radius * (transition.next > index ? 1.9 : -1.9)
      if transition.next != index {
        let start = place(index)
        let end = place(transition.next)
        let inset = transition.next > index ? radius * 0.6 : -radius * 0.6
        scene.probabilityArrow(
          from: Point(start.x + inset, rise), to: Point(end.x - inset, rise),
          probability: transition.probability, full: 0.7 * radius,
          color: transition.next > index ? .blue : .vermillion)
      }
      return true
    }
  }
}
