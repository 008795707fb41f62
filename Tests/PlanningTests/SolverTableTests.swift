import DecisionProcesses
import Planning
import TabularEnvironments
import Testing

@Suite struct SolverTableTests {
  /// The message of the error that `body` must throw.
  static func message(_ body: () throws -> Void) -> String {
    do {
      try body()
      return "nothing thrown"
    } catch {
      return "\(error)"
    }
  }

  @Test func compactTableKeepsRowsAndEnds() throws {
    let table = TransitionTable(BrakingLine(options: OptionValues([:], for: BrakingLine.options)))
    let compact = try SolverTable(table)
    #expect(compact.stateCount == 52 && compact.actionCount == 3 && !compact.hasTermination)
    #expect(compact.next.map(Int.init) == table.next)
    #expect(compact.probability == table.probability)
    #expect(compact.initial == table.initial)
    #expect(compact.costs.count == 1)
    // Deterministic rows have one entry: nothing need be stored per entry.
    #expect(compact.reward.entries.isEmpty && compact.costs[0].entries.isEmpty)
    #expect(compact.reward.expected == table.reward)

    let walk = try SolverTable(TransitionTable(WindyWalk()))
    #expect(walk.hasTermination)
    #expect(walk.next[walk.row(WindyWalk.goal, 0).lowerBound] == 36)
  }

  @Test func twinsMergeByProbability() throws {
    var builder = try SolverTableBuilder(stateCount: 2, actionCount: 1, costCount: 1)
    builder.add(to: 1, probability: 0.25, reward: 4, costs: [1])
    builder.add(to: 0, probability: 0.25, reward: 1, costs: [0])
    builder.add(to: 1, probability: 0.5, reward: 1, costs: [1])
    try builder.endRow()
    builder.add(to: 0, probability: 1, reward: 7, costs: [0])
    try builder.endRow()
    let table = try builder.finish()
    #expect(table.next == [1, 0, 0])
    #expect(table.probability == [0.75, 0.25, 1])
    #expect(table.reward.expected == [1.75, 7])
    #expect(table.reward.entries == [2, 1, 7])
    #expect(table.costs[0].expected == [0.75, 0])
    #expect(table.costs[0].entries == [1, 0, 0])
    #expect(table.initial == [0.5, 0.5])
  }

  /// Entries that end in different places stay apart: nature may tell them from each other.
  @Test func endsStayApart() throws {
    var builder = try SolverTableBuilder(stateCount: 2, actionCount: 1)
    for _ in 0..<2 {
      builder.add(to: 0, probability: 0.5, reward: 0, terminated: true)
      builder.add(to: 1, probability: 0.5, reward: 1, terminated: true)
      try builder.endRow()
    }
    let table = try builder.finish()
    #expect(table.next == [2, 2, 2, 2])
    #expect(table.reward.entries == [0, 1, 0, 1])
  }

  @Test func faultsNameTheirPlace() throws {
    typealias Fill = (inout SolverTableBuilder) throws -> Void
    func message(_ fill: Fill) -> String {
      Self.message {
        var builder = try SolverTableBuilder(stateCount: 2, actionCount: 2)
        builder.add(to: 0, probability: 1, reward: 0)
        try builder.endRow()
        try fill(&builder)
        _ = try builder.finish()
      }
    }
    #expect(
      message {
        $0.add(to: 0, probability: 0.5, reward: 0)
        $0.add(to: 1, probability: 0.25, reward: 0)
        try $0.endRow()
      } == "state 0, action 1: the row sums to 0.75, not 1")
    #expect(
      message {
        $0.add(to: 0, probability: -0.5, reward: 0)
        try $0.endRow()
      }.hasPrefix("state 0, action 1: probability -0.5 of successor 0"))
    #expect(
      message {
        $0.add(to: 2, probability: 1, reward: 0)
        try $0.endRow()
      } == "state 0, action 1: successor 2 lies outside 0...1")
    #expect(
      message {
        $0.add(to: 1, probability: 1, reward: .infinity)
        try $0.endRow()
      }.hasPrefix("state 0, action 1: reward inf"))
    #expect(message { try $0.endRow() }.hasPrefix("state 0, action 1: the row has no entries"))
    #expect(message { _ in }.hasPrefix("state 0, action 1: the row is missing"))
    #expect(throws: PlanningError.self) { try SolverTableBuilder(stateCount: 0, actionCount: 1) }
    #expect(throws: PlanningError.self) { try SolverTableBuilder(stateCount: 1 << 30, actionCount: 4) }
    #expect(throws: PlanningError.self) {
      var builder = try SolverTableBuilder(stateCount: 1, actionCount: 1)
      builder.add(to: 0, probability: 1, reward: 0)
      try builder.endRow()
      _ = try builder.finish(initial: [0.5])
    }
  }

  /// Three thirds written with ten digits: accepted, then divided by their sum.
  @Test func shortDecimalsAreNormalised() throws {
    var builder = try SolverTableBuilder(stateCount: 3, actionCount: 1)
    for _ in 0..<3 {
      for next in 0..<3 { builder.add(to: next, probability: 0.3333333333, reward: 1) }
      try builder.endRow()
    }
    let table = try builder.finish()
    let solution = try DiscountedSolver(tolerance: 1e-9).solve(table, discount: 0.99)
    for value in solution.values { #expect(abs(value - 100) < 1e-9) }
  }
}
