/// A stationary policy of a finite process: an action per state, or probabilities.
public enum TablePolicy: Sendable, Equatable {
  /// Shape [states].
  case actions([Int])
  /// Shape [states, actions], row-major; each state's numbers sum to one.
  case probabilities([Double])

  /// The probability of each action in `state`; shape [actions].
  ///
  /// - Precondition: the policy is one for `actionCount` actions and has that state.
  public func row(of state: Int, actionCount: Int) -> [Double] {
    switch self {
    case .actions(let chosen): (0..<actionCount).map { $0 == chosen[state] ? 1 : 0 }
    case .probabilities(let numbers): Array(numbers[(state * actionCount)..<((state + 1) * actionCount)])
    }
  }

  /// The action of each state; nil where the policy is given by probabilities.
  public var actions: [Int]? {
    if case .actions(let chosen) = self { chosen } else { nil }
  }

  /// Throws, naming the state, where `table` has other states or actions, or where a state's probabilities
  /// are negative or do not sum to one within 1e-9. O(size).
  @usableFromInline
  func validate(for table: SolverTable) throws(PlanningError) {
    try validate(stateCount: table.stateCount, actionCount: table.actionCount)
  }

  func validate(stateCount states: Int, actionCount actions: Int) throws(PlanningError) {
    switch self {
    case .actions(let chosen):
      guard chosen.count == states else {
        throw PlanningError("a policy of \(chosen.count) states for a table of \(states)")
      }
      for (state, action) in chosen.enumerated() where action < 0 || action >= actions {
        throw PlanningError("state \(state): action \(action) lies outside 0...\(actions - 1)")
      }
    case .probabilities(let numbers):
      guard numbers.count == states * actions else {
        throw PlanningError(
          "a policy of \(numbers.count) probabilities for \(states) states with \(actions) actions")
      }
      for state in 0..<states {
        let row = numbers[(state * actions)..<((state + 1) * actions)]
        let sum = row.reduce(0, +)
        guard row.allSatisfy({ $0 >= 0 }), abs(sum - 1) <= 1e-9 else {
          throw PlanningError("state \(state): the policy's probabilities \(Array(row)) sum to \(sum), not 1")
        }
      }
    }
  }

  /// Calls `body` with each action that `state` takes and its probability.
  func forEachAction(in state: Int, of table: SolverTable, _ body: (Int, Double) -> Void) {
    forEachAction(in: state, actionCount: table.actionCount, body)
  }

  func forEachAction(in state: Int, actionCount: Int, _ body: (Int, Double) -> Void) {
    switch self {
    case .actions(let chosen): body(chosen[state], 1)
    case .probabilities(let numbers):
      for action in 0..<actionCount {
        let weight = numbers[state * actionCount + action]
        if weight > 0 { body(action, weight) }
      }
    }
  }

  /// The Markov chain of the policy, with the expected reward of each state. O(entries).
  func chain(of table: SolverTable) -> PolicyChain {
    var chain = PolicyChain(stateCount: table.stateCount, entryCapacity: 0)
    chain.clear()
    for state in 0..<table.stateCount {
      var reward = 0.0
      forEachAction(in: state, of: table) { action, weight in
        reward += weight * table.reward.expected[state * table.actionCount + action]
        for entry in table.row(state, action) {
          chain.add(table.next[entry], weight * table.probability[entry])
        }
      }
      chain.endState(reward: reward)
    }
    return chain
  }
}
