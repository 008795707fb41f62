import DecisionProcesses
import TabularEnvironments
import Testing

/// Optimal values against those solved from Gymnasium's own tables.
@Suite struct OptimalValueTests {
  private struct Solution: Decodable {
    let table: String
    let startValue: Double
    let reachable: [Int]
    let values: [Double]
  }

  private struct Solutions: Decodable {
    let discount: Double
    let solutions: [Solution]
  }

  private func check<P: TabularProcess>(_ process: P, _ name: String) throws {
    let recorded: Solutions = try fixture("gymnasium/optimal-values.json")
    let solution = try #require(recorded.solutions.first { $0.table == name })
    let values = process.optimalValues(discount: recorded.discount)
    for state in solution.reachable {
      #expect(abs(values[state] - solution.values[state]) < 1e-10, "\(name), state \(state)")
    }
    let start = zip(process.initialDistribution, values).map { $0 * $1 }.reduce(0, +)
    #expect(abs(start - solution.startValue) < 1e-10, "\(name)")
  }

  @Test(arguments: ["4x4", "8x8"])
  func frozenLake(map: String) throws {
    for (variant, slippery) in [("slippery", true), ("dry", false)] {
      let options: [String: OptionValue] = ["map": .word(map), "slippery": .flag(slippery)]
      let lake = FrozenLake(options: OptionValues(options, for: FrozenLake.options))
      try check(lake, "frozen-lake-\(map)-\(variant)")
    }
    var half = FrozenLake(options: OptionValues(["map": .word(map)], for: FrozenLake.options))
    half.slip = 0.5
    try check(half, "frozen-lake-\(map)-success-0.5")
  }

  @Test(arguments: [("cliff-walk", false), ("cliff-walk-slippery", true)])
  func cliffWalk(name: String, slippery: Bool) throws {
    let options: [String: OptionValue] = ["slippery": .flag(slippery)]
    try check(CliffWalk(options: OptionValues(options, for: CliffWalk.options)), name)
  }

  @Test(arguments: [("taxi", false), ("taxi-rainy", true)])
  func taxi(name: String, rain: Bool) throws {
    let options: [String: OptionValue] = ["rain": .flag(rain)]
    try check(Taxi(options: OptionValues(options, for: Taxi.options)), name)
  }
}
