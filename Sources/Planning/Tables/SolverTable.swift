import DecisionProcesses

/// The tables of a finite process in the compact form that solvers sweep: 12 bytes per transition.
///
/// Row s * actionCount + a is the range `rowStart[row] ..< rowStart[row + 1]` of `next` and `probability`.
/// A terminated entry leads to the state `stateCount`, which stands for the end and is worth 0. In each row
/// successors are distinct, apart from ends, which stay apart by the state that they were reached in;
/// probabilities are not negative and sum to one within round-off. An entry of probability zero is kept: it
/// is support that an uncertainty set may use.
public struct SolverTable: Sendable, Equatable {
  public let stateCount: Int
  public let actionCount: Int
  /// Shape [states * actions + 1].
  public let rowStart: [Int]
  /// Successor of each entry; `stateCount` where the entry ends the episode.
  public let next: [Int32]
  /// Probability of each entry.
  public let probability: [Double]
  public let reward: RowSignal
  /// One signal per cost channel.
  public let costs: [RowSignal]
  /// Probability of each first state; shape [states].
  public let initial: [Double]
  /// Whether some entry ends the episode.
  public let hasTermination: Bool
  /// Entries of the longest row.
  public let longestRow: Int
  /// Largest |reward| of an entry.
  public let largestReward: Double

  init(
    stateCount: Int, actionCount: Int, rowStart: [Int], next: [Int32], probability: [Double],
    reward: RowSignal, costs: [RowSignal], initial: [Double], hasTermination: Bool, longestRow: Int
  ) {
    self.stateCount = stateCount
    self.actionCount = actionCount
    self.rowStart = rowStart
    self.next = next
    self.probability = probability
    self.reward = reward
    self.costs = costs
    self.initial = initial
    self.hasTermination = hasTermination
    self.longestRow = longestRow
    largestReward = (reward.entries.isEmpty ? reward.expected : reward.entries).reduce(0) { max($0, abs($1)) }
  }

  /// Number of (state, action) pairs.
  @inlinable public var rowCount: Int { stateCount * actionCount }
  @inlinable public var entryCount: Int { next.count }

  /// The entries of row (`state`, `action`).
  @inlinable
  public func row(_ state: Int, _ action: Int) -> Range<Int> {
    let index = state * actionCount + action
    return rowStart[index]..<rowStart[index + 1]
  }

  /// The same transitions with another reward; O(size of the signal).
  ///
  /// - Precondition: `signal` has one expectation per row, and entries for all transitions or none.
  public func rewarding(_ signal: RowSignal) -> SolverTable {
    precondition(
      signal.expected.count == rowCount && (signal.entries.isEmpty || signal.entries.count == entryCount),
      "a signal of \(signal.expected.count) rows for a table of \(rowCount)")
    return SolverTable(
      stateCount: stateCount, actionCount: actionCount, rowStart: rowStart, next: next,
      probability: probability, reward: signal, costs: costs, initial: initial,
      hasTermination: hasTermination, longestRow: longestRow)
  }

  /// Expectation of `values` under the distribution of the first state. O(states).
  ///
  /// - Precondition: one value per state.
  public func initialExpectation(of values: [Double]) -> Double {
    precondition(values.count == stateCount, "\(values.count) values for \(stateCount) states")
    var sum = 0.0
    for (probability, value) in zip(initial, values) { sum += probability * value }
    return sum
  }
}

extension SolverTable {
  /// Compacts `table`.
  ///
  /// Entries of a row with the same successor and the same kind of ending merge: probabilities add, rewards
  /// and costs are averaged by probability.
  ///
  /// Throws for rows that are not distributions and for rewards or costs that are not finite. O(entries).
  public init(_ table: TransitionTable) throws(PlanningError) {
    var builder = try SolverTableBuilder(
      stateCount: table.stateCount, actionCount: table.actionCount, costCount: table.costCount,
      entryCapacity: table.next.count)
    let costs = table.costCount
    for row in 0..<(table.stateCount * table.actionCount) {
      for entry in table.rowStart[row]..<table.rowStart[row + 1] {
        builder.add(
          to: table.next[entry], probability: table.probability[entry], reward: table.reward[entry],
          costs: table.costs[(entry * costs)..<((entry + 1) * costs)],
          terminated: table.ending[entry].contains(.terminated))
      }
      try builder.endRow()
    }
    self = try builder.finish(initial: table.initial)
  }
}
