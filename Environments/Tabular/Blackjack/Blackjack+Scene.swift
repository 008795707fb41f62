import Scenes

extension Blackjack: Depictable {
  public var view: Rect { Rect(x: 0, y: 0, width: 12, height: 9) }

  /// The dealer's open and hidden cards above, the player's points below as a row of 21 fields, the ten
  /// extra ones of a soft ace in a lighter hue. The table takes the colour of the result.
  public func depict(_ state: Int, in scene: inout Scene) {
    let felt = Color.green.mixed(with: .ink, by: 0.25)
    let results: [Color] = [.vermillion, .slate, .blue]
    let edge = state >= Self.lost ? results[state - Self.lost] : Color.orange.mixed(with: .ink, by: 0.5)
    scene.rectangle(Rect(x: 0, y: 0, width: 12, height: 9), fill: edge)
    scene.rectangle(Rect(x: 0.4, y: 0.4, width: 11.2, height: 8.2), fill: felt)
    if state >= Self.lost {
      result(state - Self.lost, color: edge, in: &scene)
      return
    }
    card(at: Point(4.6, 6.2), pips: state % 10 + 1, in: &scene)
    card(at: Point(7.4, 6.2), pips: nil, in: &scene)
    let hand = state / 10
    let points = Self.points(ofHand: hand)
    let hardPoints = Self.isSoft(hand: hand) ? points - 10 : points
    for field in 0..<21 {
      let color: Color =
        field < hardPoints ? .orange : field < points ? .yellow : felt.mixed(with: .paper, by: 0.2)
      let last = field == 20
      scene.rectangle(
        Rect(x: 0.93 + 0.49 * Double(field), y: 1.5, width: 0.4, height: last ? 1.9 : 1.5), fill: color,
        stroke: hand == Self.naturalHand ? Stroke(.paper, width: .world(0.05)) : nil)
    }
  }

  /// A card with its points as pips, or its back.
  private func card(at center: Point, pips: Int?, in scene: inout Scene) {
    let outline = Stroke(.slate, width: .world(0.05))
    guard let pips else {
      scene.rectangle(Rect(center: center, width: 2.2, height: 3.2), fill: .paper, stroke: outline)
      scene.rectangle(Rect(center: center, width: 1.9, height: 2.9), fill: .blue)
      for offset in stride(from: -1.2, through: 1.2, by: 0.4) {
        scene.line(
          from: Point(center.x - 0.8, center.y + offset), to: Point(center.x + 0.8, center.y + offset),
          color: .sky, width: .world(0.06))
      }
      return
    }
    scene.rectangle(Rect(center: center, width: 2.2, height: 3.2), fill: .paper, stroke: outline)
    if pips == 1 {
      diamond(at: center, size: 0.6, in: &scene)
      return
    }
    let rows = (pips + 1) / 2
    for pip in 0..<pips {
      let alone = pip == pips - 1 && pips % 2 == 1
      let x = alone ? 0 : pip % 2 == 0 ? -0.5 : 0.5
      let y = (Double(rows - 1) / 2 - Double(pip / 2)) * 0.56
      diamond(at: Point(center.x + x, center.y + y), size: 0.24, in: &scene)
    }
  }

  private func diamond(at center: Point, size: Double, in scene: inout Scene) {
    scene.polygon(
      [
        Point(center.x, center.y + size), Point(center.x + 0.75 * size, center.y),
        Point(center.x, center.y - size), Point(center.x - 0.75 * size, center.y),
      ], fill: .vermillion)
  }

  /// A medal: a cross for a game lost, a bar for one drawn, a tick for one won.
  private func result(_ result: Int, color: Color, in scene: inout Scene) {
    scene.disc(
      at: Point(6, 4.5), radius: 2.2, fill: .paper, stroke: Stroke(color, width: .world(0.3)))
    let width = Length.world(0.4)
    switch result {
    case 0:
      scene.line(from: Point(5.1, 3.6), to: Point(6.9, 5.4), color: color, width: width)
      scene.line(from: Point(5.1, 5.4), to: Point(6.9, 3.6), color: color, width: width)
    case 1:
      scene.line(from: Point(4.9, 4.5), to: Point(7.1, 4.5), color: color, width: width)
    default:
      scene.polyline([Point(4.9, 4.5), Point(5.7, 3.6), Point(7.2, 5.4)], color: color, width: width)
    }
  }
}
