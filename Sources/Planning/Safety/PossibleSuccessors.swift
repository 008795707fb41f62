import DecisionProcesses
import UncertaintySets

/// The successors of each row that count as possible: what certainty means in `FeasibleSet` and
/// `ReachabilityValue`.
struct PossibleSuccessors {
  let stateCount: Int
  let actionCount: Int
  /// Shape [states * actions + 1].
  private(set) var rowStart: [Int] = [0]
  /// Successors; `stateCount` stands for the end.
  private(set) var next: [Int32] = []
  /// The table's entry behind each of them; -1 where it lists none.
  private(set) var entry: [Int] = []

  var rowCount: Int { rowStart.count - 1 }

  private init(stateCount: Int, actionCount: Int) {
    self.stateCount = stateCount
    self.actionCount = actionCount
  }

  private mutating func add(_ successor: Int32, entry index: Int) {
    next.append(successor)
    entry.append(index)
  }

  private mutating func endRow() { rowStart.append(next.count) }

  /// Entries of positive probability. O(entries).
  init(_ table: TransitionTable) {
    self.init(stateCount: table.stateCount, actionCount: table.actionCount)
    for row in 0..<(stateCount * actionCount) {
      for entry in table.rowStart[row]..<table.rowStart[row + 1] where table.probability[entry] > 0 {
        let ends = table.ending[entry].contains(.terminated)
        add(Int32(ends ? stateCount : table.next[entry]), entry: entry)
      }
      endRow()
    }
  }

  /// Entries of positive probability, or with support `.all` every entry that the table lists. O(entries).
  init(_ table: SolverTable, support: Support) {
    self.init(stateCount: table.stateCount, actionCount: table.actionCount)
    for row in 0..<table.rowCount {
      for entry in table.rowStart[row]..<table.rowStart[row + 1]
      where support == .all || table.probability[entry] > 0 {
        add(table.next[entry], entry: entry)
      }
      endRow()
    }
  }

  /// What some kernel of `set` gives positive probability, and what the nominal row does. One inner problem
  /// per outcome: O(entries * longest row), with support `.all` O(states^2) per row.
  ///
  /// Throws for a set that does not fit a row.
  init<S: UncertaintySet>(_ table: SolverTable, set: S) throws(PlanningError) {
    self.init(stateCount: table.stateCount, actionCount: table.actionCount)
    let everything = table.stateCount + (table.hasTermination ? 1 : 0)
    let capacity = max(1, set.support == .all ? everything : table.longestRow)
    var workspace = SetWorkspace(capacity: capacity)
    var values = [Double](repeating: 0, count: capacity)
    var kernel = values
    for row in 0..<table.rowCount {
      let entries = table.rowStart[row]..<table.rowStart[row + 1]
      var nominal = Array(table.probability[entries])
      if set.support == .all {
        nominal = [Double](repeating: 0, count: everything)
        for entry in entries { nominal[Int(table.next[entry])] += table.probability[entry] }
      }
      do throws(UncertaintySetError) {
        try set.check(nominal: nominal.span)
      } catch {
        throw PlanningError("state \(row / actionCount), action \(row % actionCount): \(error)")
      }
      let count = nominal.count
      for outcome in 0..<count {
        values[outcome] = 1
        var span = kernel.mutableSpan
        var used = span._mutatingExtracting(0..<count)
        _ = set.bestCase(
          of: values.span.extracting(0..<count), around: nominal.span, into: &used, workspace: &workspace)
        values[outcome] = 0
        guard nominal[outcome] > 0 || kernel[outcome] > 0 else { continue }
        if set.support == .all {
          let listed = entries.filter { Int(table.next[$0]) == outcome }
          for entry in listed { add(Int32(outcome), entry: entry) }
          if listed.isEmpty { add(Int32(outcome), entry: -1) }
        } else {
          add(table.next[entries.lowerBound + outcome], entry: entries.lowerBound + outcome)
        }
      }
      endRow()
    }
  }
}
