/// The policy of a sweep: an action per state, or `Choice.mixed` and the probabilities of all its actions.
@frozen
@usableFromInline
struct PolicyRows: @unchecked Sendable {
  @usableFromInline let stateCount: Int
  @usableFromInline let actionCount: Int
  /// Shape [states].
  @usableFromInline let actions: UnsafeMutablePointer<Int32>
  /// Shape [states, actions]; nil where no state may mix.
  @usableFromInline let mixtures: UnsafeMutablePointer<Double>?

  /// Action 0 in every state.
  init(stateCount: Int, actionCount: Int, mixes: Bool) {
    self.stateCount = stateCount
    self.actionCount = actionCount
    actions = .allocate(capacity: stateCount)
    actions.initialize(repeating: 0, count: stateCount)
    mixtures = mixes ? .allocate(capacity: stateCount * actionCount) : nil
    mixtures?.initialize(repeating: 0, count: stateCount * actionCount)
  }

  func deallocate() {
    actions.deallocate()
    mixtures?.deallocate()
  }

  /// The probabilities of the actions of `state`.
  ///
  /// - Precondition: states may mix.
  @inlinable @inline(__always)
  func mixture(of state: Int) -> UnsafeMutablePointer<Double> {
    mixtures.unsafelyUnwrapped + state &* actionCount
  }

  /// Takes over `policy`, which fits the table; mixtures are scaled to sum to one within round-off. O(size).
  @usableFromInline
  func assign(_ policy: TablePolicy) {
    switch policy {
    case .actions(let chosen): for (state, action) in chosen.enumerated() { actions[state] = Int32(action) }
    case .probabilities(let numbers):
      for state in 0..<stateCount {
        let row = numbers[(state * actionCount)..<((state + 1) * actionCount)]
        let used = row.indices.filter { row[$0] > 0 }
        actions[state] = Int32(used.count == 1 ? used[0] - row.startIndex : Choice.mixed)
        let sum = row.reduce(0, +)
        for (action, probability) in row.enumerated() { mixture(of: state)[action] = probability / sum }
      }
    }
  }

  /// The policy as a value: actions, unless some state mixes. O(size).
  @usableFromInline
  var policy: TablePolicy {
    let chosen = (0..<stateCount).map { Int(actions[$0]) }
    guard let mixtures, chosen.contains(Choice.mixed) else { return .actions(chosen) }
    var probabilities = [Double](repeating: 0, count: stateCount * actionCount)
    for (state, action) in chosen.enumerated() {
      let first = state * actionCount
      if action == Choice.mixed {
        for index in first..<(first + actionCount) { probabilities[index] = mixtures[index] }
      } else {
        probabilities[first + action] = 1
      }
    }
    return .probabilities(probabilities)
  }
}
