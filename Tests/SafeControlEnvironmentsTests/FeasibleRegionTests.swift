import SafeControlEnvironments
import Scenes
import Testing

@Suite struct FeasibleRegionTests {
  /// Lost nodes of the source's grid, seen through the picture's slice.
  @Test(arguments: [(0.5, 434), (1.5, 564)])
  func pointRobotSlice(speed: Double, expected: Int) {
    let world = PointRobot()
    let state = PointRobot.State(x: 2, y: 1, speed: speed, heading: .pi / 4)
    let field = world.field(like: state, columns: 61, rows: 61) { world.isFeasible($0) ? -1 : 1 }
    let lost = field.values.count { $0 > 0 }
    print("point-robot: \(lost) lost nodes of the slice at \(speed) m/s")
    #expect(abs(lost - expected) <= 4)
  }

  /// Rolling back at heading h is driving at h + 180 degrees.
  @Test func pointRobotRollsBack() {
    let world = PointRobot()
    for k in 0..<200 {
      let heading = 0.1 * Double(k)
      let (x, y) = (-2.9 + 0.029 * Double(k), -1.1 + 0.01 * Double(k % 7))
      let back = PointRobot.State(x: x, y: y, speed: -1.2, heading: heading)
      let on = PointRobot.State(x: x, y: y, speed: 1.2, heading: heading + .pi)
      #expect(world.isFeasible(back) == PointRobot.isAvoidable(on))
    }
    let lost = PointRobot.State(x: .nan, y: 0, speed: 1, heading: 0)
    #expect(!world.isFeasible(lost))
  }

  /// Weaker brakes, slower turns and larger hazards each lose states and win none.
  @Test func pointRobotParameters() {
    let nominal = PointRobot()
    var variants = [PointRobot(), PointRobot(), PointRobot()]
    variants[0].accelerationGain = 0.6
    variants[1].turnGain = 0.6
    variants[2].hazardRadius = 0.9
    let state = PointRobot.State(x: 0, y: 0, speed: 1.5, heading: .pi / 4)
    func lost(_ world: PointRobot) -> [Bool] {
      nominal.field(like: state, columns: 61, rows: 61) { world.isFeasible($0) ? -1 : 1 }
        .values.map { $0 > 0 }
    }
    let before = lost(nominal)
    for world in variants {
      let after = lost(world)
      #expect(zip(before, after).allSatisfy { !$0 || $1 })
      #expect(after.count { $0 } > before.count { $0 } + 10)
    }
  }

  /// The border of the slice against the closed form x = 1 - v^2 / 2 and the rectangle's sides.
  @Test func doubleIntegratorContour() {
    let world = DoubleIntegrator()
    let state = DoubleIntegrator.State(position: 0, velocity: 0)
    func violation(_ point: Point) -> Double {
      world.state(at: point, like: state).map { world.isFeasible($0) ? -1 : 1 } ?? .nan
    }
    let field = ScalarField(area: world.mapArea, columns: 97, rows: 97, of: violation)
    let set = LevelSet(field, bisecting: violation)
    #expect(set.lines.count == 1 && set.loops.count == 1)
    var curved = 0
    for point in set.lines[0] {
      let shown = world.state(at: point, like: state)!
      let side: Double = shown.velocity >= 0 ? 1 : -1
      let (x, v) = (side * shown.position, side * shown.velocity)
      let toCurve = abs(x - (1 - v * v / 2))
      if toCurve < 1e-6 { curved += 1 }
      #expect(min(toCurve, abs(v - 1.2), abs(x + 1)) < 1e-6)
    }
    #expect(curved > 100)
    // The area of the set is 2 times the integral of 2 - v^2 / 2 from 0 to 1.2.
    var doubled = 0.0
    for (p, q) in zip(set.loops[0], set.loops[0].dropFirst() + set.loops[0].prefix(1)) {
      doubled += p.x * q.y - q.x * p.y
    }
    #expect(abs(doubled / 2 / 0.6 - 4.224) < 0.003)
  }

  /// The way to rest against Runge-Kutta steps of the braking mass.
  @Test(arguments: [(1.0, 0.0, 0.0), (0.6, 0.3, 0.2), (1.2, 0.01, -0.3), (0.9, 0.3, 0.0), (0.7, 0.002, 0.1)])
  func stoppingDistance(gain: Double, drag: Double, push: Double) {
    var world = DoubleIntegrator()
    (world.gain, world.drag, world.push) = (gain, drag, push)
    for velocity in [0.05, 0.4, 1.2, -0.3, -1.2] {
      let braking = velocity > 0 ? gain - push : gain + push
      // In steps of speed: dx/dv = -v / (braking + drag v), by Simpson's rule.
      func slope(_ v: Double) -> Double { v / (braking + drag * v) }
      let step = abs(velocity) / 1000
      var way = 0.0
      for k in 0..<1000 {
        let v = step * Double(k)
        way += step / 6 * (slope(v) + 4 * slope(v + step / 2) + slope(v + step))
      }
      #expect(abs(world.stoppingDistance(from: velocity) - way) < 1e-12 * max(1, way))
    }
    #expect(world.stoppingDistance(from: 0) == 0)
  }

  @Test func noBrakesNoFeasibleSet() {
    var world = DoubleIntegrator()
    world.push = 1
    #expect(!world.isFeasible(DoubleIntegrator.State(position: 0, velocity: 0)))
    #expect(!DoubleIntegrator().isFeasible(DoubleIntegrator.State(position: .nan, velocity: 0)))
    #expect(!DoubleIntegrator().isFeasible(DoubleIntegrator.State(position: 0, velocity: .nan)))
  }

  /// The dial of the pendulum: the tip of the drawn rod shows the rod's own angle.
  @Test func pendulumDial() {
    let world = ConstrainedPendulum()
    let present = ConstrainedPendulum.State(angle: 0.2, rate: -1.5)
    let left = world.state(at: Point(-0.5, 0), like: present)
    #expect(left == ConstrainedPendulum.State(angle: .pi / 2, rate: -1.5))
    #expect(world.state(at: Point(0, 0.9), like: present)?.angle == 0)
    #expect(world.state(at: Point(0.9, 0.9), like: present) == nil)
    #expect(world.state(at: .zero, like: present) == nil)
  }
}
