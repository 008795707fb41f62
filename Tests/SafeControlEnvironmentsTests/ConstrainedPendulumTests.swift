import ClassicControlEnvironments
import DecisionProcesses
import Foundation
import SafeControlEnvironments
import Testing

@Suite struct ConstrainedPendulumTests {
  /// Whether full torque against the lean brings a rod at `angle` with `rate` back to upright.
  private func isBroughtBack(angle: Double, rate: Double) -> Bool {
    var state = Pendulum.State(angle: angle, rate: rate)
    var stream = Clock(seed: 0).stream(.dynamics)
    for _ in 0..<2000 {
      _ = ConstrainedPendulum().advance(&state, by: Vector([-2]), using: &stream)
      if state.angle <= 0 { return true }
      if state.angle >= ConstrainedPendulum.angleLimit { return false }
    }
    return false
  }

  /// The value in the interval up to which `isTrue` holds.
  private func border(_ low: Double, _ high: Double, _ isTrue: (Double) -> Bool) -> Double {
    var (low, high) = (low, high)
    for _ in 0..<60 {
      let middle = (low + high) / 2
      if isTrue(middle) { low = middle } else { high = middle }
    }
    return low
  }

  /// Torque and gravity balance at sin(angle) = 2 * 2 / (1 * 10 * 1).
  @Test func unheldAngle() {
    let measured = border(0.3, 0.6) { isBroughtBack(angle: $0, rate: 0) }
    print("constrained-pendulum: held up to \(measured), arcsin(0.4) = \(asin(0.4))")
    #expect(abs(measured - asin(0.4)) < 1e-9)
  }

  /// The border at positive rates w is the orbit under full counter-torque that ends at the unheld angle.
  /// Semi-implicit Euler conserves, up to dt^2, the energy of the flow and one more term:
  ///
  ///     w^2 / 2 + w f(angle) dt / 2 + 15 cos(angle) + 6 angle,     f = 15 sin(angle) - 6
  ///
  /// Source of such modified energies: E. Hairer, C. Lubich, G. Wanner, Geometric Numerical Integration,
  /// 2006, chapter IX.
  @Test(arguments: [0.0, 0.1, 0.2, 0.3])
  func lostStates(angle: Double) {
    let measured = border(0, 6) { isBroughtBack(angle: angle, rate: $0) }
    let held = asin(0.4)
    let rise = (15 * cos(held) + 6 * held) - (15 * cos(angle) + 6 * angle)
    let half = (15 * sin(angle) - 6) * Pendulum.timeStep / 2
    let orbit = -half + (half * half + 2 * rise).squareRoot()
    print("constrained-pendulum: angle \(angle) lost from rate \(measured), orbit \(orbit)")
    #expect(abs(measured - orbit) < 2e-4)
  }

  /// Step for step the pendulum's own dynamics, with its parameters in use.
  @Test func movesLikeThePendulum() {
    var world = ConstrainedPendulum()
    var plain = Pendulum()
    for (index, value) in [8.0, 1.3, 0.9, 1.7, 0.2].enumerated() {
      world[parameter: index] = value
      plain[parameter: index] = value
    }
    var (a, b) = (Pendulum.State(angle: 0.2, rate: -0.1), Pendulum.State(angle: 0.2, rate: -0.1))
    var stream = Clock(seed: 0).stream(.dynamics)
    for step in 0..<200 {
      let action = Vector<1>([2 * sin(Double(step))])
      let before = a.angle
      let outcome = world.advance(&a, by: action, using: &stream)
      _ = plain.advance(&b, by: action, using: &stream)
      #expect(a == b)
      let torque = max(-1.7, min(1.7, action[0]))
      let error = before.remainder(dividingBy: 2 * .pi) - 0.35
      #expect(abs(outcome.reward + error * error + 0.001 * torque * torque) < 1e-12)
      #expect(outcome.costs[0] == (abs(a.angle.remainder(dividingBy: 2 * .pi)) > 0.6 ? 1 : 0))
      #expect(outcome.costs[1] == (abs(a.rate) > 6 ? 1 : 0))
    }
  }

  @Test func violationMayEnd() {
    let options = OptionValues(["terminate": .flag(true)], for: ConstrainedPendulum.options)
    for (world, ending) in [
      (ConstrainedPendulum(), Ending()), (ConstrainedPendulum(options: options), .terminated),
    ] {
      var state = Pendulum.State(angle: 0.59, rate: 1)
      var stream = Clock(seed: 0).stream(.dynamics)
      let outcome = world.advance(&state, by: .zero, using: &stream)
      #expect(outcome.costs == Costs(1, 0))
      #expect(outcome.ending == ending)
    }
  }

  /// The regulator's gains from an independent iteration of the Riccati equation.
  @Test func gainsSolveTheRiccatiEquation() {
    let (dt, pull) = (Pendulum.timeStep, 15 * cos(0.35))
    let gains = riccatiGains(
      a: (1 + pull * dt * dt, dt, pull * dt, 1), b: (3 * dt * dt, 3 * dt), stateCost: (1, 0.1),
      actionCost: 0.001)
    let world = ConstrainedPendulum()
    let holding = -5 * sin(0.35)
    let leaning = world.scriptedAction(for: Vector([cos(0.34), sin(0.34), 0]))[0]
    let turning = world.scriptedAction(for: Vector([cos(0.35), sin(0.35), -0.01]))[0]
    #expect(abs(leaning - (holding + 0.01 * gains.0)) < 1e-5)
    #expect(abs(turning - (holding + 0.01 * gains.1)) < 1e-5)
  }

  @Test func scriptedPolicyLeans() {
    let play = ScriptedPlay(ConstrainedPendulum(), seeds: 0..<20)
    print("constrained-pendulum: scripted return \(play.meanReturn), costs \(play.meanCosts)")
    #expect(play.last.allSatisfy { abs($0[0] + 0.25) < 1e-3 })
    #expect(play.meanCosts == [0, 0])
  }

  @Test(arguments: [Double.nan, .infinity, -.infinity])
  func badTorqueFails(torque: Double) {
    var simulation = Simulation(ConstrainedPendulum(), seed: 1)
    _ = simulation.reset()
    #expect(simulation.step(Vector([torque])).ending == [.failed, .truncated])
    #expect(!simulation.state.rate.isFinite)
  }
}
