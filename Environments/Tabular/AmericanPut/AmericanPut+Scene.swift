import Scenes

extension AmericanPut: Depictable {
  public var view: Rect { Rect(x: -1.2, y: -1.2, width: 23.2, height: 17.4) }

  /// Steps to the right, prices from 50 to 190 upwards: all that the intervals of the parameters reach.
  private func place(step: Int, rises: Int) -> Point {
    Point(Double(step), height(of: price(step: step, rises: rises)))
  }

  private func height(of price: Double) -> Double { 15 * (price - 50) / 140 }

  /// The lattice of prices with the strike as a line. What is still to come is dark, in the money green; the
  /// box on the right is the end.
  public func depict(_ state: Int, in scene: inout Scene) {
    let isOver = state == Self.end
    let present = isOver ? (step: Self.steps, rises: 0) : Self.place(of: state)
    let strikeHeight = height(of: strike)
    scene.rectangle(
      Rect(minX: -0.6, minY: 0, maxX: 19.6, maxY: strikeHeight),
      fill: Color.paper.mixed(with: .green, by: 0.08))
    scene.line(
      from: Point(-0.6, strikeHeight), to: Point(19.6, strikeHeight), color: .blue, width: .world(0.09))
    for step in 0..<Self.steps {
      for rises in 0...step {
        let ahead = step - present.step
        let isReachable = ahead >= 0 && rises >= present.rises && rises <= present.rises + ahead
        let pays = payoff(step: step, rises: rises) > 0
        let color: Color = pays ? .green : .slate
        scene.disc(
          at: place(step: step, rises: rises), radius: isReachable ? 0.17 : 0.1,
          fill: isReachable ? color : color.mixed(with: .paper, by: 0.7))
      }
    }
    let box = Rect(x: 20.4, y: strikeHeight - 0.6, width: 1.2, height: 1.2)
    scene.rectangle(box, fill: isOver ? .orange : .paper, stroke: Stroke(.slate, width: .world(0.1)))
    guard !isOver else { return }
    let here = place(step: present.step, rises: present.rises)
    if present.step < Self.steps - 1 {
      for (rises, probability) in [(present.rises + 1, up), (present.rises, 1 - up)] {
        scene.probabilityArrow(
          from: here, to: place(step: present.step + 1, rises: rises), probability: probability, full: 0.16,
          color: .orange)
      }
    }
    scene.agent(at: here, radius: 0.27)
  }
}
