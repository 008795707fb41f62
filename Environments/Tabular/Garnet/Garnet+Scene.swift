import Scenes

extension Garnet: Depictable {
  public var view: Rect { Rect(x: -3.2, y: -2.4, width: 6.4, height: 4.8) }

  /// A ring of states and the rows out of the present one, a colour for each action.
  public func depict(_ state: Int, in scene: inout Scene) {
    let radius = min(0.2, 5 / Double(stateCount))
    let place = { (index: Int) in ringPlace(index, of: stateCount, radius: 2) }
    scene.ring(at: .zero, radius: 2, color: .mist, width: .world(0.03))
    let start = place(state)
    for action in 0..<actionCount {
      let color = Color.series[action % Color.series.count].opacity(0.85)
      let first = (state * actionCount + action) * branching
      for entry in first..<(first + branching) where successors[entry] != state {
        let end = place(successors[entry])
        let gap = end - start
        scene.probabilityArrow(
          from: start, to: end - (radius / gap.length) * gap, probability: probabilities[entry],
          full: 0.12, color: color)
      }
    }
    for index in 0..<stateCount {
      scene.stateNode(at: place(index), radius: radius, fill: .sky, isOccupied: index == state)
    }
  }
}
