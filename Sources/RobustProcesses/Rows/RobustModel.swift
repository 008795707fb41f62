import DecisionProcesses
import RandomStreams
import UncertaintySets

/// The rows of a finite process and the kernels that a set allows around them: what nature needs to know.
///
///     let model = try RobustModel(Forest(), L1Ball(radius: 0.2, support: .nominal))
///     let worst = try model.worstKernel(against: values, discount: 0.95)
///     let table = model.table(of: worst)     // to be evaluated or solved like any other
public struct RobustModel<Kernels: KernelSet>: Sendable {
  public let rows: NominalRows
  public let set: Kernels
  /// Outcomes of the longest block.
  public let longestBlock: Int

  /// Pairs `table` with `set`. O(entries), or O(states^2 * actions) where outcomes are all states.
  ///
  /// Throws for tables that `NominalRows` refuses, and where the set does not fit a row.
  public init(_ table: TransitionTable, _ set: Kernels) throws(RobustProcessError) {
    rows = try NominalRows(table, spansStates: set.spansStates)
    self.set = set
    if let count = set.rowCount, count != rows.rowCount {
      throw RobustProcessError(
        "sets for \(count) rows, the table has \(rows.rowCount)",
        remedy: "give one for each of \(rows.stateCount) states by \(rows.actionCount) actions")
    }
    var longest = 0
    for block in 0..<Self.blockCount(rows) {
      var size = 0
      for row in Self.rowsOf(block, rows) { size += rows.outcomeCount(ofRow: row) }
      longest = max(longest, size)
    }
    longestBlock = longest
    for row in 0..<rows.rowCount {
      let nominal = rows.nominal(ofRow: row)
      do throws(UncertaintySetError) {
        try set.check(nominal.span, row: row)
      } catch {
        throw RobustProcessError(error, at: rows.place(ofRow: row))
      }
    }
  }

  /// Pairs `process` with `set`; throws as above. A `TableProcess` keeps its entries of probability zero.
  public init<Process: TabularProcess>(
    _ process: Process, _ set: Kernels
  ) throws(RobustProcessError) {
    try self.init((process as? TableProcess)?.table ?? TransitionTable(process), set)
  }

  /// Pairs `process` with one uncertainty set around every row; throws as above.
  public init<Process: TabularProcess, Ambiguity: UncertaintySet>(
    _ process: Process, _ set: Ambiguity
  ) throws(RobustProcessError) where Kernels == ActionRectangular<Ambiguity> {
    try self.init(process, ActionRectangular(set))
  }

  /// The block that `row` belongs to.
  @usableFromInline
  func block(ofRow row: Int) -> Int { Kernels.couplesActions ? row / rows.actionCount : row }

  @usableFromInline
  static func blockCount(_ rows: NominalRows) -> Int {
    Kernels.couplesActions ? rows.stateCount : rows.rowCount
  }

  @usableFromInline
  static func rowsOf(_ block: Int, _ rows: NominalRows) -> Range<Int> {
    let size = Kernels.couplesActions ? rows.actionCount : 1
    return (block * size)..<((block + 1) * size)
  }
}
