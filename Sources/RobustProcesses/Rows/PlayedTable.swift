import DecisionProcesses

/// Entries that kernels are played on: the nominal ones of each row in their order, then those that some
/// kernel adds, with the probabilities of every kernel.
@usableFromInline
struct PlayedTable: Sendable {
  /// With the nominal probabilities, 0 for what was added.
  @usableFromInline let table: TransitionTable
  /// Shape [kernels, entries].
  @usableFromInline let probability: [Double]
  /// Distance of each kernel's rows from the nominal ones; shape [kernels, rows].
  @usableFromInline let distance: [Double]
  /// Whether each row of each kernel leads to one successor with certainty.
  let isDeterministic: Bool

  /// O(kernels * entries).
  ///
  /// - Precondition: the kernels fit the rows.
  init(_ rows: NominalRows, kernels: [Kernel]) {
    for kernel in kernels { precondition(kernel.fits(rows), "the kernel belongs to other rows") }
    let added = (0..<rows.rowCount).map { rows.outcomes(addedTo: $0, by: kernels) }
    let table = rows.table.extended(by: added, rows: rows)
    self.table = table
    distance = kernels.flatMap(\.distances)
    var probability: [Double] = []
    probability.reserveCapacity(kernels.count * table.next.count)
    var isDeterministic = true
    for kernel in kernels {
      for row in 0..<rows.rowCount {
        let own = kernel.probabilities(ofRow: row)
        let nominal = rows.nominal(ofRow: row)
        var positive = 0
        for entry in rows.table.rowStart[row]..<rows.table.rowStart[row + 1] {
          let outcome = Int(rows.entryOutcome[entry])
          // What nature leaves alone keeps its bits.
          let p =
            own[outcome] == nominal[outcome]
            ? rows.table.probability[entry] : own[outcome] * rows.entryShare[entry]
          probability.append(p)
          positive += p > 0 ? 1 : 0
        }
        for outcome in added[row] {
          probability.append(own[outcome])
          positive += own[outcome] > 0 ? 1 : 0
        }
        isDeterministic = isDeterministic && positive == 1
      }
    }
    self.probability = probability
    self.isDeterministic = isDeterministic
  }
}

extension Kernel {
  /// Whether the kernel has a row of the right width for each row.
  func fits(_ rows: NominalRows) -> Bool {
    widths.count == rows.rowCount
      && widths.indices.allSatisfy { Int(widths[$0]) == rows.outcomeCount(ofRow: $0) }
  }
}

extension NominalRows {
  /// Outcomes to which some kernel gives mass and that no entry of `row` has, ascending.
  fileprivate func outcomes(addedTo row: Int, by kernels: [Kernel]) -> [Int] {
    guard spansStates else { return [] }
    let entries = table.rowStart[row]..<table.rowStart[row + 1]
    var listed = Set(entries.map { Int(entryOutcome[$0]) })
    var added: [Int] = []
    for kernel in kernels {
      for entry in kernel.rowStart[row]..<kernel.rowStart[row + 1] {
        let outcome = Int(kernel.outcome[entry])
        if listed.insert(outcome).inserted { added.append(outcome) }
      }
    }
    return added.sorted()
  }

  /// Where an outcome leads that no entry of its row has.
  @usableFromInline
  func target(ofAddedOutcome outcome: Int) -> (next: Int, ending: Ending) {
    outcome < stateCount ? (outcome, []) : (endState, .terminated)
  }
}

extension TransitionTable {
  /// The table with entries of nominal probability 0 behind each row's own.
  fileprivate func extended(by added: [[Int]], rows: NominalRows) -> TransitionTable {
    guard added.contains(where: { !$0.isEmpty }) else { return self }
    var start = [0]
    var (next, probability, reward, costs): ([Int], [Double], [Double], [Double]) = ([], [], [], [])
    var ending: [Ending] = []
    for row in 0..<(stateCount * actionCount) {
      let own = rowStart[row]..<rowStart[row + 1]
      let first = own.lowerBound
      next += self.next[own]
      probability += self.probability[own]
      reward += self.reward[own]
      costs += self.costs[(own.lowerBound * costCount)..<(own.upperBound * costCount)]
      ending += self.ending[own]
      for outcome in added[row] {
        let target = rows.target(ofAddedOutcome: outcome)
        next.append(target.next)
        probability.append(0)
        reward.append(self.reward[first])
        costs += self.costs[(first * costCount)..<((first + 1) * costCount)]
        ending.append(target.ending)
      }
      start.append(next.count)
    }
    return TransitionTable(
      stateCount: stateCount, actionCount: actionCount, costCount: costCount, initial: initial,
      rowStart: start, next: next, probability: probability, reward: reward, costs: costs, ending: ending)
  }
}
