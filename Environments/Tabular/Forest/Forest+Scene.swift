import Scenes

extension Forest: Depictable {
  public var view: Rect { Rect(x: -3.2, y: -1.2, width: 6.4, height: 4.8) }

  public func depict(_ state: Int, in scene: inout Scene) {
    scene.rectangle(
      Rect(x: -3.2, y: -1.2, width: 6.4, height: 1.2), fill: Color.green.mixed(with: .paper, by: 0.55))
    let spacing = 6.0 / Double(stateCount)
    for age in 0..<stateCount {
      let x = -3 + spacing * (Double(age) + 0.5)
      let size = (0.35 + 2.2 * Double(age) / Double(stateCount - 1)) * min(1, 0.45 + 1.6 * spacing)
      let isOccupied = age == state
      if isOccupied {
        scene.disc(at: Point(x, -0.5), radius: min(0.16, 0.4 * spacing), fill: .orange, stroke: Stroke(.ink))
      }
      depictTree(
        at: x, size: size, width: min(0.8 * spacing, 0.55 * size),
        trunk: isOccupied ? .slate : .mist, crown: isOccupied ? .green : .mist, in: &scene)
    }
    // The red part of the bar is the probability of a fire.
    scene.rectangle(Rect(x: -2.9, y: 3.15, width: 5.8, height: 0.18), fill: .mist)
    scene.rectangle(Rect(x: -2.9, y: 3.15, width: 5.8 * min(fire, 1), height: 0.18), fill: .vermillion)
  }

  /// A fir of three layers.
  private func depictTree(
    at x: Double, size: Double, width: Double, trunk: Color, crown: Color, in scene: inout Scene
  ) {
    scene.rectangle(Rect(x: x - 0.07 * width, y: 0, width: 0.14 * width, height: 0.3 * size), fill: trunk)
    for layer in 0..<3 {
      let bottom = size * (0.18 + 0.24 * Double(layer))
      let half = 0.5 * width * (1 - 0.24 * Double(layer))
      scene.polygon(
        [Point(x - half, bottom), Point(x + half, bottom), Point(x, bottom + 0.36 * size)], fill: crown)
    }
  }
}
