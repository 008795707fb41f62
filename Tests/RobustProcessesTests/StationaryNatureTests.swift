import DecisionProcesses
import Planning
import RandomStreams
import RobustProcesses
import TabularEnvironments
import Testing
import UncertaintySets

/// Natures that keep to a kernel, for an episode or for good.
@Suite struct StationaryNatureTests {
  private static let world = RandomWorld(states: 6, actions: 3, seed: 41)
  private static let values = [2.0, -1, 0.5, 3, 1, 4]

  /// Nature that commits for an episode is no worse for the agent than one that chooses in every step.
  @Test func staticIsNoWorseThanDynamic() throws {
    for seed in 0..<6 as Range<UInt64> {
      let world = RandomWorld(states: 6, actions: 3, seed: seed)
      let set = try L1Ball(radius: 0.4, support: .nominal)
      let answer = try RobustAnswer(world, set, discount: 0.9)
      let policy = answer.policy
      let model = try RobustModel(world, set)
      let worst = try model.worstKernel(against: answer.solution.values, discount: 0.9)
      var kernels = [model.nominalKernel, try model.worstKernel(against: Self.values, discount: 0.9)]
      kernels += (0..<5).map { model.sampleKernel(using: RandomStream(seed: UInt64($0), purpose: .nature)) }
      func worths(_ list: [Kernel]) -> [[Double]] {
        list.map { sweptValues(model.table(of: $0), policy: policy, discount: 0.9) }
      }
      let some = worths(kernels)
      let nature = try StaticWorstCase(among: kernels, values: some)
      for state in 0..<6 {
        let least = some.map { $0[state] }.min()!
        #expect(some[nature.worst[state]][state] == least)
        #expect(least >= answer.solution.lower[state] - 1e-9)
      }
      // With the worst stationary kernel in the list, both are the same.
      let all = try StaticWorstCase(among: kernels + [worst], values: some + worths([worst]))
      #expect(all.worst.allSatisfy { $0 == kernels.count })
    }
  }

  @Test func theStaticKernelIsThatOfTheFirstState() throws {
    let set = try L1Ball(radius: 0.4, support: .nominal)
    let model = try RobustModel(Self.world, set)
    let kernels = (0..<2).map { model.sampleKernel(using: RandomStream(seed: UInt64($0), purpose: .nature)) }
    let values = [[0.0, 1, 0, 1, 0, 1], [1.0, 0, 1, 0, 1, 0]]
    let process = try RobustProcess(Self.world, set, StaticWorstCase(among: kernels, values: values))
    var simulation = Simulation(process, seed: 3)
    var seen = Set<Int>()
    for _ in 0..<30 {
      let first = simulation.reset()
      seen.insert(first % 2)
      #expect(simulation.state.nature == first % 2)
      for _ in 0..<10 where simulation.isRunning {
        let row = simulation.state.nominal * 3
        let played = process.playedRow(from: simulation.state, by: 0, using: RandomStream(seed: 0))
        #expect(played == kernels[first % 2].probabilities(ofRow: row))
        _ = simulation.step(0)
      }
    }
    #expect(seen.count == 2)
  }

  /// A fixed kernel of a model in the set is that model: both are played alike by inversion.
  @Test func aFixedKernelIsTheModelThatItCameFrom() throws {
    var (calm, windy) = (WindyWalk(), WindyWalk())
    calm.alpha = 0.3
    windy.alpha = 0.4
    let set = try L1Ball(radius: 0.2, support: .nominal)
    let kernel = try RobustModel(calm, set).kernel(of: windy)
    var first = Simulation(windy, seed: 9)
    var second = Simulation(try RobustProcess(calm, set, FixedKernel(kernel)), seed: 9)
    #expect(first.reset() == second.reset())
    var stream = RandomStream(seed: 4, purpose: .policy)
    for _ in 0..<1000 {
      let action = stream.integer(below: 4)
      #expect(first.step(action) == second.step(action))
      if !first.isRunning { #expect(first.reset() == second.reset()) }
    }
    // So is its table.
    let table = TransitionTable(second.process.process(under: kernel))
    for (found, expected) in zip(table.probability, TransitionTable(windy).probability) {
      #expect(abs(found - expected) < 1e-15)
    }
  }
}
