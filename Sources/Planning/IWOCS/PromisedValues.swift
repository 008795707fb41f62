/// The least of the optimal action values of several models: Q_i of an incremental worst-case search.
struct PromisedValues {
  private let stateCount: Int
  private let actionCount: Int
  private let initial: [Double]
  /// Shape [states, actions], row-major.
  private(set) var values: [Double]
  /// Certified bound of the error of every value.
  private(set) var bound = 0.0

  /// Infinite, for the shape of `table`.
  init(_ table: SolverTable) {
    stateCount = table.stateCount
    actionCount = table.actionCount
    initial = table.initial
    values = Array(repeating: .infinity, count: table.rowCount)
  }

  /// Takes the minimum with the optimal action values of `table`, whose optimal values are `solution`.
  ///
  /// Throws for a table of another shape. O(entries).
  mutating func lower(
    by solution: CertifiedSolution, of table: SolverTable, discount: Double
  ) throws(PlanningError) {
    guard table.stateCount == stateCount, table.actionCount == actionCount, table.initial == initial else {
      throw PlanningError(
        "a model with \(table.stateCount) states and \(table.actionCount) actions follows one with "
          + "\(stateCount) and \(actionCount), or its first states differ; give all the same")
    }
    let backup = try NominalBackup(discount: discount)
    let ahead = solution.values + [0]
    let size = ahead.reduce(0) { max($0, abs($1)) }
    table.withRows { rows in
      ahead.withUnsafeBufferPointer { ahead in
        var scratch: Void = ()
        for row in values.indices {
          let worth = backup.worth(
            ofRow: row, in: rows, values: ahead.baseAddress!, floor: -.infinity, scratch: &scratch)
          values[row] = min(values[row], worth)
        }
      }
      bound = max(bound, discount * solution.bound + backup.roundOff(in: rows, size: size))
    }
  }

  /// The lowest action of each state whose value may be the greatest, given the bound. O(size).
  func greedyPolicy() -> [Int] {
    (0..<stateCount).map { state in
      let row = values[(state * actionCount)..<((state + 1) * actionCount)]
      let best = row.max()! - 2 * bound
      return row.firstIndex { $0 >= best }! - state * actionCount
    }
  }

  /// Expectation over first states of the value of the action that `policy` takes. O(states).
  func expectation(of policy: [Int]) -> Double {
    var sum = 0.0
    for state in 0..<stateCount where initial[state] > 0 {
      sum += initial[state] * values[state * actionCount + policy[state]]
    }
    return sum
  }
}
