import DecisionProcesses
import Planning
import RandomStreams
import TabularEnvironments
import Testing

@Suite struct EffectiveHorizonTests {
  /// Three steps: action 0 ends with `reward`; action 1 leads to two choices, and one of four leaves pays 1.
  private func tree(_ reward: Double) throws -> SolverTable {
    var builder = try SolverTableBuilder(stateCount: 4, actionCount: 2)
    builder.add(to: 0, probability: 1, reward: reward, terminated: true)
    try builder.endRow()
    builder.add(to: 1, probability: 1, reward: 0)
    try builder.endRow()
    for action in 0..<2 {
      builder.add(to: 2 + action, probability: 1, reward: 0)
      try builder.endRow()
    }
    for leaf in 0..<4 {
      builder.add(to: 0, probability: 1, reward: leaf == 2 ? 1 : 0, terminated: true)
      try builder.endRow()
    }
    return try builder.finish(initial: [1, 0, 0, 0])
  }

  /// Random play values the tree at 1/4: a sure 0.3 deceives it, one backup shows 1/2 and sees through.
  @Test func treeThatDeceivesRandomPlay() throws {
    let report = try EffectiveHorizon(horizon: 3).analyse(try tree(0.3))
    #expect(report.levels.map(\.isSolvable) == [false, true, true])
    #expect(report.solvableLevel == 2)
    #expect(report.levels.map(\.worstReturn) == [0.3, 1, 1])
    #expect(report.optimalReturn == 1)
    #expect(abs(report.explorationReturn - 0.275) < 1e-15)
    for (level, gap) in zip(report.levels, [0.05, 0.2, 0.7]) {
      #expect(abs(try #require(level.gap) - gap) < 1e-15)
    }
    // 2 + log2 25 and 3 + log2(1 / 0.49).
    #expect(report.levels[0].effectiveHorizon == .infinity)
    #expect(abs(report.levels[1].effectiveHorizon - 6.643856189774724) < 1e-12)
    #expect(abs(report.effectiveHorizon - 4.029146345659515) < 1e-12)
  }

  @Test func treeThatRandomPlaySolves() throws {
    let report = try EffectiveHorizon(horizon: 3).analyse(try tree(0.2))
    #expect(report.solvableLevel == 1)
    #expect(abs(try #require(report.levels[0].gap) - 0.05) < 1e-15)
    #expect(abs(report.levels[0].effectiveHorizon - 9.643856189774725) < 1e-12)
    // Another explorer, who never takes the sure reward and finds the leaf by a third of two thirds.
    let third = 1.0 / 3
    let explorer = TablePolicy.probabilities([0, 1, 1 - third, third, 0.5, 0.5, 1 - third, third])
    let other = try EffectiveHorizon(horizon: 3).analyse(try tree(0.2), exploration: explorer)
    #expect(abs(other.explorationReturn - 2 * third * third) < 1e-15)
    #expect(abs(try #require(other.levels[0].gap) - (2.0 / 9 - 0.2)) < 1e-15)
  }

