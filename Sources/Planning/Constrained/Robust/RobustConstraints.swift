import UncertaintySets

/// A robust constrained problem as its solvers see it: signals of which more is better, floors under them,
/// and nature.
package struct RobustConstraints<Ambiguity: UncertaintySet> {
  let signals: SignalTables
  let backup: RectangularBackup<Ambiguity>

  /// Throws for bad limits, a set that does not fit, and for a discount outside [0, 1).
  package init(
    _ table: SolverTable, limits: [(channel: Int, limit: Double)], set: Ambiguity, discount: Double
  ) throws(PlanningError) {
    let discount = try Discount.endless(discount)
    // Every kernel of nature's must be one of the table's rows.
    let listed = set.support == .all ? try table.listingEverySuccessor() : table
    signals = try SignalTables(listed, limits: limits)
    backup = try RectangularBackup(set, on: listed, discount: discount)
  }

  var table: SolverTable { signals.tables[0] }

  /// A policy and the certified worst case of each signal.
  package struct Judged {
    /// Shape [states, actions], row-major.
    let probabilities: [Double]
    /// From each state; one per signal.
    let values: [CertifiedValues]
    /// From the first states: the worst cases are at least this.
    let least: [Double]
    /// From the first states: middle of each interval.
    let middle: [Double]
    /// Whether every limit is kept for certain.
    let isKept: Bool

    var policy: TablePolicy { .probabilities(probabilities) }
  }

  /// One robust evaluation per signal.
  package func judge(_ probabilities: [Double]) throws(PlanningError) -> Judged {
    let evaluation = RobustPolicyEvaluation(backup)
    let values = try signals.tables.map { (table) throws(PlanningError) in
      try evaluation.values(of: .probabilities(probabilities), in: table)
    }
    var least = values.map { table.initialExpectation(of: $0.lower) }
    for index in least.indices.dropFirst() where least[index] < 0 && costsNothing(probabilities, index) {
      least[index] = 0
    }
    return Judged(
      probabilities: probabilities, values: values, least: least,
      middle: values.map { table.initialExpectation(of: $0.values) },
      isKept: zip(least, signals.floors).allSatisfy { $0 >= $1 })
  }

  /// Whether nature can make no policy of these actions meet a cost of signal `index`: an interval with
  /// round-off cannot tell.
  private func costsNothing(_ probabilities: [Double], _ index: Int) -> Bool {
    let table = signals.tables[index]
    var isReached = table.initial.map { $0 > 0 }
    var open = isReached.indices.filter { isReached[$0] }
    while let state = open.popLast() {
      let rows = (state * table.actionCount)..<((state + 1) * table.actionCount)
      for row in rows where probabilities[row] > 0 {
        for entry in table.rowStart[row]..<table.rowStart[row + 1]
        where backup.set.support == .all || table.probability[entry] > 0 {
          if table.reward.value(ofEntry: entry, inRow: row) < 0 { return false }
          let next = Int(table.next[entry])
          if next < table.stateCount && !isReached[next] {
            isReached[next] = true
            open.append(next)
          }
        }
      }
    }
    return true
  }

  /// The nominal process that nature makes of signal `index` against `values`, in every row: worth as much as
  /// the signal at these values, and at least as much at all others.
  func response(to values: [Double], signal index: Int) -> SolverTable {
    let table = signals.tables[index]
    var probability = table.probability
    var reward = Array(repeating: 0.0, count: table.rowCount)
    table.withRows { rows in
      var scratch = backup.makeScratch(for: rows)
      (values + [0]).withUnsafeBufferPointer { values in
        probability.withUnsafeMutableBufferPointer { probability in
          for row in 0..<table.rowCount {
            let start = rows.rowStart[row]
            reward[row] = backup.kernel(
              ofRow: row, in: rows, values: values.baseAddress!, scratch: &scratch,
              into: probability.baseAddress! + start)
            // Rewards of entries and penalties end up in the row's reward.
            for entry in start..<rows.rowStart[row + 1] {
              reward[row] -= backup.discount * probability[entry] * values[Int(rows.next[entry])]
            }
          }
        }
      }
    }
    return SolverTable(
      stateCount: table.stateCount, actionCount: table.actionCount, rowStart: table.rowStart,
      next: table.next, probability: probability, reward: RowSignal(expected: reward), costs: [],
      initial: table.initial, hasTermination: table.hasTermination, longestRow: table.longestRow)
  }

  /// A policy in a nominal process, seen from the first states, and how the value depends on the policy.
  struct Linearisation {
    /// Certified to be at most this.
    let value: Double
    /// Bound of what round-off and nature's solver add to one step.
    let error: Double
    /// Discounted visits to each state, their sum of errors at most `visitError`.
    let visits: [Double]
    let visitError: Double
    /// Worth of each row, good to `error`.
    let worths: [Double]

    /// Derivatives by the policy's probabilities.
    var gradient: [Double] {
      let actions = worths.count / visits.count
      return worths.indices.map { visits[$0 / actions] * worths[$0] }
    }
  }

  /// Two systems of linear equations.
  func linearisation(
    of response: SolverTable, at probabilities: [Double]
  ) throws(PlanningError) -> Linearisation {
    let policy = TablePolicy.probabilities(probabilities)
    let evaluation = try PolicyEvaluation(discount: backup.discount)
    let values = try evaluation.values(of: policy, in: response)
    let occupancy = try evaluation.occupancy(of: policy, in: response)
    let scale = 1 / (1 - backup.discount)
    let size = response.largestReward + values.upper.reduce(0) { max($0, abs($1)) }
    return Linearisation(
      value: response.initialExpectation(of: values.upper),
      error: 2 * values.bound + response.withRows { 2 * backup.roundOff(in: $0, size: size) },
      visits: occupancy.states.map { $0 * scale }, visitError: occupancy.bound * scale,
      worths: worths(in: response, values: values.values))
  }

  /// Worth of each row of a nominal process. O(entries).
  func worths(in response: SolverTable, values: [Double]) -> [Double] {
    (0..<response.rowCount).map { row in
      var worth = response.reward.expected[row]
      for entry in response.rowStart[row]..<response.rowStart[row + 1]
      where Int(response.next[entry]) < response.stateCount {
        worth += backup.discount * response.probability[entry] * values[Int(response.next[entry])]
      }
      return worth
    }
  }

  /// The weighted sum of all signals as one.
  func sum(weights: [Double]) -> SolverTable {
    let parts = signals.tables.map(\.reward)
    func sum(_ count: Int, _ number: (RowSignal, Int) -> Double) -> [Double] {
      (0..<count).map { index in
        zip(weights, parts).reduce(0) { $0 + $1.0 * number($1.1, index) }
      }
    }
    var rowOfEntry: [Int] = []
    if parts.contains(where: { !$0.entries.isEmpty }) {
      for row in 0..<table.rowCount {
        rowOfEntry += Array(repeating: row, count: table.rowStart[row + 1] - table.rowStart[row])
      }
    }
    return table.rewarding(
      RowSignal(
        expected: sum(table.rowCount) { $0.expected[$1] },
        entries: sum(rowOfEntry.count) { $0.value(ofEntry: $1, inRow: rowOfEntry[$1]) }))
  }
}
