import Planning

/// What `solve` found.
struct SolveAnswer {
  /// The table that was solved.
  let table: SolverTable
  let solution: CertifiedSolution
  /// Largest |T v - v| of the values.
  let residual: Double
  let seconds: Double
  /// The table with nature's worst kernel against the policy.
  var worst: SolverTable?
  var isRobust = false
  /// Episodes of the policy in the worst table.
  var played: SampledValue?

  /// What nature does most in one row: how much of the row's mass it moves, and where from and to.
  struct Move {
    var mass: Double
    /// State, or the number of states for the end.
    var from: Int
    var to: Int
  }

  /// Nature's largest move in each state, among the actions that the policy takes; nil where it moves nothing.
  func moves() -> [Move?] {
    guard isRobust, let worst else { return Array(repeating: nil, count: table.stateCount) }
    return (0..<table.stateCount).map { state in
      var largest: Move?
      let actions = solution.policy.row(of: state, actionCount: table.actionCount)
      for action in 0..<table.actionCount where actions[action] > 0 {
        var (taken, most, least) = (0.0, 0.0, 0.0)
        var move = Move(mass: 0, from: 0, to: 0)
        for entry in table.row(state, action) {
          let change = worst.probability[entry] - table.probability[entry]
          taken += max(0, -change)
          if change > most { (most, move.to) = (change, Int(table.next[entry])) }
          if change < least { (least, move.from) = (change, Int(table.next[entry])) }
        }
        move.mass = taken
        // Less than round-off is no move.
        if taken > 1e-12, taken > largest?.mass ?? 0 { largest = move }
      }
      return largest
    }
  }
}

/// JSON of `solve`; the keys are part of the command's interface.
struct SolveReport: Encodable {
  /// What a state's actions are: one, or the probabilities of all where the policy mixes.
  enum Actions: Encodable {
    case one(Int)
    case mixture([Double])

    func encode(to encoder: any Encoder) throws {
      var container = encoder.singleValueContainer()
      switch self {
      case .one(let action): try container.encode(action)
      case .mixture(let probabilities): try container.encode(probabilities)
      }
    }
  }

  /// A transition whose probability nature changes.
  struct Transition: Encodable {
    let state: Int
    let action: Int
    /// Successor; the number of states for the end of the episode.
    let next: Int
    let nominal: Double
    let probability: Double
  }

  /// Episodes played against the worst kernel.
  struct Played: Encodable {
    let mean: Double
    let standardError: Double
  }

  let values: [Double]
  let policy: [Actions]
  let lower: [Double]
  let upper: [Double]
  let residual: Double
  let sweeps: Int
  let seconds: Double
  let worstKernel: [Transition]?
  let played: Played?

  init(_ answer: SolveAnswer) {
    let solution = answer.solution
    values = solution.values
    switch solution.policy {
    case .actions(let chosen): policy = chosen.map { .one($0) }
    case .probabilities:
      policy = solution.values.indices.map { state in
        let row = solution.policy.row(of: state, actionCount: answer.table.actionCount)
        return row.firstIndex(of: 1).map { .one($0) } ?? .mixture(row)
      }
    }
    lower = solution.lower
    upper = solution.upper
    residual = answer.residual
    sweeps = solution.sweeps
    seconds = answer.seconds
    worstKernel = answer.isRobust ? answer.worst.map { Self.changes(from: answer.table, to: $0) } : nil
    played = answer.played.map { Played(mean: $0.mean, standardError: $0.standardError) }
  }

  private static func changes(from table: SolverTable, to worst: SolverTable) -> [Transition] {
    var changes: [Transition] = []
    for state in 0..<table.stateCount {
      for action in 0..<table.actionCount {
        for entry in table.row(state, action) where worst.probability[entry] != table.probability[entry] {
          changes.append(
            Transition(
              state: state, action: action, next: Int(table.next[entry]),
              nominal: table.probability[entry], probability: worst.probability[entry]))
        }
      }
    }
    return changes
  }
}