  /// Against all policies of small processes, one by one, with Q^k by recursion from its definition. Numbers
  /// are dyadic, so ties are exact.
  @Test func solvabilityIsThatOfEveryGreedyPolicy() throws {
    var stream = RandomStream(seed: 17, purpose: .instance)
    var unsolvable = 0
    var ties = 0
    for _ in 0..<600 {
      let process = SmallProcess(using: &stream)
      let report = try EffectiveHorizon(horizon: 3).analyse(process.table())
      let returns = process.policies.map { process.expectedReturn(of: $0) }
      let best = returns.max()!
      #expect(report.optimalReturn == best)
      for level in report.levels {
        var worst = Double.infinity
        for (policy, value) in zip(process.policies, returns) where process.isGreedy(policy, level.k) {
          worst = min(worst, value)
        }
        #expect(level.worstReturn == worst)
        #expect(level.isSolvable == (worst == best))
        #expect(level.gap == process.gap(level.k))
        if !level.isSolvable { unsolvable += 1 }
        if level.gap == nil { ties += 1 }
      }
      #expect(report.levels.last!.isSolvable)
      // Where levels end early, further backups change nothing.
      for k in report.levels.count..<3 { #expect(process.gap(k + 1) == report.levels.last!.gap) }
    }
    try #require(unsolvable > 20 && ties > 0, "\(unsolvable) unsolvable levels, \(ties) all tied")
  }

  /// One action, or actions that are all alike, leave nothing to find out.
  @Test func noChoiceNeedsNoGap() throws {
    var builder = try SolverTableBuilder(stateCount: 1, actionCount: 1)
    builder.add(to: 0, probability: 1, reward: 1)
    try builder.endRow()
    let report = try EffectiveHorizon(horizon: 5).analyse(try builder.finish())
    #expect(report.levels == [report.levels[0]])
    #expect(report.levels[0].gap == nil && report.effectiveHorizon == 1)
    #expect(report.optimalReturn == 5)
  }

  /// A world of the catalogue: the solved level's greedy policy is backward induction's.
  @Test func optimalReturnIsBackwardInductions() throws {
    let transitions = TransitionTable(WindyWalk())
    let table = try SolverTable(transitions)
    let report = try EffectiveHorizon(horizon: 20, discount: 0.95).analyse(table)
    let reference = try BackwardInduction(horizon: 20).solve(transitions, discount: 0.95)
    #expect(abs(report.optimalReturn - reference.values[0][WindyWalk.start]) < 1e-12)
    #expect(report.levels.last!.isSolvable)
  }

  @Test func badSettingsAreRefused() throws {
    let table = try tree(0.3)
    for setting in [
      EffectiveHorizon(horizon: 0), EffectiveHorizon(horizon: 3, discount: 0),
      EffectiveHorizon(horizon: 3, discount: 1.1), EffectiveHorizon(horizon: 3, tolerance: -1),
      EffectiveHorizon(horizon: 3, tolerance: .infinity),
    ] {
      #expect(throws: PlanningError.self) { try setting.analyse(table) }
    }
    #expect(throws: PlanningError.self) {
      try EffectiveHorizon(horizon: 3).analyse(table, exploration: .actions([0]))
    }
  }
}

/// Two states, two actions, three steps; half the mass to each of two drawn successors, rewards in quarters.
private struct SmallProcess {
  /// Shape [4][2].
  let successors: [[Int]]
  let rewards: [Double]

  init(using stream: inout RandomStream) {
    successors = (0..<4).map { _ in [stream.integer(below: 2), stream.integer(below: 2)] }
    rewards = (0..<4).map { _ in 0.25 * Double(stream.integer(below: 4)) }
  }

  func table() throws -> SolverTable {
    var builder = try SolverTableBuilder(stateCount: 2, actionCount: 2)
    for row in 0..<4 {
      for next in successors[row] { builder.add(to: next, probability: 0.5, reward: rewards[row]) }
      try builder.endRow()
    }
    return try builder.finish(initial: [1, 0])
  }

  /// An action for each step and state; shape [64][3][2].
  var policies: [[[Int]]] {
    (0..<64).map { code in (0..<3).map { step in (0..<2).map { code >> (2 * step + $0) & 1 } } }
  }

  private func value(_ policy: [[Int]], _ step: Int, _ state: Int) -> Double {
    if step == 3 { return 0 }
    let row = 2 * state + policy[step][state]
    return rewards[row] + successors[row].reduce(0) { $0 + 0.5 * value(policy, step + 1, $1) }
  }

  func expectedReturn(of policy: [[Int]]) -> Double { value(policy, 0, 0) }

  /// Q^k of the uniform explorer, from its definition.
  private func q(_ k: Int, _ step: Int, _ row: Int) -> Double {
    if step == 2 { return rewards[row] }
    return rewards[row]
      + successors[row].reduce(0) { sum, next in
        let (a, b) = (q(max(1, k - 1), step + 1, 2 * next), q(max(1, k - 1), step + 1, 2 * next + 1))
        return sum + 0.5 * (k == 1 ? 0.5 * (a + b) : max(a, b))
      }
  }

  func isGreedy(_ policy: [[Int]], _ k: Int) -> Bool {
    (0..<3).allSatisfy { step in
      (0..<2).allSatisfy { state in
        let row = 2 * state + policy[step][state]
        return q(k, step, row) >= q(k, step, row ^ 1)
      }
    }
  }

  func gap(_ k: Int) -> Double? {
    var reached: Set<Int> = [0]
    var least: Double?
    for step in 0..<3 {
      for state in reached {
        let distance = abs(q(k, step, 2 * state) - q(k, step, 2 * state + 1))
        if distance > 0 { least = min(least ?? .infinity, distance) }
      }
      reached = Set(reached.flatMap { successors[2 * $0] + successors[2 * $0 + 1] })
    }
    return least
  }
}
