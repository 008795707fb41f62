extension SolverTable {
  /// The same process with an entry for every state in every row, and for the end where episodes can end;
  /// those that the row lacked have probability 0. Nature's kernels over all states then have a place.
  ///
  /// Throws where rewards or costs depend on the successor: they are not known for the new ones.
  /// O(states^2 * actions).
  public func listingEverySuccessor() throws(PlanningError) -> SolverTable {
    for (name, signal) in [("reward", reward)] + costs.enumerated().map({ ("cost \($0)", $1) })
    where !signal.entries.isEmpty {
      throw PlanningError(
        "the \(name) depends on the successor and is unknown for successors that the table does not list; "
          + "give each row one number")
    }
    let width = stateCount + (hasTermination ? 1 : 0)
    var all = Array(repeating: 0.0, count: rowCount * width)
    for row in 0..<rowCount {
      for entry in rowStart[row]..<rowStart[row + 1] {
        all[row * width + Int(next[entry])] += probability[entry]
      }
    }
    return SolverTable(
      stateCount: stateCount, actionCount: actionCount, rowStart: (0...rowCount).map { $0 * width },
      next: (0..<rowCount * width).map { Int32($0 % width) }, probability: all, reward: reward, costs: costs,
      initial: initial, hasTermination: hasTermination, longestRow: width)
  }
}
