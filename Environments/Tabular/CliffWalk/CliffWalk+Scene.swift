import Scenes

extension CliffWalk: CellMappedProcess {
  private var layout: GridLayout { GridLayout(rows: Self.rows, columns: Self.columns) }

  public var view: Rect { layout.view }

  /// The cliff has none: nobody stands there.
  public func cell(of state: Int, like present: Int) -> Rect? {
    Self.isCliff(state) ? nil : layout.square(row: state / Self.columns, column: state % Self.columns)
  }

  public func depict(_ state: Int, in scene: inout Scene) {
    let grass = Color.green.mixed(with: .paper, by: 0.7)
    let rock = Color.vermillion.mixed(with: .slate, by: 0.55)
    scene.rectangle(layout.frame, fill: .green.mixed(with: .paper, by: 0.45))
    for cell in 0..<stateCount {
      let (row, column) = (cell / Self.columns, cell % Self.columns)
      let isCliff = Self.isCliff(cell)
      scene.rectangle(layout.square(row: row, column: column), fill: isCliff ? rock : grass)
      let center = layout.center(row: row, column: column)
      if isCliff {
        // Two teeth per cell: the broken edge.
        for side in [-0.25, 0.25] {
          let x = center.x + side
          scene.polygon(
            [Point(x - 0.25, center.y + 0.5), Point(x + 0.25, center.y + 0.5), Point(x, center.y + 0.12)],
            fill: grass)
        }
      }
    }
    scene.endGround()
    let goal = layout.center(row: Self.goal / Self.columns, column: Self.goal % Self.columns)
    scene.flag(at: goal, color: .blue)
    scene.rectangle(
      layout.square(row: 3, column: 0, gap: 0.08), stroke: Stroke(.slate, width: .world(0.04)))
    scene.rectangle(layout.frame, stroke: Stroke(.slate, width: .pixels(3)))
    scene.agent(at: layout.center(row: state / Self.columns, column: state % Self.columns))
  }
}
