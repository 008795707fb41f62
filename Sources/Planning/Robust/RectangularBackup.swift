import UncertaintySets

/// The backup of a process whose every row may be replaced by the worst one in its own set, the
/// (s, a)-rectangular problem:
///
///     r(s, a) + discount * min over q in U(p(. | s, a)) of sum over s' of q(s') v(s')
///
/// with the reward inside the minimum where it depends on the successor. Penalised sets add their penalty
/// inside. An action that is too poor even under the nominal row is passed over without solving nature's
/// problem.
///
/// Sources: G. Iyengar, "Robust dynamic programming", Mathematics of Operations Research 30 (2005),
/// doi:10.1287/moor.1040.0129; W. Wiesemann, D. Kuhn, B. Rustem, "Robust Markov decision processes",
/// Mathematics of Operations Research 38 (2013), doi:10.1287/moor.1120.0566.
public struct RectangularBackup<Ambiguity: UncertaintySet>: Backup {
  @usableFromInline let nature: RowNature<SameSet<Ambiguity>>

  public var discount: Double { nature.discount }
  /// The set around every row; its rows are the entries of the table, or with support `.all` all states.
  public var set: Ambiguity { nature.sets.set }

  /// - Throws: `PlanningError` for a discount outside [0, 1], a set whose lists do not fit a row of `table`,
  ///   and for a set that may put mass everywhere where rewards depend on the successor: no reward is known
  ///   for a transition that the table lacks.
  public init(_ set: Ambiguity, on table: SolverTable, discount: Double) throws(PlanningError) {
    if set.support == .all, !table.reward.entries.isEmpty {
      throw PlanningError(
        "rewards that depend on the successor have no value where the nominal row has no mass; "
          + "keep the set's mass where the nominal row has some, or give each row one reward")
    }
    nature = RowNature(
      SameSet(set), discount: try Discount.step(discount), holdsNominal: set.holdsNominal,
      reachesAllStates: set.support == .all)
    try check(table)
  }

  private func check(_ table: SolverTable) throws(PlanningError) {
    if set.support == .all {
      // One row of all states tells whether the set's lists fit.
      var row = Array(repeating: 0.0, count: table.stateCount + (table.hasTermination ? 1 : 0))
      for entry in table.rowStart[0]..<table.rowStart[1] {
        row[Int(table.next[entry])] += table.probability[entry]
      }
      return try check(row.span, state: 0, action: 0)
    }
    for state in 0..<table.stateCount {
      for action in 0..<table.actionCount {
        let entries = table.row(state, action)
        try check(table.probability.span.extracting(entries), state: state, action: action)
      }
    }
  }

  private func check(_ row: Span<Double>, state: Int, action: Int) throws(PlanningError) {
    do throws(UncertaintySetError) {
      try set.check(nominal: row)
    } catch {
      throw PlanningError("state \(state), action \(action): \(error)")
    }
  }

  public func makeMemory(for rows: TableRows) -> SweepMemory { SweepMemory(rows) }

  public func makeScratch(for rows: TableRows, memory: SweepMemory) -> RowScratch {
    nature.makeScratch(for: rows, memory: memory)
  }

  public func beginSweep(from values: UnsafePointer<Double>, in rows: TableRows, memory: SweepMemory) {
    nature.beginSweep(from: values, in: rows, memory: memory)
  }

  public func endSweep(memory: SweepMemory) { memory.end() }

  @inlinable @inline(__always)
  public func best(
    in state: Int, of rows: TableRows, values: UnsafePointer<Double>, scratch: inout RowScratch
  ) -> Choice {
    nature.best(in: state, of: rows, values: values, scratch: &scratch)
  }

  @inlinable @inline(__always)
  public func worth(
    ofRow row: Int, in rows: TableRows, values: UnsafePointer<Double>, floor: Double,
    scratch: inout RowScratch
  ) -> Double {
    nature.worth(ofRow: row, in: rows, values: values, floor: floor, scratch: &scratch)
  }

  public func kernel(
    ofRow row: Int, in rows: TableRows, values: UnsafePointer<Double>, scratch: inout RowScratch,
    into probabilities: UnsafeMutablePointer<Double>
  ) -> Double {
    nature.kernel(ofRow: row, in: rows, values: values, scratch: &scratch, into: probabilities)
  }

  public func roundOff(in rows: TableRows, size: Double) -> Double {
    nature.roundOff(in: rows, size: size)
  }
}
