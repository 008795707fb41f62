import DecisionProcesses
import Planning
import RandomStreams
import RobustProcesses
import TabularEnvironments
import Testing
import UncertaintySets

/// What natures may spend, and what they have spent.
@Suite struct BudgetTests {
  private static let world = RandomWorld(states: 6, actions: 3, seed: 41)
  private static let values = [2.0, -1, 0.5, 3, 1, 4]

  private func episode<K: KernelSet, N: Nature>(
    _ process: RobustProcess<RandomWorld, K, N>, seed: UInt64, _ body: (RobustState<N.State>) -> Void
  ) {
    var simulation = Simulation(process, seed: seed, horizon: 50)
    _ = simulation.reset()
    var stream = RandomStream(seed: seed, purpose: .policy)
    while simulation.isRunning {
      _ = simulation.step(stream.integer(below: 3))
      body(simulation.state)
    }
  }

  @Test func budgetsAreKept() throws {
    let endless = RandomWorld(states: 6, actions: 3, ends: false, seed: 41)
    let set = try L1Ball(radius: 0.3, support: .nominal)
    let worst = DynamicWorstCase(against: Self.values, discount: 0.9)
    for seed in 0..<20 as Range<UInt64> {
      var last = NatureRecord()
      episode(try RobustProcess(endless, set, Budgeted(worst, count: 4)), seed: seed) { state in
        #expect(state.record.deviations <= 4)
        last = state.record
      }
      #expect(last.deviations == 4)
      episode(try RobustProcess(endless, set, Budgeted(worst, perEpisode: 1)), seed: seed) { state in
        #expect(state.record.spent <= 1)
        last = state.record
      }
      #expect(last.spent > 0.7, "rows of 0.3 each leave less than that")
      episode(try RobustProcess(endless, set, Budgeted(RandomNature(.step), perEpisode: 1)), seed: seed) {
        #expect($0.record.spent <= 1)
        last = $0.record
      }
      #expect(last.spent > 0)
    }
  }

  @Test func anEndlessBudgetIsNone() throws {
    let set = try KLBall(radius: 0.1)
    let worst = DynamicWorstCase(against: Self.values, discount: 0.9)
    var free = Simulation(try RobustProcess(Self.world, set, worst), seed: 6)
    var kept = Simulation(
      try RobustProcess(Self.world, set, Budgeted(worst, count: .max, perEpisode: .infinity)), seed: 6)
    #expect(free.reset() == kept.reset())
    var stream = RandomStream(seed: 1, purpose: .policy)
    for _ in 0..<500 {
      let action = stream.integer(below: 3)
      #expect(free.step(action) == kept.step(action))
      #expect(free.state == kept.state)
      if !free.isRunning { #expect(free.reset() == kept.reset()) }
    }
  }

  @Test func theRecordIsInTheDiagnostics() throws {
    let set = try L1Ball(radius: 0.3, support: .nominal)
    let process = try RobustProcess(
      Forest(), set, DynamicWorstCase(against: [0, 1, 2], discount: 0.9))
    typealias Robust = RobustProcess<Forest, ActionRectangular<L1Ball>, DynamicWorstCase>
    #expect(Robust.diagnosticNames == ["age", "nature-deviations", "nature-spent", "nature-distance"])
    var simulation = Simulation(process, seed: 1)
    _ = simulation.reset()
    _ = simulation.step(0)
    _ = simulation.step(0)
    let found = (0..<4).map { process.diagnostic($0, of: simulation.state) }
    #expect(found[0] == Double(simulation.state.nominal))
    #expect(found[1] == 2 && abs(found[2] - 0.6) < 1e-12 && abs(found[3] - 0.3) < 1e-12)
  }
}
