import DecisionProcesses
import Scenes

extension BrakingLine: CellMappedProcess, KnownFeasibility {
  public func isFeasible(_ state: Int) -> Bool { Self.isFeasible(state) }
  public static var feasibilityAssumptions: String { "working brakes" }

  /// A box of the table below the road: positions across, speeds down.
  public func cell(of state: Int, like present: Int) -> Rect? {
    let center = Point(Double(Self.position(of: state)), -2.35 - 0.7 * Double(Self.speed(of: state)))
    return Rect(center: center, width: 0.92, height: 0.62)
  }

  public var view: Rect { Rect(x: -0.9, y: -5, width: 13.8, height: 10.35) }

  /// The road with its forbidden end, the car, and the cells it still crosses when it brakes at once.
  public func depict(_ state: Int, in scene: inout Scene) {
    let position = Self.position(of: state)
    let speed = Self.speed(of: state)
    scene.rectangle(Rect(x: -0.5, y: -0.75, width: 13, height: 1.5), fill: .slate)
    for cell in 0...Self.lastPosition {
      let isForbidden = cell >= Self.limit
      scene.rectangle(
        Rect(center: Point(Double(cell), 0), width: 0.92, height: 1.2),
        fill: isForbidden ? .vermillion : .mist)
    }
    scene.line(from: Point(9.5, -1.2), to: Point(9.5, 1.2), color: .ink, width: .world(0.12))
    scene.endGround()
    let stop = position + speed * (speed - 1) / 2
    if stop > position {
      scene.rectangle(
        Rect(minX: Double(position) + 0.5, minY: -0.6, maxX: min(Double(stop) + 0.5, 12.5), maxY: -0.4),
        fill: Self.isFeasible(state) ? .green : .ink)
    }
    let x = Double(position)
    for wheel in [-0.22, 0.22] { scene.disc(at: Point(x + wheel, -0.3), radius: 0.13, fill: .ink) }
    scene.rectangle(Rect(center: Point(x, -0.08), width: 0.84, height: 0.32), fill: .blue)
    scene.polygon(
      [Point(x - 0.28, 0.08), Point(x + 0.26, 0.08), Point(x + 0.14, 0.36), Point(x - 0.2, 0.36)],
      fill: .sky)
    // One block of the gauge per unit of speed, an arrow for where the next coasting step leads.
    for unit in 0..<Self.topSpeed {
      scene.rectangle(
        Rect(x: x - 0.6 + 0.44 * Double(unit), y: 1.1, width: 0.36, height: 0.3 + 0.3 * Double(unit)),
        fill: unit < speed ? .orange : .mist)
    }
    if speed > 0 {
      scene.arrow(
        from: Point(x, -1.15), to: Point(x + Double(speed), -1.15), color: .orange, width: .world(0.12))
    }
  }
}
