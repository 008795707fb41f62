import DecisionProcesses
import TabularEnvironments
import Testing

@Suite struct ChainTests {
  static func riverSwim(_ states: String) -> RiverSwim {
    RiverSwim(options: OptionValues(["states": .word(states)], for: RiverSwim.options))
  }

  static func forest(_ states: Int) -> Forest {
    Forest(options: OptionValues(["states": .integer(states)], for: Forest.options))
  }

  @Test(arguments: ["6", "20"])
  func riverSwimMatchesTheReference(states: String) throws {
    let worst = try ReferenceTable("river-swim-\(states)").compare(Self.riverSwim(states))
    #expect(worst.probability < 1e-12)
    #expect(worst.reward == 0)
  }

  @Test func riverSwimStarts() throws {
    #expect(initialRow(RiverSwim()) == [0.5, 0.5, 0, 0, 0, 0])
    let reference = try #require(try ReferenceTable("river-swim-20").initial)
    for (found, expected) in zip(initialRow(Self.riverSwim("20")), reference) {
      #expect(abs(found - expected) < 1e-15)
    }
  }

  /// What does not move up is shared 6 : 1 and 3 : 2 at any strength of the swimmer.
  @Test(arguments: [("6", 6.0), ("20", 1.5)], [0.5, 0.8, 1.5])
  func riverSwimKeepsItsProportion(chain: (states: String, ratio: Double), factor: Double) {
    var process = Self.riverSwim(chain.states)
    process[parameter: 0] = factor
    let table = TransitionTable(process)
    let row = table.row(3, 1)
    let (down, stay, up) = (
      table.probability[row.lowerBound], table.probability[row.lowerBound + 1],
      table.probability[row.lowerBound + 2]
    )
    #expect(abs(up - factor * (chain.states == "6" ? 0.3 : 0.5)) < 1e-15)
    #expect(abs(stay - chain.ratio * down) < 1e-14)
  }

  @Test func machineReplacementMatchesTheReference() throws {
    let worst = try ReferenceTable("machine-replacement").compare(MachineReplacement())
    #expect(worst.probability < 1e-12)
    #expect(worst.reward == 0)
  }

  /// A machine that surely wears has one successor; repair misses keep the proportion 3 : 1.
  @Test func machineReplacementParameters() {
    var process = MachineReplacement()
    process[parameter: 0] = 1
    process[parameter: 1] = 0.3
    let table = TransitionTable(process)
    #expect(table.row(2, 0).map { table.next[$0] } == [3])
    #expect(table.row(2, 1).map { table.next[$0] } == [3, 8, 9])
    let repair = table.row(2, 1).map { table.probability[$0] }
    #expect(abs(repair[0] - 0.525) < 1e-15 && abs(repair[1] - 0.175) < 1e-15 && repair[2] == 0.3)
  }

  @Test(arguments: [3, 10])
  func forestMatchesTheReference(states: Int) throws {
    let worst = try ReferenceTable("forest-\(states)").compare(Self.forest(states))
    #expect(worst.probability < 1e-12)
    #expect(worst.reward == 0)
  }
}
