import DecisionProcesses
import RandomStreams

/// Initial distribution and transitions.
extension Blackjack {
  /// Draws the hand and the dealer's card one after the other, by inversion: two uniform numbers instead
  /// of a search through all 290 pairs.
  @inlinable
  public func initialState(using stream: inout RandomStream) -> Int {
    var hand = Self.naturalHand
    var rest = stream.uniform()
    for candidate in 0..<Self.naturalHand {
      rest -= firstHands[candidate]
      if rest < 0 {
        hand = candidate
        break
      }
    }
    let u = stream.uniform()
    let isTen = u < tenProbability
    let other = isTen ? 9 : min(Int((u - tenProbability) / (1 - tenProbability) * 9), 8)
    return 10 * hand + other
  }

  @inlinable
  public func enumerateInitialStates(_ body: (Int, Double) -> Bool) {
    for hand in 0..<29 where firstHands[hand] > 0 {
      for card in 1...10 {
        let probability = firstHands[hand] * probability(ofCard: card)
        if probability > 0 && !body(10 * hand + card - 1, probability) { return }
      }
    }
  }

  @inlinable
  public func enumerateTransitions(from state: Int, by action: Int, _ body: (Transition) -> Bool) {
    if state >= Self.lost {
      _ = body(Transition(to: state, probability: 1, outcome: Outcome(reward: 0, ending: .terminated)))
    } else if action == 1 {
      enumerateHit(hand: state / 10, column: state % 10, body)
    } else {
      enumerateStick(hand: state / 10, openCard: state % 10 + 1, body)
    }
  }

  @inlinable
  func enumerateHit(hand: Int, column: Int, _ body: (Transition) -> Bool) {
    for card in 1...10 {
      let probability = probability(ofCard: card)
      if probability == 0 { continue }
      let transition: Transition
      if let next = Self.hand(hand, drawing: card) {
        transition = Transition(
          to: 10 * next + column, probability: probability, outcome: Outcome(reward: 0))
      } else {
        transition = Transition(
          to: Self.lost, probability: probability, outcome: Outcome(reward: -1, ending: .terminated))
      }
      if !body(transition) { return }
    }
  }

  @inlinable
  func enumerateStick(hand: Int, openCard: Int, _ body: (Transition) -> Bool) {
    let points = Self.points(ofHand: hand)
    let isNatural = hand == Self.naturalHand
    // Summed case by case rather than as a complement: a row then has no rounding residue for a zero.
    var losing = 0.0
    var drawing = 0.0
    var winning = dealer.probability(of: 22, openCard: openCard)
    for final in 17...21 {
      let probability = dealer.probability(of: final, openCard: openCard)
      if final < points {
        winning += probability
      } else if final > points {
        losing += probability
      } else if isNatural && isSutton {
        let matched = dealer.naturalProbability(openCard: openCard)
        drawing += matched
        winning += probability - matched
      } else {
        drawing += probability
      }
    }
    if losing > 0 {
      let outcome = Outcome(reward: -1, ending: .terminated)
      if !body(Transition(to: Self.lost, probability: losing, outcome: outcome)) { return }
    }
    if drawing > 0 {
      let outcome = Outcome(reward: 0, ending: .terminated)
      if !body(Transition(to: Self.drawn, probability: drawing, outcome: outcome)) { return }
    }
    if winning > 0 {
      let pay = isNatural && paysNatural && !isSutton ? 1.5 : 1
      let outcome = Outcome(reward: pay, ending: .terminated)
      _ = body(Transition(to: Self.won, probability: winning, outcome: outcome))
    }
  }
}
