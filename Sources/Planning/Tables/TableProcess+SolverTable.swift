import DecisionProcesses

extension TableProcess {
  /// A table, read from a file say, as a process that can be stepped.
  ///
  /// Tabulated again it is the same table, apart from entries of probability zero, which `table` keeps. A
  /// solver's table does not tell where an episode ends: the k-th end of a row leads to state k, which means
  /// nothing.
  ///
  /// Costs are called `cost0` and so on. Throws for a horizon below one step, a discount outside (0, 1], more
  /// than `Costs.capacity` costs, or a row with more ends than there are states. O(entries).
  public init(_ table: SolverTable, discount: Double, horizon: Int) throws(PlanningError) {
    guard horizon > 0 else { throw PlanningError("horizon \(horizon): at least one step is needed") }
    guard discount > 0, discount <= 1 else { throw PlanningError("discount \(discount) lies outside (0, 1]") }
    guard table.costs.count <= Costs.capacity else {
      throw PlanningError("\(table.costs.count) costs; a process has at most \(Costs.capacity)")
    }
    var next: [Int] = []
    var ending: [Ending] = []
    var (reward, costs): ([Double], [Double]) = ([], [])
    for row in 0..<table.rowCount {
      var ends = 0
      for entry in table.rowStart[row]..<table.rowStart[row + 1] {
        let isEnd = Int(table.next[entry]) == table.stateCount
        guard ends < table.stateCount || !isEnd else {
          throw PlanningError(
            "state \(row / table.actionCount), action \(row % table.actionCount): more ends than there are "
              + "states")
        }
        next.append(isEnd ? ends : Int(table.next[entry]))
        ends += isEnd ? 1 : 0
        ending.append(isEnd ? .terminated : [])
        reward.append(table.reward.value(ofEntry: entry, inRow: row))
        for signal in table.costs { costs.append(signal.value(ofEntry: entry, inRow: row)) }
      }
    }
    let channels = table.costs.indices.map { channel in
      let isNonNegative = stride(from: channel, to: costs.count, by: table.costs.count).allSatisfy {
        costs[$0] >= 0
      }
      return CostDescription("cost\(channel)", isNonNegative: isNonNegative, meaning: "column of the table")
    }
    self.init(
      TransitionTable(
        stateCount: table.stateCount, actionCount: table.actionCount, costCount: table.costs.count,
        initial: table.initial, rowStart: table.rowStart, next: next, probability: table.probability,
        reward: reward, costs: costs, ending: ending),
      task: TaskDescription(
        horizon: horizon, discount: discount, rewardRange: (reward.min() ?? 0)...(reward.max() ?? 0),
        isDeterministic: false, costs: channels))
  }
}
