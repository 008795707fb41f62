import DecisionProcesses
import ElementaryFunctions
import RandomStreams
import TabularEnvironments
import Testing

@Suite struct PestControlTests {
  @Test func matchesTheReference() throws {
    let reference = try ReferenceTable("pest-control")
    let worst = reference.compare(PestControl(), missingBelow: 1e-13)
    #expect(worst.probability < 1e-14)
    #expect(worst.reward == 0)
    #expect(reference.initial == initialRow(PestControl()))
  }

  /// An empty field holds only the supply, whose distribution is a rounded normal one.
  @Test(arguments: [1.5, 3, 4.5])
  func emptyFieldFollowsTheSupply(mean: Double) {
    var process = PestControl()
    process.supplyMean = mean
    let table = TransitionTable(process)
    for entry in table.row(0, 3).prefix(8) {
      let next = Double(table.next[entry])
      let upper = Elementary.normalCDF((next + 0.5 - mean) / 1.5)
      let lower = next == 0 ? 0 : Elementary.normalCDF((next - 0.5 - mean) / 1.5)
      #expect(abs(table.probability[entry] - (upper - lower)) < 1e-15)
    }
  }

  /// The rows equal those of a slow midpoint rule at the corners of the parameters' intervals.
  ///
  /// The rule's points lie so densely that, in the smooth part, its error is far below the tolerance; the
  /// part cut at g = 0 is kept small by the corner's mean of at least 1, and bounded by the step squared.
  @Test(arguments: [1.0, 3], [1.5, 4.5])
  func quadratureHasConverged(growth: Double, supply: Double) {
    var process = PestControl()
    process.growthMean = growth
    process.supplyMean = supply
    let table = TransitionTable(process)
    var worst = 0.0
    for n in [1, 7, 18, 25, 33, 49] {
      var found = [Double](repeating: 0, count: 51)
      for entry in table.row(n, 0) { found[table.next[entry]] += table.probability[entry] }
      var cumulative = 0.0
      for next in 0..<50 {
        cumulative += found[next]
        let slow = Self.slowBelow(Double(next) + 0.5, from: n, growth: growth, supply: supply)
        worst = max(worst, abs(cumulative - slow))
      }
    }
    #expect(worst < 1e-9)
  }

  /// P(next < edge) without pesticide, by 40 000 midpoints over the growth factor.
  static func slowBelow(_ edge: Double, from n: Int, growth: Double, supply: Double) -> Double {
    let k = Double(n * (50 - n)) / 50
    let y = edge - Double(n * n) / 50
    guard y > 0 else { return 0 }
    let below = { (g: Double) in Elementary.normalCDF((y - k * g - supply) / 1.5) }
    let end = min(y / k, growth + 6)
    let step = end / 40_000
    var sum = Elementary.normalCDF(-growth / 0.6) * below(0)
    for index in 0..<40_000 {
      let g = (Double(index) + 0.5) * step
      let z = (g - growth) / 0.6
      sum += step * Elementary.exp(-0.5 * z * z) / (0.6 * (2 * Double.pi).squareRoot()) * below(g)
    }
    return sum
  }

  /// Draws and integrals are two computations of one distribution: chi-square with few degrees of freedom.
  @Test(arguments: [(10, 0), (25, 1), (40, 4), (5, 2)])
  func stepsFollowTheRows(state: Int, action: Int) {
    let process = PestControl()
    let table = TransitionTable(process)
    let draws = 200_000
    var counts = [Int](repeating: 0, count: 51)
    var stream = RandomStream(seed: 11)
    for _ in 0..<draws {
      var next = state
      _ = process.advance(&next, by: action, using: &stream)
      counts[next] += 1
    }
    var statistic = 0.0
    var cells = 0
    for entry in table.row(state, action) where table.probability[entry] * Double(draws) >= 10 {
      let expected = table.probability[entry] * Double(draws)
      let gap = Double(counts[table.next[entry]]) - expected
      statistic += gap * gap / expected
      cells += 1
    }
    // Mean cells - 1, deviation sqrt(2 cells): four deviations.
    #expect(statistic < Double(cells - 1) + 4 * (2 * Double(cells)).squareRoot())
  }
}
