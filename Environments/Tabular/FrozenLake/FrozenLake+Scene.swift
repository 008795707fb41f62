import Scenes

extension FrozenLake: CellMappedProcess {
  private var layout: GridLayout { GridLayout(rows: size, columns: size) }

  public var view: Rect { layout.view }

  public func cell(of state: Int, like present: Int) -> Rect? {
    layout.square(row: state / size, column: state % size)
  }

  public func depict(_ state: Int, in scene: inout Scene) {
    let ice = Color.sky.mixed(with: .paper, by: 0.72)
    scene.rectangle(layout.frame, fill: .sky.mixed(with: .paper, by: 0.45))
    for cell in 0..<stateCount {
      scene.rectangle(layout.square(row: cell / size, column: cell % size), fill: ice)
    }
    scene.endGround()
    for cell in 0..<stateCount {
      let center = layout.center(row: cell / size, column: cell % size)
      if isHole(cell) {
        scene.disc(
          at: center, radius: 0.38, fill: .blue,
          stroke: Stroke(.blue.mixed(with: .ink, by: 0.4), width: .world(0.05)))
      }
      if cell == goal { scene.flag(at: center, color: .green) }
    }
    scene.rectangle(layout.frame, stroke: Stroke(.slate, width: .pixels(3)))
    let position = layout.center(row: state / size, column: state % size)
    scene.agent(at: position, color: isHole(state) ? .vermillion : .orange)
  }
}
