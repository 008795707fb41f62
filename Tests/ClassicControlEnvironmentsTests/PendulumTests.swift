import ClassicControlEnvironments
import DecisionProcesses
import Testing

/// Against Gymnasium 1.4.0 in double precision: random torques, torques beyond the limit, swing-up, spin.
@Suite struct PendulumTests {
  private func deviation(_ episodes: [GymnasiumFixture.Episode]) -> Deviation {
    Deviation(
      Pendulum(), along: episodes, read: { Pendulum.State(angle: $0[0], rate: $0[1]) },
      fields: { [$0.angle, $0.rate] }, action: { Vector([$0]) })
  }

  @Test func followsGymnasium() throws {
    let fixture = try GymnasiumFixture("pendulum")
    let deviation = deviation(fixture.episodes(mode: "float64-step"))
    print("pendulum: state \(deviation.state), reward \(deviation.reward), \(deviation.steps) steps")
    #expect(deviation.steps > 800)
    #expect(deviation.state < 1e-9)
    #expect(deviation.observation < 1e-6)
    #expect(deviation.reward < 1e-9)
    #expect(deviation.wrongEndings == 0)
    #expect(Pendulum().task.horizon == fixture.timeLimit)
  }

  /// With float32 actions Gymnasium rounds 3 u / (m l^2) and 0.001 u^2 to float32; the fixture's torques
  /// make the first exact, and the second moves the reward by less than 5e-10.
  @Test func followsGymnasiumWithFloat32Actions() throws {
    let deviation = deviation(try GymnasiumFixture("pendulum").episodes(mode: "native"))
    print("pendulum native: state \(deviation.state), reward \(deviation.reward)")
    #expect(deviation.state < 1e-9)
    #expect(deviation.reward < 1e-9)
  }

  @Test func scriptedPolicySwingsUp() {
    let (mean, _) = play(Pendulum(), seeds: 0..<20)
    var upright = 0
    for seed in UInt64(0)..<20 {
      var simulation = Simulation(Pendulum(), seed: seed)
      var observation = simulation.reset()
      while simulation.isRunning {
        observation = simulation.step(Pendulum().scriptedAction(for: observation)).observation
      }
      if observation[0] > 0.99 { upright += 1 }
    }
    print("pendulum: scripted return \(mean), upright at the end \(upright) of 20")
    #expect(upright == 20)
    #expect(mean > -500)
  }

  @Test func angleWrapsByWholeTurns() {
    for x in stride(from: -3.14, through: 3.14, by: 0.01) {
      #expect(wrapAngle(x) == x)
      for turns in [-160_000.0, -13, -1, 1, 2, 40] {
        let far = x + turns * 2 * .pi
        // The oracle is IEEE 754's exact remainder by the same double.
        let exact = far.remainder(dividingBy: 2 * .pi)
        #expect(abs(wrapAngle(far) - exact) <= exact.ulp, "\(far)")
      }
    }
    #expect(wrapAngle(.nan).isNaN)
    #expect(wrapAngle(.infinity).isNaN)
  }

  @Test(arguments: [Double.nan, .infinity, -.infinity])
  func badTorqueFails(torque: Double) {
    var simulation = Simulation(Pendulum(), seed: 1)
    _ = simulation.reset()
    let step = simulation.step(Vector([torque]))
    #expect(step.ending == [.failed, .truncated])
    #expect(!simulation.state.rate.isFinite)
  }

  /// A motor weaker than the command gives its maximum and is charged for that.
  @Test func weakMotorSaturates() {
    var weak = Pendulum()
    weak.maximumTorque = 1.5
    var stream = Clock(seed: 0).stream(.dynamics)
    var state = Pendulum.State(angle: 0, rate: 0)
    let outcome = weak.advance(&state, by: Vector([2]), using: &stream)
    #expect(state.rate == 3 * 1.5 * 0.05)
    #expect(abs(outcome.reward + 0.001 * 1.5 * 1.5) < 1e-15)
  }
}
