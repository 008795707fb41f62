import DecisionProcesses
import RandomStreams
import Testing

@Suite struct SimulationTests {
  /// Dynamics draw at the present step, then the clock moves, then the observation draws.
  @Test func orderOfAStep() {
    var simulation = Simulation(Probe(), seed: 3, lane: 2)
    func draw(_ step: UInt32, _ purpose: StreamPurpose) -> Double {
      Probe.draw(seed: 3, lane: 2, episode: 0, step: step, purpose)
    }
    let first = draw(0, .initialState)
    #expect(simulation.reset() == Vector([first, 0, 0, draw(0, .observation)]))
    for step in 0..<5 as Range<UInt32> {
      let result = simulation.step(Vector([0.5]))
      let sum = 0.5 * Double(step + 1)
      let expected = Vector<4>([first, draw(step, .dynamics), sum, draw(step + 1, .observation)])
      #expect(result.observation == expected)
      #expect(result.reward == sum)
      #expect(result.costs == Costs(0.25, 1))
      #expect(result.ending == [])
      #expect(simulation.clock == Clock(seed: 3, lane: 2, episode: 0, step: step + 1))
      #expect(simulation.observeInitial() == expected)
    }
  }

  @Test func theHorizonTruncates() {
    var simulation = Simulation(Probe(), seed: 1, horizon: 3)
    #expect(simulation.task.horizon == 3)
    #expect(Simulation(Probe(), seed: 1).task.horizon == 6)
    #expect(!simulation.isRunning)
    _ = simulation.reset()
    #expect((0..<3).map { _ in simulation.step(Vector([0])).ending } == [[], [], .truncated])
    #expect(!simulation.isRunning)
    _ = simulation.reset()
    #expect(simulation.isRunning)
  }

  /// Both reasons may hold in the same step.
  @Test func truncationAndTermination() {
    for (length, expected) in [(2, Ending.terminated), (3, [.terminated, .truncated]), (4, .truncated)] {
      var simulation = Simulation(Probe(length: length), seed: 1, horizon: 3)
      _ = simulation.reset()
      var ending: Ending = []
      while simulation.isRunning { ending = simulation.step(Vector([0])).ending }
      #expect(ending == expected)
    }
  }

  @Test func resetsCountEpisodes() {
    var simulation = Simulation(Probe(), seed: 3)
    func first(_ seed: UInt64, _ episode: UInt32) -> Double {
      Probe.draw(seed: seed, episode: episode, step: 0, .initialState)
    }
    #expect(simulation.reset()[0] == first(3, 0))
    #expect(simulation.reset()[0] == first(3, 1))
    _ = simulation.step(Vector([1]))
    #expect(simulation.reset()[0] == first(3, 2))
    #expect(simulation.clock == Clock(seed: 3, episode: 2))
    #expect(simulation.reset(seed: 8)[0] == first(8, 0))
    #expect(simulation.reset()[0] == first(8, 1))
    #expect(simulation.reset(seed: 3)[0] == first(3, 0))
  }

  @Test func aSeedKeepsTheLane() {
    var simulation = Simulation(Probe(), seed: 3, lane: 5)
    _ = simulation.reset(seed: 4)
    #expect(simulation.clock == Clock(seed: 4, lane: 5))
  }

  @Test func copiesBranch() {
    var first = Simulation(Probe(), seed: 3)
    _ = first.reset()
    _ = first.step(Vector([1]))
    var second = first
    #expect(first == second)
    let other = second.step(Vector([-1]))
    #expect(first != second)
    #expect(first.state.sum == 1 && second.state.sum == 0)
    let same = first.step(Vector([-1]))
    #expect(same == other)
    #expect(first == second)
  }

  @Test func statesCanBeAssigned() {
    var simulation = Simulation(Probe(), seed: 3)
    _ = simulation.reset()
    simulation.state.sum = 7
    #expect(simulation.step(Vector([1])).reward == 8)
  }

  @Test(arguments: [Probe.Fault.reward, .cost, .observation])
  func notFiniteEndsTheEpisode(_ fault: Probe.Fault) {
    var sound = Simulation(Probe(), seed: 3)
    var simulation = Simulation(Probe(fault: fault), seed: 3)
    _ = sound.reset()
    #expect(simulation.reset() == sound.reset(seed: 3))
    #expect(simulation.step(Vector([1])) == sound.step(Vector([1])))
    var expected = sound.step(Vector([1]))
    expected.ending = [.truncated, .failed]
    switch fault {
    case .none: break
    case .reward: expected.reward = 0
    case .cost: expected.costs[1] = 0
    case .observation: expected.observation[2] = 0
    }
    #expect(simulation.step(Vector([1])) == expected)
    #expect(!simulation.isRunning)
    #expect(simulation.reset()[0] == Probe.draw(seed: 3, episode: 1, step: 0, .initialState))
  }

  /// A failure does not hide that the task ended too.
  @Test func failureAndTermination() {
    var simulation = Simulation(Probe(length: 2, fault: .reward), seed: 3)
    _ = simulation.reset()
    _ = simulation.step(Vector([1]))
    #expect(simulation.step(Vector([1])).ending == [.terminated, .truncated, .failed])
  }
}
