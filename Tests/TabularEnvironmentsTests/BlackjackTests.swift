import DecisionProcesses
import TabularEnvironments
import Testing

@Suite struct BlackjackTests {
  /// Exact rationals, rounded once.
  private struct Reference: Decodable {
    let starts: [[Double]]
    let hits: [Hit]
    let rules: [Rule]
  }

  /// [sum, ace, [[next sum or null, next ace or null, probability], ...]]
  private struct Hit: Decodable {
    let sum: Int
    let isSoft: Bool
    let successors: [[Double?]]

    init(from decoder: any Decoder) throws {
      var list = try decoder.unkeyedContainer()
      sum = try list.decode(Int.self)
      isSoft = try list.decode(Int.self) == 1
      successors = try list.decode([[Double?]].self)
    }
  }

  /// [sum, dealer, natural, [[reward, probability], ...]]
  private struct Stick: Decodable {
    let sum: Int
    let dealer: Int
    let isNatural: Bool
    let rewards: [[Double]]

    init(from decoder: any Decoder) throws {
      var list = try decoder.unkeyedContainer()
      sum = try list.decode(Int.self)
      dealer = try list.decode(Int.self)
      isNatural = try list.decode(Int.self) == 1
      rewards = try list.decode([[Double]].self)
    }
  }

  private struct Rule: Decodable {
    let rule: String
    let optimalStartValue: Double
    let sticks: [Stick]
  }

  private func blackjack(_ rule: String) -> Blackjack {
    let options: [String: OptionValue] = [
      "sutton": .flag(rule == "sutton"), "natural": .flag(rule == "natural"),
    ]
    return Blackjack(options: OptionValues(options, for: Blackjack.options))
  }

  /// The states in which the player holds so many points: an ordinary hand, hard or soft, or a natural.
  private func states(points: Int, dealer: Int, isNatural: Bool) -> [Int] {
    if isNatural { return [10 * Blackjack.naturalHand + dealer - 1] }
    var hands = [Blackjack.hand(points: points, isSoft: false)]
    if points >= 12 { hands.append(Blackjack.hand(points: points, isSoft: true)) }
    return hands.map { 10 * $0 + dealer - 1 }
  }

  @Test func firstHandsAreExact() throws {
    let reference: Reference = try fixture("tabular/blackjack.json")
    let initial = blackjack("sutton").initialDistribution
    var seen = 0.0
    for start in reference.starts {
      let isSoft = start[1] == 1
      let hand =
        start[0] == 21 ? Blackjack.naturalHand : Blackjack.hand(points: Int(start[0]), isSoft: isSoft)
      for card in 1...10 {
        let expected = start[2] * (card == 10 ? 4.0 / 13.0 : 1.0 / 13.0)
        #expect(abs(initial[10 * hand + card - 1] - expected) < 1e-16)
        seen += initial[10 * hand + card - 1]
      }
    }
    #expect(abs(seen - 1) < 1e-14)
  }

  @Test func hitsAreExact() throws {
    let reference: Reference = try fixture("tabular/blackjack.json")
    #expect(reference.hits.count == 28)
    let blackjack = blackjack("plain")
    for hit in reference.hits {
      let ordinary = Blackjack.hand(points: hit.sum, isSoft: hit.isSoft)
      let hands = hit.sum == 21 && hit.isSoft ? [ordinary, Blackjack.naturalHand] : [ordinary]
      for hand in hands {
        for column in 0..<10 {
          var expected: [OutcomeKey: Double] = [:]
          for successor in hit.successors {
            let probability = try #require(successor[2])
            let key: OutcomeKey
            if let sum = successor[0], let ace = successor[1] {
              let next = 10 * Blackjack.hand(points: Int(sum), isSoft: ace == 1) + column
              key = OutcomeKey(next: next, reward: 0, isTerminated: false)
            } else {
              key = OutcomeKey(next: Blackjack.lost, reward: -1, isTerminated: true)
            }
            expected[key, default: 0] += probability
          }
          #expect(difference(blackjack.row(10 * hand + column, 1), expected) < 1e-15)
        }
      }
    }
  }

  @Test(arguments: ["sutton", "natural", "plain"])
  func sticksAreExact(rule: String) throws {
    let reference: Reference = try fixture("tabular/blackjack.json")
    let expected = try #require(reference.rules.first { $0.rule == rule })
    #expect(expected.sticks.count == 190)
    let blackjack = blackjack(rule)
    for stick in expected.sticks {
      var rewards: [Double: Double] = [:]
      for pair in stick.rewards { rewards[pair[0], default: 0] += pair[1] }
      for state in states(points: stick.sum, dealer: stick.dealer, isNatural: stick.isNatural) {
        var row: [Double: Double] = [:]
        for (key, probability) in blackjack.row(state, 0) {
          #expect(key.isTerminated)
          let result = key.reward < 0 ? Blackjack.lost : key.reward > 0 ? Blackjack.won : Blackjack.drawn
          #expect(key.next == result)
          row[key.reward, default: 0] += probability
        }
        #expect(difference(row, rewards) < 1e-15, "\(blackjack.name(ofState: state))")
      }
    }
  }

  @Test(arguments: ["sutton", "natural", "plain"])
  func optimalValuesAreExact(rule: String) throws {
    let reference: Reference = try fixture("tabular/blackjack.json")
    let expected = try #require(reference.rules.first { $0.rule == rule })
    let blackjack = blackjack(rule)
    let values = blackjack.optimalValues(discount: 1)
    let start = zip(blackjack.initialDistribution, values).map { $0 * $1 }.reduce(0, +)
    #expect(abs(start - expected.optimalStartValue) < 1e-13)
  }

  @Test func suttonOverridesNatural() {
    let options: [String: OptionValue] = ["sutton": .flag(true), "natural": .flag(true)]
    let both = Blackjack(options: OptionValues(options, for: Blackjack.options))
    for state in 0..<both.stateCount {
      #expect(both.row(state, 0) == blackjack("sutton").row(state, 0))
    }
  }

  /// A written parameter reaches every number that is kept.
  @Test func writingTheParameterIsTheSameAsStartingWithIt() {
    var moved = blackjack("sutton")
    moved[parameter: 0] = 0.2
    let ace = 0.8 / 9
    let naturals = moved.initialDistribution[280..<290].reduce(0, +)
    #expect(abs(naturals - 2 * 0.2 * ace) < 1e-16)
    // A natural against an open ace draws iff the hidden card counts ten.
    let draw = OutcomeKey(next: Blackjack.drawn, reward: 0, isTerminated: true)
    #expect(moved.row(280, 0)[draw] == 0.2)
    #expect(abs(moved.row(289, 0)[draw]! - ace) < 1e-16)
    moved[parameter: 0] = 4.0 / 13.0
    for state in 0..<moved.stateCount {
      for action in 0...1 { #expect(moved.row(state, action) == blackjack("sutton").row(state, action)) }
    }
    #expect(moved.initialDistribution == blackjack("sutton").initialDistribution)
  }
}
