import Scenes

extension WindyWalk: CellMappedProcess {
  private var layout: GridLayout { GridLayout(rows: Self.size, columns: Self.size) }

  public var view: Rect { layout.view }

  /// Walls have none: nobody stands there.
  public func cell(of state: Int, like present: Int) -> Rect? {
    Self.isWall(state) ? nil : layout.square(row: state / Self.size, column: state % Self.size)
  }

  public func depict(_ state: Int, in scene: inout Scene) {
    scene.rectangle(layout.frame, fill: .mist)
    for cell in 0..<stateCount {
      let (row, column) = (cell / Self.size, cell % Self.size)
      let wind = wind(at: cell)
      let floor = Color.paper.mixed(with: .sky, by: 0.9 * wind)
      scene.rectangle(layout.square(row: row, column: column), fill: Self.isWall(cell) ? .slate : floor)
    }
    scene.endGround()
    for cell in 0..<stateCount {
      let (row, column) = (cell / Self.size, cell % Self.size)
      let center = layout.center(row: row, column: column)
      let wind = wind(at: cell)
      // Arrows where wind may blow, longer and darker the stronger it is.
      if (1...3).contains(column) && !Self.isWall(cell) {
        let reach = 0.14 + 0.28 * wind
        scene.arrow(
          from: Point(center.x + reach, center.y), to: Point(center.x - reach, center.y),
          color: Color.mist.mixed(with: .blue, by: min(1, 2 * wind)), width: .world(0.05))
      }
      if cell == Self.goal { scene.flag(at: center, color: .green) }
    }
    scene.rectangle(
      layout.square(row: 0, column: 0, gap: 0.08), stroke: Stroke(.slate, width: .world(0.04)))
    scene.rectangle(layout.frame, stroke: Stroke(.slate, width: .pixels(3)))
    scene.agent(at: layout.center(row: state / Self.size, column: state % Self.size))
  }
}
