import UncertaintySets

extension RowwiseSet: RowSets {
  @inlinable @inline(__always)
  subscript(row: Int) -> Ambiguity { sets[row] }
}

/// The backup of a process each of whose rows has an uncertainty set of its own, such as radii that follow
/// from how often a row was seen:
///
///     min over q in U_sa of sum over s' of q(s') (r(s, a, s') + discount * v(s'))
///
/// As `RectangularBackup`, but for what nature may do outside the nominal support: a row's outcomes are the
/// entries that the table lists, those of probability zero included. With the support `all` mass may go to
/// any of them, so rewards may depend on the successor.
public struct RowwiseBackup<Ambiguity: UncertaintySet>: Backup {
  @usableFromInline let nature: RowNature<RowwiseSet<Ambiguity>>

  public var discount: Double { nature.discount }
  /// The set of each row.
  public var set: RowwiseSet<Ambiguity> { nature.sets }

  /// - Throws: `PlanningError` for a discount outside [0, 1], another number of sets than `table` has rows,
  ///   and a set whose lists do not fit its row.
  public init(
    _ set: RowwiseSet<Ambiguity>, on table: SolverTable, discount: Double
  ) throws(PlanningError) {
    guard set.sets.count == table.rowCount else {
      throw PlanningError(
        "\(set.sets.count) sets for \(table.stateCount) states by \(table.actionCount) actions; give one for "
          + "each row")
    }
    nature = RowNature(
      set, discount: try Discount.step(discount), holdsNominal: set.sets.allSatisfy(\.holdsNominal),
      reachesAllStates: false)
    for row in 0..<table.rowCount {
      let entries = table.rowStart[row]..<table.rowStart[row + 1]
      do throws(UncertaintySetError) {
        try set.sets[row].check(nominal: table.probability.span.extracting(entries))
      } catch {
        throw PlanningError("state \(row / table.actionCount), action \(row % table.actionCount): \(error)")
      }
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
