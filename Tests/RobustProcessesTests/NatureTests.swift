import DecisionProcesses
import Planning
import RandomStreams
import RobustProcesses
import TabularEnvironments
import Testing
import UncertaintySets

/// What natures play, remember and spend.
@Suite struct NatureTests {
  private static let world = RandomWorld(states: 6, actions: 3, seed: 41)
  private static let values = [2.0, -1, 0.5, 3, 1, 4]

  /// Every row that is played lies in the set, and the record says how far it is from the nominal one.
  private func checkRows<K: KernelSet, N: Nature>(
    _ process: RobustProcess<RandomWorld, K, N>, steps: Int = 300
  ) {
    var simulation = Simulation(process, seed: 3, horizon: 50)
    _ = simulation.reset()
    var stream = RandomStream(seed: 2, purpose: .policy)
    var deviations = 0
    for _ in 0..<steps {
      let action = stream.integer(below: 3)
      let (state, row) = (simulation.state, simulation.state.nominal * 3 + action)
      let played = process.playedRow(from: state, by: action, using: simulation.clock.stream(.dynamics))
      let nominal = process.model.rows.nominal(ofRow: row)
      // One row alone is within a budget that several may share.
      let starts = [0, played.count]
      let isInside = process.model.set.contains(
        played.span, first: row, nominal: nominal.span, starts: starts.span, tolerance: 1e-9)
      #expect(isInside)
      _ = simulation.step(action)
      let distance = process.model.set.distance(of: played.span, from: nominal.span, row: row)
      #expect(abs(simulation.state.record.lastDistance - distance) <= 1e-12)
      deviations += distance > 1e-9 ? 1 : 0
      if !simulation.isRunning { _ = simulation.reset() }
    }
    #expect(deviations > steps / 3, "nature hardly did anything")
  }

  @Test func playedRowsLieInTheSet() throws {
    let worst = DynamicWorstCase(against: Self.values, discount: 0.9)
    let sets: [any UncertaintySet] = [
      try L1Ball(radius: 0.3, support: .nominal), try KLBall(radius: 0.1), try ChiSquareBall(radius: 0.2),
      try LInfinityBall(radius: 0.1, support: .nominal), try L2Ball(radius: 0.2, support: .nominal),
      try ContaminationSet(share: 0.2, support: .nominal), try CVaRSet(level: 0.5),
    ]
    for set in sets {
      func check<S: UncertaintySet>(_ set: S) throws {
        checkRows(try RobustProcess(Self.world, set, worst))
        checkRows(try RobustProcess(Self.world, set, RandomNature(.step)))
        checkRows(try RobustProcess(Self.world, set, RandomNature(.episode)))
        checkRows(try RobustProcess(Self.world, set, GreedyNature()))
      }
      try check(set)
    }
    for measure in SharedBudget.Measure.allCases {
      let set = try SharedBudget(measure, budget: 0.3, support: .nominal)
      checkRows(try RobustProcess(Self.world, set, RandomNature(.step)))
      checkRows(try RobustProcess(Self.world, set, RandomNature(.episode)))
    }
  }

  /// A coupled block's rows lie in the set together.
  @Test func randomKernelsLieInTheSet() throws {
    for measure in SharedBudget.Measure.allCases {
      let model = try RobustModel(Self.world, SharedBudget(measure, budget: 0.3, support: .nominal))
      for seed in 0..<20 as Range<UInt64> {
        let kernel = model.sampleKernel(using: RandomStream(seed: seed, purpose: .nature))
        #expect(model.contains(kernel, tolerance: 1e-11))
        #expect(kernel.distances.max()! > 0)
      }
    }
    let model = try RobustModel(Garnet(), L1Ball(radius: 0.3, support: .all))
    #expect(model.contains(model.sampleKernel(using: RandomStream(seed: 1, purpose: .nature))))
  }

