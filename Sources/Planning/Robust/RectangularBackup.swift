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
  public let discount: Double
  /// The set around every row; its rows are the entries of the table, or with support `.all` all states.
  public let set: Ambiguity

  /// - Throws: `PlanningError` for a discount outside [0, 1), a set whose lists do not fit a row of `table`,
  ///   and for a set that may put mass everywhere where rewards depend on the successor: no reward is known
  ///   for a transition that the table lacks.
  public init(_ set: Ambiguity, on table: SolverTable, discount: Double) throws(PlanningError) {
    guard discount >= 0, discount < 1 else {
      throw PlanningError("discount \(discount) lies outside [0, 1)")
    }
    if set.support == .all, !table.reward.entries.isEmpty {
      throw PlanningError(
        "rewards that depend on the successor have no value where the nominal row has no mass; "
          + "keep the set's mass where the nominal row has some, or give each row one reward")
    }
    self.discount = discount
    self.set = set
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

  /// A worker's memory: nature's workspace, and the row that it works on.
  public final class Scratch {
    var workspace: SetWorkspace
    /// What each outcome is worth, discounted; its nominal probability; the worst one.
    let worths: UnsafeMutableBufferPointer<Double>
    let nominal: UnsafeMutableBufferPointer<Double>
    let kernel: UnsafeMutableBufferPointer<Double>

    init(capacity: Int) {
      func row() -> UnsafeMutableBufferPointer<Double> {
        let row = UnsafeMutableBufferPointer<Double>.allocate(capacity: capacity)
        row.initialize(repeating: 0)
        return row
      }
      workspace = SetWorkspace(capacity: capacity)
      (worths, nominal, kernel) = (row(), row(), row())
    }

    deinit {
      for row in [worths, nominal, kernel] { row.deallocate() }
    }
  }

  public func makeScratch(for rows: TableRows, memory: Void) -> Scratch {
    Scratch(
      capacity: max(1, set.support == .all ? rows.stateCount + (rows.hasTermination ? 1 : 0) : rows.longestRow))
  }

  @inlinable
  public func worth(
    ofRow row: Int, in rows: TableRows, values: UnsafePointer<Double>, floor: Double, scratch: inout Scratch
  ) -> Double {
    let nominal = rows.reward[row] + discount * rows.expectation(ofRow: row, values: values)
    guard nominal > floor else { return nominal }
    return worstCase(ofRow: row, in: rows, values: values, scratch)
  }

  public func kernel(
    ofRow row: Int, in rows: TableRows, values: UnsafePointer<Double>, scratch: inout Scratch,
    into probabilities: UnsafeMutablePointer<Double>
  ) -> Double {
    let worth = worstCase(ofRow: row, in: rows, values: values, scratch)
    let start = rows.rowStart[row]
    for index in 0..<(rows.rowStart[row + 1] - start) {
      let place = set.support == .all ? Int(rows.next[start + index]) : index
      probabilities[index] = scratch.kernel[place]
    }
    return worth
  }

  @usableFromInline
  func worstCase(
    ofRow row: Int, in rows: TableRows, values: UnsafePointer<Double>, _ scratch: Scratch
  ) -> Double {
    let start = rows.rowStart[row]
    let count = rows.rowStart[row + 1] - start
    var length = count
    if set.support == .all {
      length = rows.stateCount + (rows.hasTermination ? 1 : 0)
      for state in 0..<length {
        scratch.worths[state] = discount * values[state]
        scratch.nominal[state] = 0
      }
      for entry in start..<start + count {
        scratch.nominal[Int(rows.next[entry])] += rows.probability[entry]
      }
    } else {
      for index in 0..<count {
        let entry = start + index
        scratch.nominal[index] = rows.probability[entry]
        scratch.worths[index] =
          discount * values[Int(rows.next[entry])] + (rows.entryReward.map { $0[entry] } ?? 0)
      }
    }
    var kernel = UnsafeMutableBufferPointer(rebasing: scratch.kernel[..<length]).mutableSpan
    let worst = set.worstCase(
      of: UnsafeBufferPointer(rebasing: scratch.worths[..<length]).span,
      around: UnsafeBufferPointer(rebasing: scratch.nominal[..<length]).span, into: &kernel,
      workspace: &scratch.workspace)
    return rows.entryReward == nil ? rows.reward[row] + worst : worst
  }

  /// As the nominal backup's, and the error of nature's problem, which is solved to 1e-12 of its values.
  public func roundOff(in rows: TableRows, size: Double) -> Double {
    (Double.ulpOfOne * Double(8 * rows.longestRow + 64) + 4e-12) * (rows.largestReward + size)
  }
}
