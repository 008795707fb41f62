import DecisionProcesses

/// The engine of processes with a column kernel and one set of parameters for all lanes.
final class ColumnEngine<Process: ColumnProcess>: LaneEngine {
  private let process: Process
  private let count: Int
  private let states = ColumnBlock(columnCount: Process.columnCount)
  private let actionWidth: Int
  private let isCategorical: Bool
  private let costCount: Int
  private let measures: Bool

  init(_ process: Process, count: Int) {
    precondition(count <= ColumnBlock.capacity, "a block holds at most \(ColumnBlock.capacity) lanes")
    self.process = process
    self.count = count
    let action = process.actionSpace.description
    actionWidth = action.width
    isCategorical = action.isCategorical
    costCount = process.task.costs.count
    measures = process is any SafetyMargin
  }

  deinit { states.deallocate() }

  /// Columns of the workspace that an engine of `process` needs.
  static func columnCount(of process: Process) -> Int {
    max(Process.costColumn + process.task.costs.count, Process.columnCount + 2)
  }

  override var readsColumns: Bool { true }
  override var observesWhileAdvancing: Bool { true }
  override var hasMargins: Bool { measures }
  override func writes(_ type: ElementType) -> Bool { type != .int64 }

  override func take(_ actions: UnsafeRawPointer, _ type: ElementType, _ space: Workspace) {
    switch type {
    case .int64:
      space.block.wholeColumn(0).update(from: actions.assumingMemoryBound(to: Int64.self), count: count)
    case .float32: spread(actions.assumingMemoryBound(to: Float.self), space.block)
    case .float64: spread(actions.assumingMemoryBound(to: Double.self), space.block)
    }
  }

  override func takeRows(_ space: Workspace) {
    guard isCategorical else { return spread(UnsafePointer(space.actions), space.block) }
    let column = space.block.wholeColumn(0)
    for lane in 0..<count { column[lane] = Int64(space.actions[lane]) }
  }

  /// Widens row-major actions to columns.
  @inline(__always)
  private func spread<Number: WideningNumber>(_ actions: UnsafePointer<Number>, _ step: ColumnBlock) {
    for index in 0..<actionWidth {
      let column = step.column(index)
      var cell = actions + index
      for lane in 0..<count {
        column[lane] = cell.pointee.widened
        cell += actionWidth
      }
    }
  }

  override func advance(
    _ clocks: LaneClocks, into part: ColumnPart, observing target: UnsafeMutableRawPointer,
    as type: ElementType, _ space: Workspace
  ) {
    let step = space.block
    if type == .float32 {
      process.advanceColumns(
        states, step, clocks: clocks, observing: target.assumingMemoryBound(to: Float.self))
    } else {
      process.advanceColumns(
        states, step, clocks: clocks, observing: target.assumingMemoryBound(to: Double.self))
    }
    part.rewards.update(from: step.column(Process.rewardColumn), count: count)
    let endings = step.wholeColumn(Process.endingColumn)
    for lane in 0..<count { part.endings[lane] = UInt8(truncatingIfNeeded: endings[lane]) }
    for channel in 0..<costCount {
      let costs = step.column(Process.costColumn + channel)
      var cell = part.costs + channel
      for lane in 0..<count {
        cell.pointee = costs[lane]
        cell += costCount
      }
    }
  }

  override func observe(_ lane: Int, _ clock: Clock, into row: UnsafeMutablePointer<Double>) {
    withUnsafePointer(to: Int32(0)) { first in
      process.observeColumns(
        states.seen(from: lane), lanes: UnsafeBufferPointer(start: first, count: 1), into: row)
    }
  }

  override func observe(
    _ lanes: UnsafeBufferPointer<Int32>, _ clocks: LaneClocks, into target: UnsafeMutableRawPointer,
    as type: ElementType
  ) {
    if type == .float32 {
      process.observeColumns(states, lanes: lanes, into: target.assumingMemoryBound(to: Float.self))
    } else {
      process.observeColumns(states, lanes: lanes, into: target.assumingMemoryBound(to: Double.self))
    }
  }

  override func reset(_ lanes: UnsafeBufferPointer<Int32>, _ clocks: LaneClocks, _ space: Workspace) {
    process.resetColumns(states, lanes: lanes, clocks: clocks, scratch: space.block)
  }

  override func diagnostic(_ index: Int, lane: Int) -> Double {
    process.diagnostic(index, of: Process.load(from: states, lane: lane))
  }

  override func diagnose(_ names: Int, into diagnostics: UnsafeMutablePointer<Double>) {
    process.diagnoseColumns(states, lanes: count, names: names, into: diagnostics)
  }

  override func encode(_ lane: Int, into writer: inout ByteWriter) {
    Process.load(from: states, lane: lane).encode(into: &writer)
  }

  override func decode(_ lane: Int, from reader: inout ByteReader, isTrial: Bool) throws(SnapshotError) {
    let state = try process.decodeState(from: &reader)
    if !isTrial { Process.store(state, in: states, lane: lane) }
  }

  override func measure(into margins: UnsafeMutablePointer<Double>) {
    process.measureColumns(states, lanes: count, channels: costCount, into: margins)
  }

  override func measure(_ lane: Int, into row: UnsafeMutablePointer<Double>) {
    process.measureColumns(states.seen(from: lane), lanes: 1, channels: costCount, into: row)
  }
}

/// A number of the caller's action column.
protocol WideningNumber {
  var widened: Double { get }
}

extension Float: WideningNumber { var widened: Double { Double(self) } }
extension Double: WideningNumber { var widened: Double { self } }
