import DecisionProcesses

/// How a batch is split between threads.
package enum Splitting: Sendable {
  /// Into blocks that are worth it, shared when that is faster.
  case standard
  /// Into as many blocks as shards ask for, all calls shared: for tests of few lanes.
  case finest
}

/// Makes the engines of a batch's blocks: a column kernel or a table unless lanes need parameters of their
/// own, else a loop over lanes.
struct EngineMaker {
  /// Makes an engine for as many lanes as it is told.
  let make: (Int) -> LaneEngine
  /// Whether a kernel runs over columns: blocks are then as large as the cache likes, else small enough to be
  /// shared evenly.
  let isColumnar: Bool
  /// Columns of a workspace that the engines need.
  let columnCount: Int

  /// - Parameter usesColumns: whether blocks are worth a kernel; not where they hold a single lane.
  init<Process: DecisionProcess>(_ process: Process, laneParameters: Bool, usesColumns: Bool = true) {
    let usesColumns = usesColumns && !laneParameters
    if usesColumns, let columns = process as? any ColumnProcess {
      (make, columnCount) = columnEngines(columns)
      isColumnar = true
      return
    }
    if usesColumns, let finite = process as? any TabularProcess, let engines = tableEngines(finite) {
      (make, columnCount) = engines
      isColumnar = true
      return
    }
    isColumnar = false
    columnCount = 0
    if let safe = process as? any SafetyMargin {
      make = safeLoopEngines(safe, laneParameters)
    } else {
      make = { LoopEngine(process, count: $0, laneParameters: laneParameters) }
    }
  }

  /// The parts of 0..<`count` that blocks take, of which `shards` may run at the same time.
  func blocks(of count: Int, shards: Int, _ splitting: Splitting) -> [Range<Int>] {
    let largest = isColumnar || shards == 1 ? ColumnBlock.capacity : 64
    // A block costs something by itself: as much as a few lanes stepped one by one, or many of a kernel's.
    let worthwhile = splitting == .finest ? count : count / (isColumnar ? 256 : 8)
    let wanted = shards == 1 ? 1 : isColumnar ? shards : 4 * shards
    let number = max((count + largest - 1) / largest, min(wanted, worthwhile), 1)
    return (0..<number).map { count * $0 / number..<count * ($0 + 1) / number }
  }
}

private typealias Engines = (make: (Int) -> LaneEngine, columnCount: Int)

private func columnEngines<P: ColumnProcess>(_ process: P) -> Engines {
  ({ ColumnEngine(process, count: $0) }, ColumnEngine.columnCount(of: process))
}

private func tableEngines<P: TabularProcess>(_ process: P) -> Engines? {
  guard let table = StateTable(process) else { return nil }
  let margins = (process as? any SafetyMargin).map { allMargins($0, table) } ?? []
  let diagnostics = (0..<table.stateCount).flatMap { state in
    P.diagnosticNames.indices.map { process.diagnostic($0, of: state) }
  }
  return (
    { TableEngine(process, table: table, margins: margins, diagnostics: diagnostics, count: $0) },
    TableEngine<P>.columnCount
  )
}

/// The margins of every state of a finite process, row by row.
private func allMargins<P: SafetyMargin>(_ process: P, _ table: StateTable) -> [Double] {
  (0..<table.stateCount).flatMap { state -> [Double] in
    guard let state = state as? P.State else {
      preconditionFailure("the states of a table are whole numbers")
    }
    return (0..<table.costCount).map { process.margin(state, channel: $0) }
  }
}

private func safeLoopEngines<P: SafetyMargin>(_ process: P, _ laneParameters: Bool) -> (Int) -> LaneEngine {
  { SafeLoopEngine(process, count: $0, laneParameters: laneParameters) }
}
