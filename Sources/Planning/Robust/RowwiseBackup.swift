import UncertaintySets

/// The backup of a process each of whose rows has an uncertainty set of its own, such as radii that follow
/// from how often a row was seen:
///
///     min over q in U_sa of sum over s' of q(s') (r(s, a, s') + discount * v(s'))
///
/// As `RectangularBackup`, but for what nature may do outside the nominal support: a row's outcomes are the
/// entries that the table lists, those of probability zero included. With the support `all` mass may go to
/// any of them, so rewards may depend on the successor.
public struct RowwiseBackup<Ambiguity: UncertaintySet>: Backup {
  public let discount: Double
  /// The set of each row.
  public let set: RowwiseSet<Ambiguity>

  /// - Throws: `PlanningError` for a discount outside [0, 1), another number of sets than `table` has rows,
  ///   and a set whose lists do not fit its row.
  public init(
    _ set: RowwiseSet<Ambiguity>, on table: SolverTable, discount: Double
  ) throws(PlanningError) {
    guard discount >= 0, discount < 1 else {
      throw PlanningError("discount \(discount) lies outside [0, 1)")
    }
    guard set.sets.count == table.rowCount else {
      throw PlanningError(
        "\(set.sets.count) sets for \(table.stateCount) states by \(table.actionCount) actions; give one for "
          + "each row")
    }
    self.discount = discount
    self.set = set
    for row in 0..<table.rowCount {
      let entries = table.rowStart[row]..<table.rowStart[row + 1]
      do throws(UncertaintySetError) {
        try set.sets[row].check(nominal: table.probability.span.extracting(entries))
      } catch {
        throw PlanningError("state \(row / table.actionCount), action \(row % table.actionCount): \(error)")
      }
    }
  }

  /// A worker's memory: nature's workspace, what each outcome is worth, and the worst row.
  public final class Scratch {
    var workspace: SetWorkspace
    let worths: UnsafeMutableBufferPointer<Double>
    let kernel: UnsafeMutableBufferPointer<Double>

    init(capacity: Int) {
      workspace = SetWorkspace(capacity: capacity)
      worths = .allocate(capacity: capacity)
      worths.initialize(repeating: 0)
      kernel = .allocate(capacity: capacity)
      kernel.initialize(repeating: 0)
    }

    deinit {
      worths.deallocate()
      kernel.deallocate()
    }
  }

  public func makeScratch(for rows: TableRows, memory: Void) -> Scratch { Scratch(capacity: max(1, rows.longestRow)) }

  @inlinable
  public func worth(
    ofRow row: Int, in rows: TableRows, values: UnsafePointer<Double>, floor: Double, scratch: inout Scratch
  ) -> Double {
    worstCase(ofRow: row, in: rows, values: values, scratch)
  }

  public func kernel(
    ofRow row: Int, in rows: TableRows, values: UnsafePointer<Double>, scratch: inout Scratch,
    into probabilities: UnsafeMutablePointer<Double>
  ) -> Double {
    let worth = worstCase(ofRow: row, in: rows, values: values, scratch)
    probabilities.update(
      from: scratch.kernel.baseAddress.unsafelyUnwrapped, count: rows.rowStart[row + 1] - rows.rowStart[row])
    return worth
  }

  @usableFromInline
  func worstCase(
    ofRow row: Int, in rows: TableRows, values: UnsafePointer<Double>, _ scratch: Scratch
  ) -> Double {
    let start = rows.rowStart[row]
    let count = rows.rowStart[row + 1] - start
    for index in 0..<count {
      let entry = start + index
      scratch.worths[index] =
        discount * values[Int(rows.next[entry])] + (rows.entryReward.map { $0[entry] } ?? 0)
    }
    var kernel = UnsafeMutableBufferPointer(rebasing: scratch.kernel[..<count]).mutableSpan
    let worst = set.sets[row].worstCase(
      of: UnsafeBufferPointer(rebasing: scratch.worths[..<count]).span,
      around: UnsafeBufferPointer(start: rows.probability + start, count: count).span, into: &kernel,
      workspace: &scratch.workspace)
    return rows.entryReward == nil ? rows.reward[row] + worst : worst
  }

  /// As the nominal backup's, and the error of nature's problem, which is solved to 1e-12 of its values.
  public func roundOff(in rows: TableRows, size: Double) -> Double {
    (Double.ulpOfOne * Double(8 * rows.longestRow + 64) + 4e-12) * (rows.largestReward + size)
  }
}
