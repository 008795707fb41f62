import DecisionProcesses

/// The rows of a finite process as sets and natures see them: outcomes and what each of them is worth.
///
/// Row (s, a) has the index s * actionCount + a. Either its outcomes are those that the table lists, where
/// entries with the same successor and the same kind of ending are one; or they are all states, and behind
/// them the end of the episode where some entry of the table ends one. Solvers see the same rows: the first
/// kind with the support `nominal`, the second with `all`.
///
/// Where the outcomes are all states, a transition that a row does not list has the reward and the costs
/// that the row has for all its entries, and goes on; to the end, it stops in a state in which the table
/// stops somewhere.
public struct NominalRows: Sendable {
  /// The process's own rows.
  public let table: TransitionTable
  /// Whether the outcomes of every row are all states.
  public let spansStates: Bool
  /// Whether some entry ends the episode.
  public let hasTermination: Bool
  /// Outcomes of the longest row.
  public let longestRow: Int
  /// A state in which some entry ends the episode; 0 where none does.
  @usableFromInline let endState: Int
  /// Outcome of each entry, counted within its row.
  @usableFromInline let entryOutcome: [Int32]
  /// Share of each entry in the probability of its outcome.
  @usableFromInline let entryShare: [Double]
  // Outcomes of listed rows, one row behind the other; empty where outcomes are all states.
  @usableFromInline let outcomeStart: [Int]
  @usableFromInline let outcomeNext: [Int32]
  @usableFromInline let outcomeProbability: [Double]
  @usableFromInline let outcomeReward: [Double]

  @inlinable public var stateCount: Int { table.stateCount }
  @inlinable public var actionCount: Int { table.actionCount }
  @inlinable public var rowCount: Int { table.stateCount * table.actionCount }

  /// Groups the entries of `table`. O(entries).
  ///
  /// Throws, naming state and action, for a row that is empty or whose probabilities are negative, not finite
  /// or do not sum to one within 1e-9; for rewards that are not finite; and, where the outcomes are to be all
  /// states, for rewards or costs that differ within a row: none is known for what the row does not list.
  public init(_ table: TransitionTable, spansStates: Bool) throws(RobustProcessError) {
    try Self.check(table, spansStates: spansStates)
    self.table = table
    self.spansStates = spansStates
    let ends = table.ending.firstIndex { $0.contains(.terminated) }
    hasTermination = ends != nil
    endState = ends.map { table.next[$0] } ?? 0
    var grouping = OutcomeGrouping(table, spansStates: spansStates)
    for row in 0..<(table.stateCount * table.actionCount) { grouping.add(row) }
    entryOutcome = grouping.entryOutcome
    entryShare = grouping.entryShare
    outcomeStart = spansStates ? [] : grouping.start
    outcomeNext = spansStates ? [] : grouping.next
    outcomeProbability = spansStates ? [] : grouping.probability
    outcomeReward = spansStates ? [] : grouping.reward
    longestRow = spansStates ? table.stateCount + (ends == nil ? 0 : 1) : grouping.longest
  }

  /// Outcomes of `row`.
  @inlinable
  public func outcomeCount(ofRow row: Int) -> Int {
    spansStates ? longestRow : outcomeStart[row + 1] - outcomeStart[row]
  }

  /// Where `outcome` of `row` leads; nil where it ends the episode.
  public func successor(ofOutcome outcome: Int, inRow row: Int) -> Int? {
    let next = spansStates ? outcome : Int(outcomeNext[outcomeStart[row] + outcome])
    return next < stateCount ? next : nil
  }

  /// The nominal probability of each outcome of `row`.
  public func nominal(ofRow row: Int) -> [Double] {
    var probabilities = [Double](repeating: 0, count: outcomeCount(ofRow: row))
    probabilities.withUnsafeMutableBufferPointer { writeNominal(ofRow: row, into: $0.baseAddress!) }
    return probabilities
  }

  /// Writes the nominal probabilities of `row`. Allocates nothing.
  @usableFromInline
  func writeNominal(ofRow row: Int, into target: UnsafeMutablePointer<Double>) {
    if spansStates {
      for outcome in 0..<longestRow { target[outcome] = 0 }
      for entry in table.rowStart[row]..<table.rowStart[row + 1] {
        target[Int(entryOutcome[entry])] += table.probability[entry]
      }
    } else {
      let start = outcomeStart[row]
      for outcome in start..<outcomeStart[row + 1] { target[outcome - start] = outcomeProbability[outcome] }
    }
  }

  /// Writes what each outcome of `row` is worth: its reward plus `discount` times the value of its successor;
  /// the end is worth 0.
  func writeWorths(
    ofRow row: Int, values: [Double], discount: Double, into target: UnsafeMutablePointer<Double>
  ) {
    if spansStates {
      let reward = table.reward[table.rowStart[row]]
      for state in 0..<stateCount { target[state] = reward + discount * values[state] }
      if hasTermination { target[stateCount] = reward }
    } else {
      let start = outcomeStart[row]
      for outcome in start..<outcomeStart[row + 1] {
        let next = Int(outcomeNext[outcome])
        target[outcome - start] = outcomeReward[outcome] + (next < stateCount ? discount * values[next] : 0)
      }
    }
  }

  private static func check(_ table: TransitionTable, spansStates: Bool) throws(RobustProcessError) {
    for row in 0..<(table.stateCount * table.actionCount) {
      let entries = table.rowStart[row]..<table.rowStart[row + 1]
      func place() -> String { "state \(row / table.actionCount), action \(row % table.actionCount)" }
      guard let first = entries.first else {
        throw RobustProcessError("\(place()): no transition", remedy: "give every state every action")
      }
      var sum = 0.0
      for entry in entries {
        let probability = table.probability[entry]
        guard probability >= 0, probability.isFinite, table.reward[entry].isFinite else {
          throw RobustProcessError(
            "\(place()): probability \(probability) with reward \(table.reward[entry])",
            remedy: "give probabilities from 0 to 1 and finite rewards")
        }
        sum += probability
      }
      guard abs(sum - 1) <= 1e-9 else {
        throw RobustProcessError(
          "\(place()): the row sums to \(sum)", remedy: "give probabilities that sum to 1")
      }
      guard spansStates else { continue }
      for entry in entries where !table.givesTheSame(entry, first) {
        throw RobustProcessError(
          "\(place()): rewards or costs depend on the successor, so that none is known for a successor that "
            + "the row does not list",
          remedy: "keep the set's mass on the nominal support, or give each row one reward and one cost")
      }
    }
  }
}

extension TransitionTable {
  /// Whether two entries have the same reward and costs.
  fileprivate func givesTheSame(_ a: Int, _ b: Int) -> Bool {
    guard reward[a] == reward[b] else { return false }
    for channel in 0..<costCount where costs[a * costCount + channel] != costs[b * costCount + channel] {
      return false
    }
    return true
  }
}
