import DecisionProcesses

/// Merges the entries of rows into outcomes, row by row.
struct OutcomeGrouping {
  private let table: TransitionTable
  private let spansStates: Bool
  /// Outcome of each successor in the open row, valid where `stamp` says so; ends in the second half.
  private var position: [Int32]
  private var stamp: [Int]
  /// First entry of each outcome of the open row.
  private var opener: [Int] = []
  var start: [Int] = [0]
  var next: [Int32] = []
  var probability: [Double] = []
  var reward: [Double] = []
  var entryOutcome: [Int32] = []
  var entryShare: [Double] = []
  var longest = 0

  init(_ table: TransitionTable, spansStates: Bool) {
    self.table = table
    self.spansStates = spansStates
    position = Array(repeating: 0, count: 2 * table.stateCount)
    stamp = Array(repeating: -1, count: 2 * table.stateCount)
    entryOutcome.reserveCapacity(table.next.count)
    entryShare.reserveCapacity(table.next.count)
  }

  mutating func add(_ row: Int) {
    let first = next.count
    opener.removeAll(keepingCapacity: true)
    for entry in table.rowStart[row]..<table.rowStart[row + 1] {
      let ends = table.ending[entry].contains(.terminated)
      // All ends are one outcome among all states; a listed row keeps them apart by where they stop.
      let target = ends ? table.stateCount : table.next[entry]
      let key = ends ? table.stateCount + (spansStates ? 0 : table.next[entry]) : table.next[entry]
      let p = table.probability[entry]
      if stamp[key] == row {
        let outcome = Int(position[key])
        let total = probability[outcome] + p
        // Equal rewards stay as they are, bit for bit.
        if reward[outcome] != table.reward[entry] {
          reward[outcome] += (total > 0 ? p / total : 0.5) * (table.reward[entry] - reward[outcome])
        }
        probability[outcome] = total
      } else {
        stamp[key] = row
        position[key] = Int32(next.count)
        next.append(Int32(target))
        probability.append(p)
        reward.append(table.reward[entry])
        opener.append(entry)
      }
      // Within the row for now; the share needs the whole outcome.
      entryOutcome.append(position[key] - Int32(first))
    }
    for entry in table.rowStart[row]..<table.rowStart[row + 1] {
      let outcome = first + Int(entryOutcome[entry])
      let total = probability[outcome]
      // An outcome without probability goes to its first entry.
      let share = total > 0 ? table.probability[entry] / total : opener[outcome - first] == entry ? 1 : 0
      entryShare.append(share)
      if spansStates { entryOutcome[entry] = next[outcome] }
    }
    longest = max(longest, next.count - first)
    if spansStates {
      next.removeAll(keepingCapacity: true)
      probability.removeAll(keepingCapacity: true)
      reward.removeAll(keepingCapacity: true)
    } else {
      start.append(next.count)
    }
  }
}
