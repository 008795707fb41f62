import DecisionProcesses
import SafeControlEnvironments
import Testing

@Suite struct DoubleIntegratorTests {
  /// The closed form of continuous time against value iteration of the task's own steps: they may differ
  /// only in a thin layer at the border, by what sampling allows and by the grid's interpolation.
  @Test func feasibleSetAgreesWithTheGrid() {
    let grid = ViabilityGrid(iterations: 40, actions: 5)
    var (feasible, both, agreeing) = (0, 0, 0)
    var worst = 0.0
    for node in grid.nodes {
      let state = grid.state(node)
      let closed = DoubleIntegrator.isFeasible(state)
      let viable = grid.value(node) <= 1e-12
      if closed { feasible += 1 }
      if closed && viable { both += 1 }
      if closed == viable { agreeing += 1 } else { worst = max(worst, layer(state)) }
      // Sampling adds at most dt^2 / 8 to what continuous time allows, and the grid never adds more.
      if viable { #expect(layer(state, signed: true) <= 0.00125 + 1e-9, "\(state)") }
    }
    let share = Double(agreeing) / Double(grid.nodes.count)
    print("double-integrator: \(feasible) feasible, \(both) in both, agree \(share), layer \(worst)")
    #expect(share > 0.998)
    #expect(worst < 0.00125 + 1e-9)
  }

  /// Distance in position to the border of the closed form; positive outside when signed.
  private func layer(_ s: DoubleIntegrator.State, signed: Bool = false) -> Double {
    let toward = s.velocity > 0 ? s.position : -s.position
    let beyond = max(
      toward + s.velocity * s.velocity / 2 - 1, abs(s.position) - 1, abs(s.velocity) - 1.2)
    return signed ? beyond : abs(beyond)
  }

  /// Full braking from states on either side of the border, each within 0.002 m of it.
  @Test(arguments: [0.3, 0.7, 1.2])
  func brakingDecides(velocity: Double) {
    func isKept(_ position: Double) -> Bool {
      var state = DoubleIntegrator.State(position: position, velocity: velocity)
      var stream = Clock(seed: 0).stream(.dynamics)
      while state.velocity > 0 {
        let outcome = DoubleIntegrator().advance(&state, by: Vector([-1]), using: &stream)
        if outcome.costs[0] > 0 { return false }
      }
      return true
    }
    let border = 1 - velocity * velocity / 2
    for side in [1.0, -1] {
      let inside = DoubleIntegrator.State(position: side * (border - 1e-9), velocity: side * velocity)
      let outside = DoubleIntegrator.State(position: side * (border + 1e-9), velocity: side * velocity)
      #expect(DoubleIntegrator.isFeasible(inside) && !DoubleIntegrator.isFeasible(outside))
    }
    #expect(isKept(border - 1e-9))
    #expect(!isKept(border + 0.00125 + 1e-9))
  }

  /// x' = x + v dt + u dt^2 / 2 and v' = v + u dt worked out by hand, with every parameter in use.
  @Test func oneStep() {
    var world = DoubleIntegrator()
    world.gain = 0.8
    world.drag = 0.25
    world.push = -0.1
    var state = DoubleIntegrator.State(position: 0.5, velocity: 0.4)
    var stream = Clock(seed: 0).stream(.dynamics)
    let outcome = world.advance(&state, by: Vector([5]), using: &stream)
    // u = 0.8 - 0.1 - 0.1 = 0.6; the action is cut to 1 in step and reward.
    #expect(abs(state.position - 0.543) < 1e-15)
    #expect(abs(state.velocity - 0.46) < 1e-15)
    #expect(abs(outcome.reward + 0.16 + 0.01) < 1e-15)
  }

  @Test func violationsCostAndMayEnd() {
    let options = OptionValues(["terminate": .flag(true)], for: DoubleIntegrator.options)
    for (world, ending) in [
      (DoubleIntegrator(), Ending()), (DoubleIntegrator(options: options), .terminated),
    ] {
      var stream = Clock(seed: 0).stream(.dynamics)
      var state = DoubleIntegrator.State(position: -0.99, velocity: -1.15)
      let outcome = world.advance(&state, by: Vector([-1]), using: &stream)
      #expect(outcome.costs == Costs(1, 1))
      #expect(outcome.ending == ending)
      state = DoubleIntegrator.State(position: 0, velocity: 0)
      #expect(world.advance(&state, by: Vector([1]), using: &stream).ending == [])
    }
  }

  /// The regulator's gains from an independent iteration of the Riccati equation.
  @Test func gainsSolveTheRiccatiEquation() {
    let dt = DoubleIntegrator.timeStep
    let gains = riccatiGains(
      a: (1, dt, 0, 1), b: (dt * dt / 2, dt), stateCost: (1, 0), actionCost: 0.01)
    let world = DoubleIntegrator()
    let zero = world.scriptedAction(for: Vector([0.9, 0]))[0]
    #expect(zero == 0)
    #expect(abs(world.scriptedAction(for: Vector([0.89, 0]))[0] - 0.01 * gains.0) < 1e-9)
    #expect(abs(world.scriptedAction(for: Vector([0.9, -0.01]))[0] - 0.01 * gains.1) < 1e-9)
  }

  @Test func scriptedPolicyReachesTheTarget() {
    let play = ScriptedPlay(DoubleIntegrator(), seeds: 0..<20)
    print("double-integrator: scripted return \(play.meanReturn), costs \(play.meanCosts)")
    #expect(play.last.allSatisfy { abs($0[0] + 0.1) < 1e-3 })
  }

  @Test(arguments: [Double.nan, .infinity, -.infinity])
  func badActionFails(value: Double) {
    var simulation = Simulation(DoubleIntegrator(), seed: 1)
    _ = simulation.reset()
    #expect(simulation.step(Vector([value])).ending == [.failed, .truncated])
    #expect(!simulation.state.velocity.isFinite)
  }
}
