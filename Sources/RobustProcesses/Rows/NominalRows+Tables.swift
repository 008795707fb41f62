import DecisionProcesses

extension NominalRows {
  /// `row` in words.
  func place(ofRow row: Int) -> String { "state \(row / actionCount), action \(row % actionCount)" }

  /// The probabilities of `other`'s rows on the outcomes here.
  ///
  /// Throws where the shapes differ, or `other` has mass on an outcome that its row here does not have.
  func probabilities(of other: TransitionTable) throws(RobustProcessError) -> [[Double]] {
    guard other.stateCount == stateCount, other.actionCount == actionCount else {
      throw RobustProcessError(
        "a kernel of \(other.stateCount) states by \(other.actionCount) actions for a process of "
          + "\(stateCount) by \(actionCount)",
        remedy: "give a process with the same states and actions")
    }
    _ = try NominalRows(other, spansStates: false)
    return try (0..<rowCount).map { (row) throws(RobustProcessError) in
      var probabilities = [Double](repeating: 0, count: outcomeCount(ofRow: row))
      for entry in other.rowStart[row]..<other.rowStart[row + 1] where other.probability[entry] > 0 {
        guard let outcome = outcome(ofRow: row, to: other.next[entry], ends: other.ending[entry]) else {
          throw RobustProcessError(
            "\(place(ofRow: row)): the row given for nature leads to state \(other.next[entry]) "
              + "(\(other.ending[entry].name)), which the nominal row does not list",
            remedy: "give rows on the nominal support, or the set the support all")
        }
        probabilities[outcome] += other.probability[entry]
      }
      return probabilities
    }
  }

  private func outcome(ofRow row: Int, to next: Int, ends: Ending) -> Int? {
    let isEnd = ends.contains(.terminated)
    if spansStates { return isEnd ? (hasTermination ? stateCount : nil) : next }
    for entry in table.rowStart[row]..<table.rowStart[row + 1]
    where table.next[entry] == next && table.ending[entry].contains(.terminated) == isEnd {
      return Int(entryOutcome[entry])
    }
    return nil
  }
}
