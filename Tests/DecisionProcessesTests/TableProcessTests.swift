import DecisionProcesses
import RandomStreams
import Testing

/// Processes given by their tables.
@Suite struct TableProcessTests {
  private static let table = TransitionTable(
    stateCount: 2, actionCount: 1, costCount: 2, initial: [0.25, 0.75], rowStart: [0, 3, 4],
    next: [0, 1, 1, 0], probability: [0.5, 0, 0.5, 1], reward: [1, 2, 3, 4],
    costs: [1, 2, 3, 4, 5, 6, 7, 8], ending: [[], [], .terminated, []])
  private static let process = TableProcess(
    table,
    task: TaskDescription(
      horizon: 5, discount: 0.9, rewardRange: 0...4, isDeterministic: false,
      costs: [CostDescription("a", meaning: "one"), CostDescription("b", meaning: "two")]))

  /// Entries without probability stay in the table, and are never taken.
  @Test func entriesWithoutProbability() {
    let taken = TransitionTable(Self.process)
    #expect(taken.next == [0, 1, 0] && taken.probability == [0.5, 0.5, 1])
    #expect(taken.reward == [1, 3, 4] && taken.costs == [1, 2, 5, 6, 7, 8])
    #expect(taken.ending == [[], .terminated, []] && taken.initial == Self.table.initial)
    var rewards = Set<Double>()
    for seed in 0..<200 as Range<UInt64> {
      var stream = RandomStream(seed: seed)
      var state = 0
      rewards.insert(Self.process.advance(&state, by: 0, using: &stream).reward)
    }
    #expect(rewards == [1, 3])
  }

  @Test func outcomesAndOtherProbabilities() {
    #expect(Self.table.outcome(2) == Outcome(reward: 3, costs: Costs(5, 6), ending: .terminated))
    let other = Self.table.replacing(probability: [0, 1, 0, 1])
    #expect(other.probability == [0, 1, 0, 1] && other.next == Self.table.next)
    #expect(other.replacing(probability: Self.table.probability) == Self.table)
  }
}
