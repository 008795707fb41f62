extension SolverTable {
  /// The same process with other probabilities on the same entries, a kernel of nature's for example;
  /// expected rewards and costs follow.
  ///
  /// Throws, naming state and action, for another number of entries and for rows that are no distributions.
  /// O(entries).
  public func replacing(probability: [Double]) throws(PlanningError) -> SolverTable {
    guard probability.count == entryCount else {
      throw PlanningError("\(probability.count) probabilities for \(entryCount) transitions")
    }
    for row in 0..<rowCount {
      let numbers = probability[rowStart[row]..<rowStart[row + 1]]
      let sum = numbers.reduce(0, +)
      guard numbers.allSatisfy({ $0 >= 0 }), abs(sum - 1) <= 1e-9 else {
        throw PlanningError(
          "state \(row / actionCount), action \(row % actionCount): the new probabilities sum to \(sum), not "
            + "1; a kernel can only use the successors that the table has, be it with probability 0")
      }
    }
    return SolverTable(
      stateCount: stateCount, actionCount: actionCount, rowStart: rowStart, next: next,
      probability: probability, reward: signal(reward, under: probability),
      costs: costs.map { signal($0, under: probability) }, initial: initial,
      hasTermination: hasTermination, longestRow: longestRow)
  }

  private func signal(_ signal: RowSignal, under probability: [Double]) -> RowSignal {
    guard !signal.entries.isEmpty else { return signal }
    let expected = (0..<rowCount).map { row in
      (rowStart[row]..<rowStart[row + 1]).reduce(0) { $0 + probability[$1] * signal.entries[$1] }
    }
    return RowSignal(expected: expected, entries: signal.entries)
  }
}
