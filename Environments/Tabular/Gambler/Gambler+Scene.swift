import Scenes

extension Gambler: CellMappedProcess {
  public var view: Rect { Rect(x: -1.2, y: -3.6, width: 12.4, height: 9.3) }

  /// A piece of a strip below the line of capital.
  public func cell(of state: Int, like present: Int) -> Rect? {
    let width = 10 / Double(target)
    return Rect(center: Point(Double(state) * width, -1), width: width, height: 0.7)
  }

  /// Capital on a line from ruin to the target; the arcs show where the largest stake may lead.
  public func depict(_ state: Int, in scene: inout Scene) {
    scene.endGround()
    let scale = 10 / Double(target)
    let x = Double(state) * scale
    scene.capsule(from: Point(0, 0), to: Point(10, 0), radius: 0.16, fill: .mist)
    if state > 0 { scene.capsule(from: Point(0, 0), to: Point(x, 0), radius: 0.16, fill: .yellow) }
    for tick in 0...10 {
      let at = Double(tick)
      scene.line(from: Point(at, -0.5), to: Point(at, -0.3), color: .slate, width: .world(0.05))
    }
    let reach = Double(min(state, target - state)) * scale
    if reach > 0 {
      for (sign, color) in [(-1.0, Color.vermillion), (1.0, Color.green)] {
        let center = Point(x + sign * reach / 2, 0)
        scene.arc(
          center: center, radius: reach / 2, start: 0, sweep: .pi, color: color, width: .world(0.09))
        scene.disc(at: Point(x + sign * reach, 0), radius: 0.16, fill: color)
      }
    }
    scene.disc(at: Point(0, 0), radius: 0.3, stroke: Stroke(.vermillion, width: .world(0.1)))
    scene.flag(at: Point(10.15, 0.85), color: .green)
    coins(at: x, height: Double(state) / Double(target), in: &scene)
    scene.agent(at: Point(x, 0), radius: 0.26)
  }

  /// A stack of up to ten coins below the line, under the gambler.
  private func coins(at x: Double, height: Double, in scene: inout Scene) {
    let count = Int((10 * height).rounded(.up))
    for coin in 0..<count {
      let center = Point(x, -3.2 + 0.25 * Double(coin))
      scene.rectangle(
        Rect(center: center, width: 1, height: 0.21), fill: .yellow,
        stroke: Stroke(.orange.mixed(with: .slate, by: 0.4), width: .world(0.04)))
    }
  }
}
