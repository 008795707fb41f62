/// Action values for each step of a finite horizon. Valid only inside `SolverTable.withRows`.
struct StagedValues {
  private let rows: TableRows
  private let table: SolverTable
  private let horizon: Int
  private let discount: Double
  /// Shape [horizon][states * actions].
  private var values: [[Double]]
  /// Whether some policy is in the state at the step with positive probability; shape [horizon][states].
  private let isReachable: [[Bool]]

  init(_ rows: TableRows, _ table: SolverTable, horizon: Int, discount: Double) {
    self.rows = rows
    self.table = table
    self.horizon = horizon
    self.discount = discount
    values = Array(repeating: Array(repeating: 0, count: table.rowCount), count: horizon)
    var reachable = [table.initial.map { $0 > 0 }]
    for step in 1..<max(1, horizon) {
      var next = Array(repeating: false, count: table.stateCount)
      for state in 0..<table.stateCount where reachable[step - 1][state] {
        for action in 0..<table.actionCount {
          for entry in table.row(state, action) where table.probability[entry] > 0 {
            if table.next[entry] < table.stateCount { next[Int(table.next[entry])] = true }
          }
        }
      }
      reachable.append(next)
    }
    isReachable = reachable
  }

  /// Writes r + discount * P `ahead` into the action values of `step`; `ahead` has shape [states + 1]. Tells
  /// whether they changed.
  private mutating func fill(_ step: Int, from ahead: [Double]) -> Bool {
    var hasChanged = false
    ahead.withUnsafeBufferPointer { ahead in
      for row in 0..<table.rowCount {
        let worth = rows.reward[row] + discount * rows.expectation(ofRow: row, values: ahead.baseAddress!)
        hasChanged = hasChanged || worth != values[step][row]
        values[step][row] = worth
      }
    }
    return hasChanged
  }

  private func actions(of state: Int) -> Range<Int> {
    (state * table.actionCount)..<((state + 1) * table.actionCount)
  }

  /// Makes them the action values of `policy`. O(horizon * entries).
  mutating func evaluate(_ policy: TablePolicy) {
    var ahead = Array(repeating: 0.0, count: table.stateCount + 1)
    for step in stride(from: horizon - 1, through: 0, by: -1) {
      _ = fill(step, from: ahead)
      for state in 0..<table.stateCount {
        var sum = 0.0
        policy.forEachAction(in: state, of: table) { action, weight in
          sum += weight * values[step][state * table.actionCount + action]
        }
        ahead[state] = sum
      }
    }
  }

  /// Replaces Q^k by Q^{k+1} and tells whether anything changed. O(horizon * entries).
  @discardableResult
  mutating func backUp() -> Bool {
    var hasChanged = false
    var ahead = Array(repeating: 0.0, count: table.stateCount + 1)
    // Forwards, so that each step still sees the old values of the next.
    for step in 0..<(horizon - 1) {
      for state in 0..<table.stateCount { ahead[state] = values[step + 1][actions(of: state)].max()! }
      hasChanged = fill(step, from: ahead) || hasChanged
    }
    return hasChanged
  }

  /// Expectation over first states of what `worth` makes of a state's action values.
  func start(_ worth: (Int, [Double]) -> Double) -> Double {
    var sum = 0.0
    for state in 0..<table.stateCount where table.initial[state] > 0 {
      sum += table.initial[state] * worth(state, Array(values[0][actions(of: state)]))
    }
    return sum
  }

  /// The least return of a policy that takes only actions within `tolerance` of the best, and the least
  /// distance of any other action from the best, in states that can be reached. O(horizon * entries).
  func worstGreedy(tolerance: Double) -> (worst: Double, gap: Double?) {
    var gap: Double?
    var ahead = Array(repeating: 0.0, count: table.stateCount + 1)
    for step in stride(from: horizon - 1, through: 0, by: -1) {
      var present = ahead
      for state in 0..<table.stateCount where isReachable[step][state] {
        let best = values[step][actions(of: state)].max()!
        var least = Double.infinity
        for row in actions(of: state) {
          let distance = best - values[step][row]
          if distance <= tolerance {
            let worth = ahead.withUnsafeBufferPointer {
              rows.reward[row] + discount * rows.expectation(ofRow: row, values: $0.baseAddress!)
            }
            least = min(least, worth)
          } else {
            gap = min(gap ?? .infinity, distance)
          }
        }
        present[state] = least
      }
      ahead = present
    }
    return (table.initialExpectation(of: Array(ahead.dropLast())), gap)
  }
}
