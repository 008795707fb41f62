import DecisionProcesses
import TabularEnvironments
import Testing

@Suite struct FrozenLakeTests {
  private func lake(_ options: [String: OptionValue] = [:], slip: Double? = nil) -> FrozenLake {
    var lake = FrozenLake(options: OptionValues(options, for: FrozenLake.options))
    if let slip { lake.slip = slip }
    return lake
  }

  @Test func rowsAreGymnasiums() throws {
    let large: [String: OptionValue] = ["map": .word("8x8")]
    let rewards: [String: OptionValue] = [
      "goalReward": .number(10), "holeReward": .number(-5), "iceReward": .number(-1),
    ]
    let cases: [(String, FrozenLake)] = [
      ("4x4-slippery", lake()), ("4x4-dry", lake(["slippery": .flag(false)])),
      ("4x4-success-0.5", lake(slip: 0.5)), ("4x4-success-0.8", lake(slip: 1 - 0.8)),
      ("4x4-rewards", lake(rewards)), ("8x8-slippery", lake(large)),
      ("8x8-dry", lake(large.merging(["slippery": .flag(false)]) { $1 })),
      ("8x8-success-0.5", lake(large, slip: 0.5)),
    ]
    for (name, lake) in cases {
      let recorded: GymnasiumTable = try fixture("gymnasium/frozen-lake-\(name).json")
      #expect(recorded.table.count == lake.stateCount)
      #expect(lake.initialDistribution == recorded.initial, "\(name)")
      let largest = lake.largestRowDifference(from: recorded, states: 0..<lake.stateCount)
      #expect(largest < 2e-16, "\(name)")
    }
  }

  @Test func isDeterministicOnlyWithoutSlip() {
    #expect(!lake().task.isDeterministic)
    #expect(lake(["slippery": .flag(false)]).task.isDeterministic)
    #expect(!lake(["slippery": .flag(false)], slip: 0.5).task.isDeterministic)
  }

  @Test func certainSlipNeverMovesAsIntended() {
    // From cell 6 of the small map every direction leads elsewhere; up is 2, left the hole 5, right 7.
    let row = lake(slip: 1).row(6, 3)
    #expect(Set(row.keys.map(\.next)) == [5, 7])
    #expect(row.values.allSatisfy { $0 == 0.5 })
  }

  @Test func horizonsAreThoseOfTheMaps() {
    #expect(lake().task.horizon == 100)
    #expect(lake(["map": .word("8x8")]).task.horizon == 200)
  }
}
