import DecisionProcesses
import TabularEnvironments
import Testing

@Suite struct CliffWalkTests {
  private func walk(slippery: Bool) -> CliffWalk {
    CliffWalk(options: OptionValues(["slippery": .flag(slippery)], for: CliffWalk.options))
  }

  @Test(arguments: [("cliff-walk", false), ("cliff-walk-slippery", true)])
  func rowsAreGymnasiums(name: String, slippery: Bool) throws {
    let recorded: GymnasiumTable = try fixture("gymnasium/\(name).json")
    let walk = walk(slippery: slippery)
    #expect(recorded.table.count == walk.stateCount)
    #expect(walk.initialDistribution == recorded.initial)
    // All but the goal, which Gymnasium gives ordinary rows that no running episode uses.
    #expect(walk.largestRowDifference(from: recorded, states: 0..<CliffWalk.goal) < 2e-16)
  }

  @Test func theGoalIsAbsorbing() {
    let stay = OutcomeKey(next: CliffWalk.goal, reward: 0, isTerminated: true)
    for action in 0..<4 { #expect(walk(slippery: true).row(CliffWalk.goal, action) == [stay: 1]) }
  }

  @Test func theShortestWayTakesThirteenSteps() {
    #expect(walk(slippery: false).optimalValues(discount: 1)[CliffWalk.start] == -13)
  }

  @Test func isDeterministicOnlyWithoutSlip() {
    #expect(walk(slippery: false).task.isDeterministic)
    #expect(!walk(slippery: true).task.isDeterministic)
  }
}
