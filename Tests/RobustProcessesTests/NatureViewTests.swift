import DecisionProcesses
import Planning
import RandomStreams
import RobustProcesses
import Testing
import UncertaintySets

/// Nature's chair as an environment.
@Suite struct NatureViewTests {
  private static let world = RandomWorld(states: 5, actions: 2, seed: 61)
  private static let policy = [0, 1, 0, 1, 1]

  private static var agent: FunctionPolicy<Int, Int> {
    let policy = policy
    return FunctionPolicy { seen, _ in policy[seen] }
  }

  /// A nature that always sits on the worst kernel plays what `DynamicWorstCase` plays, and is paid minus
  /// what the agent gets.
  @Test func theWorstKernelPlayedByHand() throws {
    let set = try L1Ball(radius: 0.4, support: .nominal)
    let values = [1.0, 4, 2, 5, 3]
    let worst = DynamicWorstCase(against: values, discount: 0.9)
    let model = try RobustModel(Self.world, set)
    let kernel = try model.worstKernel(against: values, discount: 0.9)
    let seated = try RobustProcess(Self.world, set, NatureSeat([kernel]))
    var view = try NatureView(of: Simulation(seated, seed: 3), against: Self.agent)
    var played = Simulation(try RobustProcess(Self.world, set, worst), seed: 3)
    var nominal = Simulation(Self.world, seed: 3)
    #expect(view.actionSpace.count == 2)
    #expect(view.task.rewardRange == -1...0)
    for choice in [1, 0] {
      var seen = view.reset(seed: 8)
      var own = choice == 1 ? played.reset(seed: 8) : nominal.reset(seed: 8)
      for _ in 0..<200 {
        #expect(seen == Row([Double(own), Double(Self.policy[own])]))
        #expect(view.observationSpace.contains(seen))
        let step = view.step(choice)
        let other = choice == 1 ? played.step(Self.policy[own]) : nominal.step(Self.policy[own])
        #expect(step.reward == -other.reward && step.costs == other.costs && step.ending == other.ending)
        (seen, own) = (step.observation, other.observation)
        guard other.hasEnded else { continue }
        seen = view.reset(seed: nil)
        own = choice == 1 ? played.reset(seed: nil) : nominal.reset(seed: nil)
      }
    }
  }

  /// A budgeted seat refuses what is beyond it.
  @Test func aBudgetAroundTheSeat() throws {
    let set = try L1Ball(radius: 0.4, support: .nominal)
    let model = try RobustModel(Self.world, set)
    let kernel = try model.worstKernel(against: [1, 4, 2, 5, 3], discount: 0.9)
    let seated = try RobustProcess(Self.world, set, Budgeted(NatureSeat([kernel]), count: 2))
    var view = try NatureView(
      of: Simulation(seated, seed: 3), against: Self.agent, goal: .cost(0), showsAction: false)
    var most = 0
    for _ in 0..<20 {
      #expect(view.reset(seed: nil).count == 1)
      while view.simulation.isRunning {
        let step = view.step(1)
        #expect(step.reward == step.costs[0])
        most = max(most, view.simulation.state.record.deviations)
      }
    }
    #expect(most == 2)
  }

  @Test func seatsWithoutAChoiceAreRefused() throws {
    let set = try L1Ball(radius: 0.4, support: .nominal)
    let empty = Simulation(try RobustProcess(Self.world, set, NatureSeat([])), seed: 1)
    #expect(throws: RobustProcessError.self) { _ = try NatureView(of: empty, against: Self.agent) }
    let kernel = try RobustModel(Self.world, set).nominalKernel
    let full = Simulation(try RobustProcess(Self.world, set, NatureSeat([kernel])), seed: 1)
    #expect(throws: RobustProcessError.self) {
      _ = try NatureView(of: full, against: Self.agent, goal: .cost(1))
    }
  }

  /// A snapshot with a seat that does not exist is refused, and a good one goes on alike.
  @Test func snapshotsHoldTheChoice() throws {
    let set = try L1Ball(radius: 0.4, support: .nominal)
    let model = try RobustModel(Self.world, set)
    let kernel = try model.worstKernel(against: [1, 4, 2, 5, 3], discount: 0.9)
    var simulation = Simulation(try RobustProcess(Self.world, set, NatureSeat([kernel])), seed: 3)
    _ = simulation.reset()
    simulation.state.nature = 1
    let bytes = simulation.save()
    var other = Simulation(try RobustProcess(Self.world, set, NatureSeat([kernel])), seed: 9)
    try other.restore(bytes)
    #expect(other.state == simulation.state)
    #expect(other.step(1) == simulation.step(1))
    simulation.state.nature = 2
    #expect(throws: SnapshotError.self) { try other.restore(simulation.save()) }
  }
}
