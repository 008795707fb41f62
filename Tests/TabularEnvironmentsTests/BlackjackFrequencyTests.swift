import DecisionProcesses
import TabularEnvironments
import Testing

/// The exact rows against counts of Gymnasium's games.
@Suite struct BlackjackFrequencyTests {
  /// [sum, dealer, ace, natural, action, next sum, next ace, reward, count]
  private struct Recording: Decodable {
    let starts: [[Int]]
    let counts: [[Double?]]
  }

  private func blackjack(_ rule: String) -> Blackjack {
    let options: [String: OptionValue] = [
      "sutton": .flag(rule == "sutton"), "natural": .flag(rule == "natural"),
    ]
    return Blackjack(options: OptionValues(options, for: Blackjack.options))
  }

  private struct Row: Hashable {
    let state: Int
    let action: Int
  }

  @Test(arguments: ["sutton", "natural", "plain"])
  func rowsHaveTheRecordedFrequencies(rule: String) throws {
    let recording: Recording = try fixture("gymnasium/blackjack-\(rule).json")
    let blackjack = blackjack(rule)
    var observed: [Row: [OutcomeKey: Double]] = [:]
    for count in recording.counts {
      let numbers = try [0, 1, 2, 3, 4, 7, 8].map { try #require(count[$0]) }
      let column = Int(numbers[1]) - 1
      let hand =
        numbers[3] == 1
        ? Blackjack.naturalHand : Blackjack.hand(points: Int(numbers[0]), isSoft: numbers[2] == 1)
      let reward = numbers[5]
      let result = reward < 0 ? Blackjack.lost : reward > 0 ? Blackjack.won : Blackjack.drawn
      var key = OutcomeKey(next: result, reward: reward, isTerminated: true)
      if let sum = count[5], let ace = count[6] {
        let next = 10 * Blackjack.hand(points: Int(sum), isSoft: ace == 1) + column
        key = OutcomeKey(next: next, reward: reward, isTerminated: false)
      }
      let row = Row(state: 10 * hand + column, action: Int(numbers[4]))
      observed[row, default: [:]][key, default: 0] += numbers[6]
    }
    var chiSquare = ChiSquare()
    let order = observed.sorted { ($0.key.state, $0.key.action) < ($1.key.state, $1.key.action) }
    for (row, counts) in order {
      let probabilities = blackjack.row(row.state, row.action)
      #expect(counts.keys.allSatisfy { probabilities[$0] != nil }, "an outcome without probability")
      let keys = probabilities.keys.sorted { ($0.next, $0.reward) < ($1.next, $1.reward) }
      chiSquare.add(
        observed: keys.map { counts[$0, default: 0] }, probabilities: keys.map { probabilities[$0]! })
    }
    #expect(chiSquare.degreesOfFreedom > 1500)
    #expect(abs(chiSquare.score) < 3.5, "score \(chiSquare.score)")
  }

  @Test func firstHandsHaveTheRecordedFrequencies() throws {
    let recording: Recording = try fixture("gymnasium/blackjack-sutton.json")
    let initial = blackjack("sutton").initialDistribution
    var observed = Array(repeating: 0.0, count: initial.count)
    for start in recording.starts {
      // Two cards that make 21 are a natural.
      let hand =
        start[0] == 21 ? Blackjack.naturalHand : Blackjack.hand(points: start[0], isSoft: start[2] == 1)
      observed[10 * hand + start[1] - 1] += Double(start[3])
    }
    var chiSquare = ChiSquare()
    chiSquare.add(observed: observed, probabilities: initial)
    #expect(observed.reduce(0, +) == 200_000)
    #expect(abs(chiSquare.score) < 3.5, "score \(chiSquare.score)")
  }

  /// First states are drawn in two parts; together they follow the declared distribution.
  @Test func drawnFirstStatesFollowTheTable() {
    var blackjack = blackjack("sutton")
    blackjack.tenProbability = 0.25
    var simulation = Simulation(blackjack, seed: 7)
    var observed = Array(repeating: 0.0, count: blackjack.stateCount)
    for _ in 0..<200_000 { observed[simulation.reset()] += 1 }
    let initial = blackjack.initialDistribution
    #expect(zip(observed, initial).allSatisfy { $0 == 0 || $1 > 0 })
    var chiSquare = ChiSquare()
    chiSquare.add(observed: observed, probabilities: initial)
    #expect(chiSquare.degreesOfFreedom > 200)
    #expect(abs(chiSquare.score) < 3.5, "score \(chiSquare.score)")
  }
}
