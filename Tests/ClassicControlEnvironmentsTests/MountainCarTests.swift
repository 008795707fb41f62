import ClassicControlEnvironments
import DecisionProcesses
import Testing

/// Against Gymnasium 1.4.0: random actions, pumping to the goal, and a run into the left wall.
@Suite struct MountainCarTests {
  @Test func followsGymnasium() throws {
    let fixture = try GymnasiumFixture("mountain-car")
    let deviation = Deviation(
      MountainCar(), along: fixture.episodes,
      read: { MountainCar.State(position: $0[0], velocity: $0[1]) },
      fields: { [$0.position, $0.velocity] }, action: { Int($0) })
    print("mountain-car: state \(deviation.state) over \(deviation.steps) steps")
    #expect(deviation.state < 1e-9)
    #expect(deviation.observation < 1e-6)
    #expect(deviation.reward == 0)
    #expect(deviation.wrongEndings == 0)
    #expect(deviation.terminated == 1)
    #expect(fixture.episodes.contains { $0.steps.contains { $0.state == [-1.2, 0] } })
    #expect(MountainCar().task.horizon == fixture.timeLimit)
  }

  /// Gymnasium stores this task's state as float32 after each step; so does the test, and nothing else.
  @Test func continuousFollowsGymnasium() throws {
    let fixture = try GymnasiumFixture("mountain-car-continuous")
    let deviation = Deviation(
      MountainCarContinuous(), along: fixture.episodes(mode: "float64-step"),
      read: { MountainCar.State(position: $0[0], velocity: $0[1]) },
      fields: { [$0.position, $0.velocity] }, action: { Vector([$0]) },
      round: {
        $0.position = Double(Float($0.position))
        $0.velocity = Double(Float($0.velocity))
      })
    print("mountain-car-continuous: state \(deviation.state) over \(deviation.steps) steps")
    #expect(deviation.steps > 750)
    #expect(deviation.state == 0)
    #expect(deviation.observation == 0)
    #expect(deviation.reward < 1e-9)
    #expect(deviation.wrongEndings == 0)
    #expect(deviation.terminated == 2)
    #expect(MountainCarContinuous().task.horizon == fixture.timeLimit)
  }

  @Test func scriptedPoliciesReachTheFlag() {
    let discrete = play(MountainCar(), seeds: 0..<20)
    let continuous = play(MountainCarContinuous(), seeds: 0..<20)
    print("mountain-car: scripted returns \(discrete), continuous \(continuous)")
    #expect(discrete.terminated == 20)
    #expect(continuous.terminated == 20)
    #expect(continuous.mean > 80)
  }

  @Test(arguments: [Double.nan, .infinity, -.infinity])
  func badForceFails(force: Double) {
    var simulation = Simulation(MountainCarContinuous(), seed: 1)
    _ = simulation.reset()
    let step = simulation.step(Vector([force]))
    #expect(step.ending == [.failed, .truncated])
    #expect(!simulation.state.position.isFinite)
  }
}
