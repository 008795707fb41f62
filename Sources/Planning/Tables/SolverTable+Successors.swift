extension SolverTable {
  /// The same process with an entry for every state in every row, of probability zero where the row had none,
  /// and one for the end where some entry ends an episode: a kernel of nature's that goes anywhere fits it.
  ///
  /// Entries of a row stand in the order of their successors; several ends of a row become one. Nil where the
  /// table would have more than `entryLimit` entries, and where some reward or cost depends on the successor,
  /// for then it is not known for the new ones. O(states * rows).
  public func withAllSuccessors(entryLimit: Int = 20_000_000) -> SolverTable? {
    let width = stateCount + (hasTermination ? 1 : 0)
    let (count, overflows) = rowCount.multipliedReportingOverflow(by: width)
    guard !overflows, count <= entryLimit, ([reward] + costs).allSatisfy(\.entries.isEmpty) else { return nil }
    var probabilities = [Double](repeating: 0, count: count)
    for row in 0..<rowCount {
      for entry in rowStart[row]..<rowStart[row + 1] {
        probabilities[row * width + Int(next[entry])] += probability[entry]
      }
    }
    return SolverTable(
      stateCount: stateCount, actionCount: actionCount, rowStart: (0...rowCount).map { $0 * width },
      next: (0..<count).map { Int32(truncatingIfNeeded: $0 % width) }, probability: probabilities,
      reward: reward, costs: costs, initial: initial, hasTermination: hasTermination, longestRow: width)
  }
}
