import DecisionProcesses
import Planning
import RandomStreams
import RobustProcesses
import TabularEnvironments
import Testing
import UncertaintySets

/// Sets from data, end to end.
@Suite struct TransitionCountsTests {
  /// Counts of `samples` draws from every row of `table`.
  private func draw(_ table: TransitionTable, samples: Int, using stream: inout RandomStream) throws
    -> TransitionCounts
  {
    var counts = try TransitionCounts(of: table)
    for state in 0..<table.stateCount {
      for action in 0..<table.actionCount {
        let entries = table.row(state, action)
        let row = Array(table.probability[entries])
        for _ in 0..<samples {
          let entry = entries.lowerBound + stream.categorical(row.span)
          try counts.record(
            from: state, by: action, to: table.next[entry],
            terminated: table.ending[entry].contains(.terminated))
        }
      }
    }
    return counts
  }

  /// The true rows lie inside, all at once, in at least 1 - failure of many data sets.
  @Test func setsCoverTheTruth() throws {
    var walk = WindyWalk()
    walk.alpha = 0.4
    for table in [TransitionTable(Forest()), TransitionTable(walk)] {
      var stream = RandomStream(seed: 17, purpose: .instance)
      let (trials, failure) = (150, 0.2)
      var missed = [0, 0, 0]
      for _ in 0..<trials {
        let counts = try draw(table, samples: 12, using: &stream)
        missed[0] += try holdsTruth(counts, counts.l1Sets(failure: failure), table) ? 0 : 1
        missed[1] += try holdsTruth(counts, counts.hoeffdingSets(failure: failure), table) ? 0 : 1
        missed[2] += try holdsTruth(counts, counts.likelihoodSets(failure: failure), table) ? 0 : 1
      }
      for count in missed { #expect(Double(count) <= failure * Double(trials), "\(missed)") }
    }
  }

  private func holdsTruth<S: UncertaintySet>(
    _ counts: TransitionCounts, _ sets: RowwiseSet<S>, _ truth: TransitionTable
  ) throws -> Bool {
    let estimate = counts.table
    for row in sets.sets.indices {
      let entries = truth.rowStart[row]..<truth.rowStart[row + 1]
      let isInside = sets.sets[row].contains(
        truth.probability.span.extracting(entries), around: estimate.probability.span.extracting(entries),
        tolerance: 1e-12)
      if !isInside { return false }
    }
    return true
  }

  /// The robust value of the estimate is a lower bound of the truth, tightens with more data, and is what
  /// rollouts against its worst case give.
  @Test func robustValuesOfDataBoundTheTruth() throws {
    let truth = TransitionTable(Forest())
    let exact = try DiscountedSolver(tolerance: 1e-9).solve(SolverTable(truth), discount: 0.9)
    var stream = RandomStream(seed: 5, purpose: .instance)
    var last = -Double.infinity
    for samples in [20, 200, 20000] {
      let counts = try draw(truth, samples: samples, using: &stream)
      let sets = try counts.l1Sets(failure: 0.05)
      let table = try SolverTable(counts.table)
      let solution = try DiscountedSolver(method: .valueIteration, tolerance: 1e-8)
        .solve(table, backup: RowwiseBackup(sets, on: table, discount: 0.9))
      for state in exact.values.indices { #expect(solution.values[state] <= exact.upper[state] + 1e-8) }
      #expect(solution.values[0] > last)
      last = solution.values[0]
      let policy = try #require(solution.policy.actions)
      let process = try RobustProcess(
        counts.process(task: Forest().task), sets,
        DynamicWorstCase(against: solution.values, discount: 0.9))
      // The kernel's own value, exactly.
      let own = sweptValues(
        process.model.table(of: process.kernels[0]), policy: certain(policy, of: 2), discount: 0.9)
      for state in own.indices { #expect(abs(own[state] - solution.values[state]) < 1e-7) }
      let found = returns(of: process, discount: 0.9, count: 5000, horizon: 200, seed: 3) { seen, _ in
        policy[seen]
      }
      #expect(abs(found.mean - solution.values[0]) <= 4 * found.error + 1e-6)
    }
    #expect(exact.values[0] - last < 1)
  }

  /// Successors that were never seen are within nature's reach, with the rewards that they are known to have.
  @Test func unseenSuccessorsMayBePlayed() throws {
    let lake = TransitionTable(FrozenLake())
    // Merge repeated successors first: counts cannot tell them apart.
    #expect(throws: RobustProcessError.self) { _ = try TransitionCounts(of: lake) }
    let structure = TransitionTable(
      stateCount: 2, actionCount: 1, costCount: 0, initial: [1, 0], rowStart: [0, 3, 4], next: [0, 1, 1, 1],
      probability: [1, 0, 0, 1], reward: [1, 0.5, -2, 0], costs: [],
      ending: [[], [], .terminated, .terminated])
    var counts = try TransitionCounts(of: structure)
    try counts.record(from: 0, by: 0, to: 0, times: 30)
    try counts.record(from: 1, by: 0, to: 1, terminated: true, times: 30)
    #expect(counts.samples(0, 0) == 30)
    #expect(counts.table.probability == [1, 0, 0, 1])
    let sets = try counts.l1Sets(failure: 0.1)
    let radius = try SampleRadius.weissmanL1(samples: 30, outcomes: 3, failure: 0.05)
    #expect(sets.sets[0].radius == radius)
    let task = TaskDescription(horizon: 50, discount: 0.9, rewardRange: -2...1, isDeterministic: false)
    let process = try RobustProcess(
      counts.process(task: task), sets, DynamicWorstCase(against: [0, 0], discount: 0.9))
    // Half the radius goes to the outcome of reward -2.
    let played = process.kernels[0].probabilities(ofRow: 0)
    for (found, expected) in zip(played, [1 - radius / 2, 0, radius / 2]) {
      #expect(abs(found - expected) < 1e-15)
    }
    var simulation = Simulation(process, seed: 1)
    var ends = 0
    for _ in 0..<200 {
      _ = simulation.reset()
      let step = simulation.step(0)
      if step.ending.contains(.terminated) {
        #expect(step.reward == -2 && step.observation == 1)
        ends += 1
      }
    }
    #expect(abs(Double(ends) - 100 * radius) < 40)
  }

  @Test func rowsNeverSeenHoldEverything() throws {
    let structure = TransitionTable.complete(stateCount: 3, actionCount: 1, rewards: [1, 2, 3])
    var counts = try TransitionCounts(of: structure)
    try counts.record(from: 0, by: 0, to: 2, times: 8)
    let sets = try counts.l1Sets(failure: 0.1)
    #expect(sets.sets[1].radius == 2)
    #expect(counts.table.probability[3..<6].allSatisfy { $0 == 1.0 / 3 })
    let error = #expect(throws: UncertaintySetError.self) { _ = try counts.likelihoodSets(failure: 0.1) }
    #expect(try #require(error).description.contains("state 1, action 0"))
    #expect(throws: UncertaintySetError.self) { _ = try counts.l1Sets(failure: 1) }
    #expect(throws: RobustProcessError.self) { try counts.record(from: 0, by: 0, to: 1, terminated: true) }
    #expect(throws: RobustProcessError.self) { try counts.record(from: 3, by: 0, to: 1) }
    #expect(throws: RobustProcessError.self) { try counts.record(from: 0, by: 0, to: 1, times: -1) }
  }
}
