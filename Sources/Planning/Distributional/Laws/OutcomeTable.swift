import DecisionProcesses

/// The joint probabilities p(s', r | s, a) of a finite process: what the law of a return depends on.
///
/// Row s * actionCount + a is the range `rowStart[row] ..< rowStart[row + 1]` of the parallel arrays. Within
/// a row no two entries have the same successor and reward, and every probability is positive. An entry that
/// ends the episode leads to the state `stateCount`, after which nothing is earned.
///
/// A `SolverTable` keeps one reward per successor, the mean, which is all that expectations need; here
/// rewards that differ stay apart.
public struct OutcomeTable: Sendable, Equatable {
  public let stateCount: Int
  public let actionCount: Int
  /// Shape [states * actions + 1].
  public let rowStart: [Int]
  /// Successor of each entry; `stateCount` where the entry ends the episode.
  public let next: [Int]
  /// Probability of each entry.
  public let probability: [Double]
  /// Reward of each entry.
  public let reward: [Double]
  /// Probability of each first state; shape [states].
  public let initial: [Double]
  /// Entries of the longest row.
  public let longestRow: Int

  /// Takes every transition of `table` with its own reward.
  ///
  /// Throws for rows that are not distributions within 1e-9, by whose sum they are divided, and for rewards
  /// that are not finite, naming state and action. O(entries), times the length of a row where successors
  /// repeat.
  public init(_ table: TransitionTable) throws(PlanningError) {
    guard table.stateCount > 0, table.actionCount > 0 else {
      throw PlanningError("a table needs at least one state and one action")
    }
    var rows = OutcomeRows(stateCount: table.stateCount, actionCount: table.actionCount)
    for row in 0..<(table.stateCount * table.actionCount) {
      for entry in table.rowStart[row]..<table.rowStart[row + 1] {
        let ends = table.ending[entry].contains(.terminated)
        try rows.add(
          ends ? table.stateCount : table.next[entry], table.probability[entry], table.reward[entry])
      }
      try rows.end()
    }
    self = try rows.table(initial: table.initial)
  }

  /// Takes the transitions of `table`, whose rewards of one successor were averaged when it was made: where
  /// they differed, give the `TransitionTable` instead. O(entries).
  public init(_ table: SolverTable) throws(PlanningError) {
    var rows = OutcomeRows(stateCount: table.stateCount, actionCount: table.actionCount)
    for row in 0..<table.rowCount {
      for entry in table.rowStart[row]..<table.rowStart[row + 1] {
        try rows.add(
          Int(table.next[entry]), table.probability[entry], table.reward.value(ofEntry: entry, inRow: row))
      }
      try rows.end()
    }
    self = try rows.table(initial: table.initial)
  }

  init(rows: OutcomeRows, initial: [Double]) {
    stateCount = rows.stateCount
    actionCount = rows.actionCount
    rowStart = rows.rowStart
    next = rows.next
    probability = rows.probability
    reward = rows.reward
    self.initial = initial
    longestRow = rows.longestRow
  }

  /// The entries of row (`state`, `action`).
  @inlinable
  public func row(_ state: Int, _ action: Int) -> Range<Int> {
    let index = state * actionCount + action
    return rowStart[index]..<rowStart[index + 1]
  }

  /// Least and greatest reward of an entry; O(entries).
  var rewardRange: ClosedRange<Double> { reward.reduce(reward[0]...reward[0]) { $0.including($1) } }

  /// Throws where `policy` is none of this table, naming the state. O(size).
  func validate(_ policy: TablePolicy) throws(PlanningError) {
    try policy.validate(stateCount: stateCount, actionCount: actionCount)
  }
}

extension ClosedRange<Double> {
  func including(_ value: Double) -> ClosedRange<Double> {
    Swift.min(lowerBound, value)...Swift.max(upperBound, value)
  }
}

/// Collects the rows of an `OutcomeTable`, refusing what is no distribution.
struct OutcomeRows {
  let stateCount: Int
  let actionCount: Int
  var rowStart = [0]
  var next: [Int] = []
  var probability: [Double] = []
  var reward: [Double] = []
  var longestRow = 0

  init(stateCount: Int, actionCount: Int) {
    self.stateCount = stateCount
    self.actionCount = actionCount
  }

  private func fault(_ text: String) -> PlanningError {
    let row = rowStart.count - 1
    return PlanningError("state \(row / actionCount), action \(row % actionCount): \(text)")
  }

  mutating func add(_ successor: Int, _ p: Double, _ r: Double) throws(PlanningError) {
    guard successor >= 0, successor <= stateCount else {
      throw fault("successor \(successor) lies outside 0...\(stateCount - 1)")
    }
    guard p >= 0, p.isFinite else { throw fault("probability \(p); give a number from 0 to 1") }
    guard r.isFinite else { throw fault("reward \(r) to successor \(successor) must be finite") }
    guard p > 0 else { return }
    let open = rowStart[rowStart.count - 1]..<next.count
    if let entry = open.first(where: { next[$0] == successor && reward[$0] == r }) {
      probability[entry] += p
      return
    }
    next.append(successor)
    probability.append(p)
    reward.append(r)
  }

  mutating func end() throws(PlanningError) {
    let start = rowStart[rowStart.count - 1]
    let count = next.count - start
    guard count > 0 else { throw fault("the row has no entries; every state needs every action") }
    var total = 0.0
    for entry in start..<next.count { total += probability[entry] }
    guard abs(total - 1) <= 1e-9 else { throw fault("the row sums to \(total), not 1") }
    if abs(total - 1) > 0.5 * Double.ulpOfOne * Double(count) {
      for entry in start..<next.count { probability[entry] /= total }
    }
    longestRow = max(longestRow, count)
    rowStart.append(next.count)
  }

  func table(initial: [Double]) throws(PlanningError) -> OutcomeTable {
    let total = initial.reduce(0, +)
    guard initial.count == stateCount, initial.allSatisfy({ $0 >= 0 && $0.isFinite }), abs(total - 1) <= 1e-9
    else { throw PlanningError("the distribution of the first state sums to \(total), not 1") }
    return OutcomeTable(rows: self, initial: initial)
  }
}
