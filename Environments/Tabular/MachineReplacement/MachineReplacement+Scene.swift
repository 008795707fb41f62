import Scenes

extension MachineReplacement: Depictable {
  public var view: Rect { Rect(x: -3.2, y: -2.4, width: 6.4, height: 4.8) }

  public func depict(_ state: Int, in scene: inout Scene) {
    let radius = 0.26
    let place = { (index: Int) -> Point in
      switch index {
      case Self.longRepair: Point(1.2, -1.3)
      case Self.shortRepair: Point(-1.2, -1.3)
      default: Point(-2.66 + 0.76 * Double(index), 0.9)
      }
    }
    scene.rectangle(
      Rect(x: -2.2, y: -1.95, width: 4.4, height: 1.3), fill: Color.mist.opacity(0.5),
      stroke: Stroke(.slate, width: .world(0.03)))
    for index in 0..<Self.worn {
      let start = place(index)
      let end = place(index + 1)
      scene.probabilityArrow(
        from: Point(start.x + radius, start.y), to: Point(end.x - radius, end.y),
        probability: wearProbability, full: 0.12, color: .slate)
    }
    if state <= Self.worn {
      let repairs: [(to: Int, probability: Double, color: Color)] = [
        (Self.shortRepair, repairSuccess, .blue), (Self.longRepair, 0.25 * (1 - repairSuccess), .purple),
      ]
      for repair in repairs {
        let gap = place(repair.to) - place(state)
        scene.probabilityArrow(
          from: place(state), to: place(repair.to) - (1.1 * radius / gap.length) * gap,
          probability: repair.probability, full: 0.14, color: repair.color)
      }
    }
    scene.probabilityArrow(
      from: Point(0.85, -1.3), to: Point(-0.85, -1.3), probability: repairSuccess, full: 0.14, color: .blue)
    scene.polyline(
      [Point(-1.55, -1.3), Point(-2.66, -1.3), Point(-2.66, 0.1)], color: .green, width: .world(0.08))
    scene.arrow(from: Point(-2.66, 0.0), to: Point(-2.66, 0.58), color: .green, width: .world(0.11))
    for index in 0..<stateCount {
      let fill: Color
      switch index {
      case Self.longRepair: fill = .purple
      case Self.shortRepair: fill = .blue
      default: fill = Color.green.mixed(with: .vermillion, by: Double(index) / Double(Self.worn))
      }
      scene.stateNode(at: place(index), radius: radius, fill: fill, isOccupied: index == state)
    }
  }
}
