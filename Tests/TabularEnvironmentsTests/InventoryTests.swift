import DecisionProcesses
import TabularEnvironments
import Testing

@Suite struct InventoryTests {
  @Test func matchesTheReference() throws {
    let worst = try ReferenceTable("inventory").compare(Inventory())
    #expect(worst.probability < 1e-12)
    #expect(worst.reward < 1e-12)
  }

  /// Without an order, a stock of 20 serves whole demands up to 19: their ratios are m/d exactly.
  @Test(arguments: [5.0, 7.25, 10, 15])
  func demandIsPoisson(mean: Double) {
    var process = Inventory()
    process[parameter: 0] = mean
    let table = TransitionTable(process)
    let row = table.row(20, 0)
    let left = row.map { table.probability[$0] }
    for d in 1..<20 { #expect(abs(left[20 - d] - left[21 - d] * mean / Double(d)) < 1e-15) }
    #expect(abs(left.reduce(0, +) - 1) < 1e-14)
  }

  /// A parameter that is moved and moved back leaves the very same rows.
  @Test func rowsFollowTheParameter() {
    var process = Inventory()
    let nominal = TransitionTable(process)
    process.demandMean = 6
    #expect(TransitionTable(process) != nominal)
    process[parameter: 0] = 10
    #expect(TransitionTable(process) == nominal)
  }
}
