import DecisionProcesses

/// The engine of processes with a column kernel and one set of parameters for all lanes.
final class ColumnEngine<Process: ColumnProcess>: LaneEngine {
  private let process: Process
  private let count: Int
  private let block: ColumnBlock
  private let scratch: ColumnBlock
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
    block = ColumnBlock(columnCount: Process.costColumn + costCount)
    scratch = ColumnBlock(columnCount: Process.columnCount + 2)
  }

  deinit {
    block.deallocate()
    scratch.deallocate()
  }

  override var readsColumns: Bool { true }
  override var observesWhileAdvancing: Bool { true }
  override var hasMargins: Bool { measures }
  override func writes(_ type: ElementType) -> Bool { type != .int64 }

  override func take(_ actions: UnsafeRawPointer, _ type: ElementType) {
    switch type {
    case .int64:
      block.wholeColumn(Process.actionColumn)
        .update(from: actions.assumingMemoryBound(to: Int64.self), count: count)
    case .float32: spread(actions.assumingMemoryBound(to: Float.self))
    case .float64: spread(actions.assumingMemoryBound(to: Double.self))
    }
  }

  override func take(rows: UnsafeMutablePointer<Double>) {
    guard isCategorical else { return spread(UnsafePointer(rows)) }
    let column = block.wholeColumn(Process.actionColumn)
    for lane in 0..<count { column[lane] = Int64(rows[lane]) }
  }

  /// Widens row-major actions to columns.
  @inline(__always)
  private func spread<Number: WideningNumber>(_ actions: UnsafePointer<Number>) {
    for index in 0..<actionWidth {
      let column = block.column(Process.actionColumn + index)
      var cell = actions + index
      for lane in 0..<count {
        column[lane] = cell.pointee.widened
        cell += actionWidth
      }
    }
  }

  override func advance(
    _ clocks: LaneClocks, into part: ColumnPart, observing target: UnsafeMutableRawPointer,
    as type: ElementType
  ) {
    if type == .float32 {
      process.advanceColumns(block, clocks: clocks, observing: target.assumingMemoryBound(to: Float.self))
    } else {
      process.advanceColumns(block, clocks: clocks, observing: target.assumingMemoryBound(to: Double.self))
    }
    part.rewards.update(from: block.column(Process.rewardColumn), count: count)
    let endings = block.wholeColumn(Process.endingColumn)
    for lane in 0..<count { part.endings[lane] = UInt8(truncatingIfNeeded: endings[lane]) }
    for channel in 0..<costCount {
      let costs = block.column(Process.costColumn + channel)
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
        block.seen(from: lane), lanes: UnsafeBufferPointer(start: first, count: 1), into: row)
    }
  }

  override func observe(
    _ lanes: UnsafeBufferPointer<Int32>, _ clocks: LaneClocks, into target: UnsafeMutableRawPointer,
    as type: ElementType
  ) {
    if type == .float32 {
      process.observeColumns(block, lanes: lanes, into: target.assumingMemoryBound(to: Float.self))
    } else {
      process.observeColumns(block, lanes: lanes, into: target.assumingMemoryBound(to: Double.self))
    }
  }

  override func reset(_ lanes: UnsafeBufferPointer<Int32>, _ clocks: LaneClocks) {
    process.resetColumns(block, lanes: lanes, clocks: clocks, scratch: scratch)
  }

  override func diagnostic(_ index: Int, lane: Int) -> Double {
    process.diagnostic(index, of: Process.load(from: block, lane: lane))
  }

  override func encode(_ lane: Int, into writer: inout ByteWriter) {
    Process.load(from: block, lane: lane).encode(into: &writer)
  }

  override func decode(_ lane: Int, from reader: inout ByteReader, isTrial: Bool) throws(SnapshotError) {
    let state = try process.decodeState(from: &reader)
    if !isTrial { Process.store(state, in: block, lane: lane) }
  }

  override func measure(into margins: UnsafeMutablePointer<Double>) {
    process.measureColumns(block, lanes: count, channels: costCount, into: margins)
  }

  override func measure(_ lane: Int, into row: UnsafeMutablePointer<Double>) {
    process.measureColumns(block.seen(from: lane), lanes: 1, channels: costCount, into: row)
  }
}

/// A number of the caller's action column.
protocol WideningNumber {
  var widened: Double { get }
}

extension Float: WideningNumber { var widened: Double { Double(self) } }
extension Double: WideningNumber { var widened: Double { self } }
