import DecisionProcesses
import RandomStreams

/// Blackjack against a dealer who draws to 17, with cards from an infinite deck.
///
/// State = 10 hand + dealer - 1 with the dealer's open card 1 (ace) ... 10 and a hand of
/// 0...17 hard 4...21, 18...27 soft 12...21 (an ace counts 11), 28 natural (21 with the first two cards);
/// the states 290, 291 and 292 are a game lost, drawn and won.
///
/// Source: Sutton and Barto, "Reinforcement Learning", 2nd ed. 2018, example 5.1; Blackjack-v1 of
/// Gymnasium with its variants.
public struct Blackjack: World, TabularProcess {
  /// Probability that a card counts ten; the nine other ranks share the rest evenly.
  public var tenProbability: Double {
    didSet { refresh() }
  }

  /// Whether a natural wins unless the dealer has one too.
  public let isSutton: Bool
  /// Whether a won natural pays 1.5; acts without `isSutton`.
  public let paysNatural: Bool

  /// What follows from `tenProbability`: the first hands and the dealer's play.
  @usableFromInline var firstHands = InlineArray<29, Double>(repeating: 0)
  @usableFromInline var dealer = DealerPlay()

  public init(options: OptionValues) {
    isSutton = options.flag("sutton")
    paysNatural = options.flag("natural")
    tenProbability = 4.0 / 13.0
    refresh()
  }

  @inlinable public static var lost: Int { 290 }
  @inlinable public static var drawn: Int { 291 }
  @inlinable public static var won: Int { 292 }
  /// The hand of 21 with the first two cards.
  @inlinable public static var naturalHand: Int { 28 }

  @inlinable public var stateCount: Int { 293 }
  @inlinable public var actionCount: Int { 2 }

  /// Points of a hand.
  @inlinable
  public static func points(ofHand hand: Int) -> Int {
    hand < 18 ? hand + 4 : hand < naturalHand ? hand - 6 : 21
  }

  /// Whether a hand has an ace that counts 11.
  @inlinable public static func isSoft(hand: Int) -> Bool { hand >= 18 }

  /// The hand of so many points; nothing that more than two cards make is natural.
  @inlinable
  public static func hand(points: Int, isSoft: Bool) -> Int { isSoft ? points + 6 : points - 4 }

  /// The hand after drawing `card`, or nil when it exceeds 21.
  @inlinable
  public static func hand(_ hand: Int, drawing card: Int) -> Int? {
    let points = points(ofHand: hand)
    if isSoft(hand: hand) {
      let soft = points + card
      return soft <= 21 ? Self.hand(points: soft, isSoft: true) : Self.hand(points: soft - 10, isSoft: false)
    }
    if card == 1 && points + 11 <= 21 { return Self.hand(points: points + 11, isSoft: true) }
    return points + card <= 21 ? Self.hand(points: points + card, isSoft: false) : nil
  }

  /// Probability of a card of rank 1 (ace) ... 10.
  @inlinable
  func probability(ofCard card: Int) -> Double { card == 10 ? tenProbability : (1 - tenProbability) / 9 }

  @inlinable
  mutating func refresh() {
    dealer.fill(tenProbability: tenProbability)
    for hand in 0..<29 { firstHands[hand] = 0 }
    for first in 1...10 {
      for second in 1...10 {
        let probability = probability(ofCard: first) * probability(ofCard: second)
        let isSoft = first == 1 || second == 1
        let points = first + second + (isSoft ? 10 : 0)
        let hand = points == 21 ? Self.naturalHand : Self.hand(points: points, isSoft: isSoft)
        firstHands[hand] += probability
      }
    }
  }

  public var task: TaskDescription {
    TaskDescription(
      horizon: 50, discount: 1, rewardRange: -1...(paysNatural && !isSutton ? 1.5 : 1),
      isDeterministic: false)
  }

  public func name(ofState state: Int) -> String {
    if state >= Self.lost { return ["lost", "drawn", "won"][state - Self.lost] }
    let hand = state / 10
    let kind = hand == Self.naturalHand ? "natural" : Self.isSoft(hand: hand) ? "soft" : "hard"
    return "\(kind) \(Self.points(ofHand: hand)) against \(state % 10 + 1)"
  }

  public func name(ofAction action: Int) -> String { ["stick", "hit"][action] }

  public static var diagnosticNames: [String] { ["points", "softHand", "dealerCard"] }

  /// All zero once the game is over.
  public func diagnostic(_ index: Int, of state: Int) -> Double {
    if state >= Self.lost { return 0 }
    switch index {
    case 0: return Double(Self.points(ofHand: state / 10))
    case 1: return Self.isSoft(hand: state / 10) ? 1 : 0
    default: return Double(state % 10 + 1)
    }
  }

  public static var identifier: String { "blackjack-v1" }
  public static var family: String { "tabular" }
  public static var summary: String { "Draw cards towards 21, not beyond, against a dealer." }

  public static var options: [OptionDescription] {
    [
      OptionDescription(
        "natural", .flag, standard: .flag(false), meaning: "a won natural pays 1.5; acts without sutton"),
      OptionDescription(
        "sutton", .flag, standard: .flag(true), meaning: "a natural wins unless the dealer has one too"),
    ]
  }

  public static var schema: [ParameterDescription] {
    [
      ParameterDescription(
        "tenProbability", nominal: 4.0 / 13.0, interval: (2.0 / 13.0)...(6.0 / 13.0),
        meaning: "probability of a card that counts ten; the nine other ranks share the rest evenly")
    ]
  }

  @inlinable
  public subscript(parameter index: Int) -> Double {
    get {
      precondition(index == 0, "blackjack has one parameter")
      return tenProbability
    }
    set {
      precondition(index == 0, "blackjack has one parameter")
      tenProbability = newValue
    }
  }
}