  /// Rows that last for an episode are the same whenever they are met in it, and others in the next.
  @Test func rowsLastAsLongAsTheyShould() throws {
    let set = try L1Ball(radius: 0.3, support: .nominal)
    for duration in RandomNature.Duration.allCases {
      let process = try RobustProcess(Self.world, set, RandomNature(duration))
      var simulation = Simulation(process, seed: 3, horizon: 30)
      var seen: [Int: [Double]] = [:]
      var (repeated, same, changed, last) = (0, 0, 0, [Int: [Double]]())
      var stream = RandomStream(seed: 2, purpose: .policy)
      for _ in 0..<40 {
        _ = simulation.reset()
        seen = [:]
        while simulation.isRunning {
          let action = stream.integer(below: 3)
          let row = simulation.state.nominal * 3 + action
          // Two outcomes leave little room: both draws may end at the same end.
          guard process.model.rows.outcomeCount(ofRow: row) > 2 else {
            _ = simulation.step(action)
            continue
          }
          let played = process.playedRow(
            from: simulation.state, by: action, using: simulation.clock.stream(.dynamics))
          if let before = seen[row] {
            repeated += 1
            same += before == played ? 1 : 0
          }
          if let before = last[row] { changed += before != played ? 1 : 0 }
          seen[row] = played
          _ = simulation.step(action)
        }
        last = seen
      }
      #expect(repeated > 20 && changed > 20)
      #expect(duration == .episode ? same == repeated : 4 * same < repeated, "\(same) of \(repeated)")
    }
  }

  /// Transitions under a random row that lasts are distributed as that row says: a chi-square statistic with
  /// its five-sigma bound.
  @Test func transitionsFollowThePlayedRow() throws {
    for set in [try L1Ball(radius: 0.4, support: .nominal), try L1Ball(radius: 0.4, support: .all)] {
      let process = try RobustProcess(Garnet(), set, RandomNature(.episode))
      var own = RandomStream(seed: 4, purpose: .initialState)
      let start = process.initialState(using: &own)
      let row = process.playedRow(from: start, by: 1, using: RandomStream(seed: 0))
      var counts = [Double](repeating: 0, count: 20)
      let draws = 40000
      for index in 0..<draws {
        var state = start
        var stream = RandomStream(
          key: RandomKey(seed: 9), step: UInt32(index), purpose: .dynamics)
        _ = process.advance(&state, by: 1, using: &stream)
        counts[state.nominal] += 1
      }
      var (statistic, cells) = (0.0, 0.0)
      for outcome in row.indices {
        let state = try #require(process.model.rows.successor(ofOutcome: outcome, inRow: start.nominal * 4 + 1))
        let expected = row[outcome] * Double(draws)
        guard expected > 5 else {
          #expect(counts[state] <= 40, "an outcome of probability \(row[outcome])")
          continue
        }
        statistic += (counts[state] - expected) * (counts[state] - expected) / expected
        cells += 1
      }
      #expect(cells >= 3)
      #expect(statistic <= cells + 5 * (2 * cells).squareRoot(), "\(statistic) with \(cells) cells")
    }
  }

  /// Greedy nature minimises the immediate reward alone.
  @Test func greedyNatureSeesOneStep() throws {
    let set = try L1Ball(radius: 0.4, support: .nominal)
    let process = try RobustProcess(Self.world, set, GreedyNature())
    let model = process.model
    let kernel = try #require(process.kernels.first)
    var changed = 0
    for row in 0..<18 {
      let nominal = model.rows.nominal(ofRow: row)
      let rewards = nominal.indices.map { outcome -> Double in
        let entries = Self.world.rows[row].filter { entry in
          model.rows.successor(ofOutcome: outcome, inRow: row)
            == (entry.outcome.ending.contains(.terminated) ? nil : entry.next)
        }
        return entries.reduce(0) { $0 + $1.probability * $1.outcome.reward }
          / entries.reduce(0) { $0 + $1.probability }
      }
      // Several ends are apart by where they stop, which this reading of the row does not see.
      guard Self.world.rows[row].filter({ $0.outcome.ending.contains(.terminated) }).count <= 1 else { continue }
      let worst = try set.worstCase(of: rewards, around: nominal).value
      let own = zip(kernel.probabilities(ofRow: row), rewards).reduce(0) { $0 + $1.0 * $1.1 }
      #expect(abs(own - worst) < 1e-12)
      changed += kernel.distances[row] > 0 ? 1 : 0
    }
    #expect(changed > 5)
    // Rewards that follow rows leave it nothing to do.
    let garnet = try RobustProcess(Garnet(), set, GreedyNature())
    #expect(garnet.kernels[0] == garnet.model.nominalKernel)
  }

  // MARK: Budgets

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

  // MARK: Static and dynamic

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
