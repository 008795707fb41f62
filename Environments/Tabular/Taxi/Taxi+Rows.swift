import DecisionProcesses

/// Initial distribution and transitions.
extension Taxi {
  @inlinable
  public func enumerateInitialStates(_ body: (Int, Double) -> Bool) {
    for copy in 0..<(isFickle ? 2 : 1) {
      let weight = copy == 1 ? fickleProbability : isFickle ? 1 - fickleProbability : 1
      if weight == 0 { continue }
      for state in 0..<Self.visibleStateCount {
        let passenger = Self.passenger(of: state)
        if passenger == Self.aboard || passenger == Self.destination(of: state) { continue }
        if !body(copy * Self.visibleStateCount + state, weight / 300) { return }
      }
    }
  }

  @inlinable
  public func enumerateTransitions(from state: Int, by action: Int, _ body: (Transition) -> Bool) {
    let passenger = Self.passenger(of: state)
    let destination = Self.destination(of: state)
    if passenger == destination {
      _ = body(Transition(to: state, probability: 1, outcome: Outcome(reward: 0, ending: .terminated)))
      return
    }
    let cell = Self.cell(of: state)
    let copy = state - state % Self.visibleStateCount
    switch action {
    case 4:
      let isHere = passenger != Self.aboard && cell == Self.cell(ofStand: passenger)
      let next = isHere ? Self.state(cell: cell, passenger: Self.aboard, destination: destination) : state
      _ = body(
        Transition(
          to: isHere ? copy + next : state, probability: 1, outcome: Outcome(reward: isHere ? -1 : -10)))
    case 5:
      guard passenger == Self.aboard, let stand = Self.stand(at: cell) else {
        _ = body(Transition(to: state, probability: 1, outcome: Outcome(reward: -10)))
        return
      }
      let next = copy + Self.state(cell: cell, passenger: stand, destination: destination)
      let outcome =
        stand == destination ? Outcome(reward: 20, ending: .terminated) : Outcome(reward: -1)
      _ = body(Transition(to: next, probability: 1, outcome: outcome))
    default:
      enumerateMoves(from: state, cell: cell, towards: action, body)
    }
  }

  /// The moves by an action 0...3: ahead, and drifting to the sides unless the way ahead is blocked.
  @inlinable
  func enumerateMoves(from state: Int, cell: Int, towards direction: Int, _ body: (Transition) -> Bool) {
    let ahead = Self.neighbour(of: cell, towards: direction)
    if ahead == cell || driftProbability == 0 {
      _ = enumerateArrivals(from: state, at: ahead, probability: 1, body)
      return
    }
    if driftProbability < 1 {
      guard enumerateArrivals(from: state, at: ahead, probability: 1 - driftProbability, body) else {
        return
      }
    }
    // South and north drift east and west, and the other way round.
    let side = direction < 2 ? 2 : 0
    for turn in 0..<2 {
      let beside = Self.neighbour(of: cell, towards: side + turn)
      guard enumerateArrivals(from: state, at: beside, probability: driftProbability / 2, body) else {
        return
      }
    }
  }

  /// The transitions that bring the taxi to a cell; a fickle passenger who has been moved spreads them
  /// over the three other destinations. Returns false when `body` wants no more.
  @inlinable
  func enumerateArrivals(
    from state: Int, at cell: Int, probability: Double, _ body: (Transition) -> Bool
  ) -> Bool {
    let passenger = Self.passenger(of: state)
    let destination = Self.destination(of: state)
    let hasMoved = cell != Self.cell(of: state)
    guard state >= Self.visibleStateCount && passenger == Self.aboard && hasMoved else {
      let next = state + 20 * (cell - Self.cell(of: state))
      return body(Transition(to: next, probability: probability, outcome: Outcome(reward: -1)))
    }
    for other in 0..<4 where other != destination {
      let next = Self.state(cell: cell, passenger: passenger, destination: other)
      let transition = Transition(
        to: next, probability: probability / 3, outcome: Outcome(reward: -1))
      if !body(transition) { return false }
    }
    return true
  }
}
