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
        let next = process.model.rows.successor(ofOutcome: outcome, inRow: start.nominal * 4 + 1)
        let state = try #require(next)
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
      let ends = Self.world.rows[row].count { $0.outcome.ending.contains(.terminated) }
      guard ends <= 1 else { continue }
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
}
