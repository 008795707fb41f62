import Scenes

extension Taxi: CellMappedProcess {
  private var layout: GridLayout { GridLayout(rows: 5, columns: 5) }

  public var view: Rect { layout.view }

  /// The taxi's place, for states with the passenger, the destination and the mood of `present`.
  public func cell(of state: Int, like present: Int) -> Rect? {
    guard state % 20 == present % 20, state / Self.visibleStateCount == present / Self.visibleStateCount
    else { return nil }
    let cell = Self.cell(of: state)
    return layout.square(row: cell / 5, column: cell % 5)
  }

  private static func color(ofStand stand: Int) -> Color {
    [.vermillion, .green, .yellow, .blue][stand]
  }

  public func depict(_ state: Int, in scene: inout Scene) {
    scene.rectangle(layout.frame, fill: .mist)
    for cell in 0..<25 {
      let (row, column) = (cell / 5, cell % 5)
      var fill = Color.paper
      if let stand = Self.stand(at: cell) {
        fill = fill.mixed(with: Self.color(ofStand: stand), by: 0.55)
      }
      scene.rectangle(layout.square(row: row, column: column), fill: fill)
    }
    scene.endGround()
    for cell in 0..<25 {
      let (row, column) = (cell / 5, cell % 5)
      if Self.hasWallEast(of: cell) {
        let center = layout.center(row: row, column: column)
        scene.line(
          from: Point(center.x + 0.5, center.y - 0.5), to: Point(center.x + 0.5, center.y + 0.5),
          color: .slate, width: .world(0.1))
      }
    }
    scene.rectangle(layout.frame, stroke: Stroke(.slate, width: .world(0.1)))
    let destination = Self.destination(of: state)
    let goal = center(ofCell: Self.cell(ofStand: destination))
    scene.rectangle(
      Rect(center: goal, width: 0.84, height: 0.84),
      stroke: Stroke(Self.color(ofStand: destination).mixed(with: .ink, by: 0.3), width: .world(0.09)))
    let taxi = center(ofCell: Self.cell(of: state))
    let passenger = Self.passenger(of: state)
    drawTaxi(at: taxi, in: &scene)
    if passenger == Self.aboard {
      scene.disc(at: Point(taxi.x, taxi.y + 0.17), radius: 0.1, fill: Self.color(ofStand: destination))
    } else {
      drawPassenger(at: center(ofCell: Self.cell(ofStand: passenger)), in: &scene)
    }
  }

  private func center(ofCell cell: Int) -> Point { layout.center(row: cell / 5, column: cell % 5) }

  private func drawTaxi(at center: Point, in scene: inout Scene) {
    for wheel in [-0.2, 0.2] {
      scene.disc(at: Point(center.x + wheel, center.y - 0.2), radius: 0.1, fill: .ink)
    }
    let outline = Stroke(.slate, width: .world(0.03))
    scene.polygon(
      [
        Point(center.x - 0.24, center.y + 0.04), Point(center.x + 0.24, center.y + 0.04),
        Point(center.x + 0.16, center.y + 0.3), Point(center.x - 0.16, center.y + 0.3),
      ], fill: .paper, stroke: outline)
    scene.rectangle(
      Rect(center: Point(center.x, center.y - 0.08), width: 0.72, height: 0.26), fill: .orange,
      stroke: outline)
  }

  /// Waiting, in the upper left of the stand, so that a taxi beside it hides nobody.
  private func drawPassenger(at center: Point, in scene: inout Scene) {
    let feet = Point(center.x - 0.32, center.y + 0.06)
    scene.capsule(from: feet, to: Point(feet.x, feet.y + 0.14), radius: 0.08, fill: .purple)
    scene.disc(at: Point(feet.x, feet.y + 0.3), radius: 0.09, fill: .ink)
  }
}
