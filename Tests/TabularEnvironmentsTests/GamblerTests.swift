import DecisionProcesses
import TabularEnvironments
import Testing

@Suite struct GamblerTests {
  private struct Solution: Decodable {
    let headsProbability: Double
    let target: Int
    let values: [Double]
    let greedy: [[Int]]
  }

  /// Rows of [state, stake, next, probability, reward] for heads 0.6 and target 100.
  private struct Reference: Decodable {
    let rows: [[Double]]
    let solutions: [Solution]
  }

  private func gambler(target: Int, heads: Double) -> Gambler {
    var gambler = Gambler(options: OptionValues(["target": .integer(target)], for: Gambler.options))
    gambler.headsProbability = heads
    return gambler
  }

  @Test func rowsAreTheReferences() throws {
    let reference: Reference = try fixture("tabular/gambler.json")
    #expect(reference.rows.count == 5000)
    let gambler = gambler(target: 100, heads: 0.6)
    var expected: [[Int]: [OutcomeKey: Double]] = [:]
    for row in reference.rows {
      let next = Int(row[2])
      let key = OutcomeKey(next: next, reward: row[4], isTerminated: next == 0 || next == 100)
      expected[[Int(row[0]), Int(row[1])], default: [:]][key, default: 0] += row[3]
    }
    for state in 1..<100 {
      for action in 0..<gambler.actionCount {
        let stake = min(action + 1, state, 100 - state)
        #expect(gambler.stake(of: action, at: state) == stake)
        #expect(difference(gambler.row(state, action), expected[[state, stake]] ?? [:]) < 1e-16)
      }
    }
  }

  @Test func valuesAreTheReferences() throws {
    let reference: Reference = try fixture("tabular/gambler.json")
    #expect(reference.solutions.count == 4)
    for solution in reference.solutions {
      let gambler = gambler(target: solution.target, heads: solution.headsProbability)
      let values = gambler.optimalValues(discount: 1)
      for (ours, theirs) in zip(values, solution.values) { #expect(abs(ours - theirs) < 1e-10) }
    }
  }

  /// A favourable coin is played in the smallest stakes: gambler's ruin in closed form.
  @Test func favourableCoinsGiveTheRuinFormula() {
    let values = gambler(target: 20, heads: 0.6).optimalValues(discount: 1)
    let ratio = 0.4 / 0.6
    var powers = [1.0]
    for _ in 0..<20 { powers.append(powers.last! * ratio) }
    for state in 1..<20 {
      #expect(abs(values[state] - (1 - powers[state]) / (1 - powers[20])) < 1e-11)
    }
  }

  /// Bold play on an unfavourable coin: from half the target the winning chance is that of one flip.
  @Test func boldPlayFromHalfTheTarget() {
    #expect(abs(Gambler().optimalValues(discount: 1)[50] - 0.4) < 1e-12)
  }

  @Test func startIsUniformOverTheOpenGames() {
    let initial = gambler(target: 50, heads: 0.4).initialDistribution
    #expect(initial[0] == 0 && initial[50] == 0)
    #expect(initial[1..<50].allSatisfy { $0 == 1.0 / 49.0 })
  }
}
