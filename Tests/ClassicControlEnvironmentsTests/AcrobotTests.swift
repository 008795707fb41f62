import ClassicControlEnvironments
import DecisionProcesses
import ElementaryFunctions
import Testing

/// Against Gymnasium 1.4.0: three episodes of 200 random torques and one that pumps to the goal.
@Suite struct AcrobotTests {
  @Test(arguments: [("book", true), ("nips", false)])
  func followsGymnasium(name: String, book: Bool) throws {
    let fixture = try GymnasiumFixture("acrobot-\(name)")
    let world = Acrobot(options: OptionValues(["book": .flag(book)], for: Acrobot.options))
    let deviation = Deviation(
      world, along: fixture.episodes,
      read: { Acrobot.State(angle1: $0[0], angle2: $0[1], rate1: $0[2], rate2: $0[3]) },
      fields: { [$0.angle1, $0.angle2, $0.rate1, $0.rate2] }, action: { Int($0) })
    print("acrobot \(name): state \(deviation.state) over \(deviation.steps) steps")
    #expect(deviation.state < 1e-9)
    #expect(deviation.observation < 1e-5)
    #expect(deviation.reward == 0)
    #expect(deviation.wrongEndings == 0)
    #expect(deviation.terminated == 1)
    #expect(world.task.horizon == fixture.timeLimit)
  }

  @Test func scriptedPolicyReachesTheLine() {
    let (mean, terminated) = play(Acrobot(), seeds: 0..<20)
    print("acrobot: scripted return \(mean), reached \(terminated) of 20")
    #expect(terminated == 20)
    #expect(mean > -200)
  }

  /// Without torque the energy is a constant of the motion. It is written here from the rods' positions,
  /// not from the world's equations. Weak gravity makes the swing slow against the step, so that the
  /// integration loses next to nothing: the loss per step goes with the sixth power of the phase.
  @Test(arguments: [(1.0, 1.0, 1.0, 1.0), (0.6, 1.4, 1.5, 0.7)])
  func keepsItsEnergy(l1: Double, l2: Double, m1: Double, m2: Double) {
    var world = Acrobot()
    world.linkLength1 = l1
    world.linkLength2 = l2
    world.linkMass1 = m1
    world.linkMass2 = m2
    world.gravity = 0.098
    func energy(_ s: Acrobot.State) -> Double {
      let (sine1, cosine1) = Elementary.sinCos(s.angle1)
      let (sine2, cosine2) = Elementary.sinCos(s.angle1 + s.angle2)
      let sum = s.rate1 + s.rate2
      // Velocities of the two centres of mass.
      let v1 = l1 / 2 * s.rate1
      let vx = l1 * s.rate1 * cosine1 + l2 / 2 * sum * cosine2
      let vy = l1 * s.rate1 * sine1 + l2 / 2 * sum * sine2
      let kinetic =
        0.5 * m1 * v1 * v1 + 0.5 * m2 * (vx * vx + vy * vy)
        + 0.5 * m1 * l1 * l1 * s.rate1 * s.rate1 + 0.5 * m2 * l2 * l2 * sum * sum
      let height = -m1 * l1 / 2 * cosine1 - m2 * (l1 * cosine1 + l2 / 2 * cosine2)
      return kinetic + world.gravity * height
    }
    var state = Acrobot.State(angle1: 1, angle2: -1.5, rate1: 0.1, rate2: 0.2)
    let before = energy(state)
    let depth = energy(Acrobot.State(angle1: 0, angle2: 0, rate1: 0, rate2: 0))
    var worst = 0.0
    var stream = Clock(seed: 0).stream(.dynamics)
    for _ in 0..<300 {
      _ = world.advance(&state, by: 1, using: &stream)
      worst = max(worst, abs(energy(state) - before))
    }
    #expect(abs(state.angle1 - 1) > 0.1)
    print("acrobot: energy moved by \(worst / (before - depth)) of the swing's")
    #expect(worst < 1e-6 * (before - depth))
  }
}
