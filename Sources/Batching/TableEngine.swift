import DecisionProcesses
import RandomStreams

/// The engine of finite processes: lanes step through one table.
final class TableEngine<Process: TabularProcess>: LaneEngine {
  private let process: Process
  private let table: StateTable
  /// Margins of every state, where the process knows them.
  private let margins: [Double]
  /// Diagnostics of every state.
  private let diagnostics: [Double]
  private let count: Int
  private let states: UnsafeMutablePointer<Int64>
  private var actions: UnsafePointer<Int64>

  init(_ process: Process, table: StateTable, margins: [Double], diagnostics: [Double], count: Int) {
    precondition(count <= ColumnBlock.capacity, "a block holds at most \(ColumnBlock.capacity) lanes")
    self.process = process
    self.table = table
    self.margins = margins
    self.diagnostics = diagnostics
    self.count = count
    states = .allocate(capacity: count)
    states.initialize(repeating: 0, count: count)
    actions = UnsafePointer(states)
  }

  deinit { states.deallocate() }

  /// Columns of the workspace that an engine needs: draws and actions.
  static var columnCount: Int { 2 }

  override var readsColumns: Bool { true }
  override var observesWhileAdvancing: Bool { true }
  override var hasFiniteSignals: Bool { table.isFinite }
  override var hasMargins: Bool { !margins.isEmpty }
  override func writes(_ type: ElementType) -> Bool { true }

  override func take(_ actions: UnsafeRawPointer, _ type: ElementType, _ space: Workspace) {
    self.actions = actions.assumingMemoryBound(to: Int64.self)
  }

  override func takeRows(_ space: Workspace) {
    let column = space.block.wholeColumn(1)
    for lane in 0..<count { column[lane] = Int64(space.actions[lane]) }
    actions = UnsafePointer(column)
  }

  override func advance(
    _ clocks: LaneClocks, into part: ColumnPart, observing target: UnsafeMutableRawPointer,
    as type: ElementType, _ space: Workspace
  ) {
    let draws = space.block.wholeColumn(0)
    if table.width > 1 { table.draw(clocks, into: draws) }
    table.advance(
      states, by: actions, draws, count: count, rewards: part.rewards, costs: part.costs,
      endings: part.endings)
    switch type {
    case .int64: table.observe(states, count, into: target.assumingMemoryBound(to: Int64.self))
    case .float32: observe(target.assumingMemoryBound(to: Float.self))
    case .float64: observe(target.assumingMemoryBound(to: Double.self))
    }
  }

  @inline(__always)
  private func observe<Number: ColumnNumber>(_ rows: UnsafeMutablePointer<Number>) {
    for lane in 0..<count { rows[lane] = Number(Double(table.observation(states[lane]))) }
  }

  override func observe(_ lane: Int, _ clock: Clock, into row: UnsafeMutablePointer<Double>) {
    row[0] = Double(table.observation(states[lane]))
  }

  override func observe(
    _ lanes: UnsafeBufferPointer<Int32>, _ clocks: LaneClocks, into target: UnsafeMutableRawPointer,
    as type: ElementType
  ) {
    for lane in lanes {
      let (place, seen) = (Int(lane), table.observation(states[Int(lane)]))
      switch type {
      case .int64: target.assumingMemoryBound(to: Int64.self)[place] = seen
      case .float32: target.assumingMemoryBound(to: Float.self)[place] = Float(seen)
      case .float64: target.assumingMemoryBound(to: Double.self)[place] = Double(seen)
      }
    }
  }

  override func reset(_ lanes: UnsafeBufferPointer<Int32>, _ clocks: LaneClocks, _ space: Workspace) {
    guard let first = table.firstState else {
      return process.drawInitialStates(lanes, clocks: clocks, into: states)
    }
    for lane in lanes { states[Int(lane)] = first }
  }

  override func diagnostic(_ index: Int, lane: Int) -> Double {
    process.diagnostic(index, of: Int(states[lane]))
  }

  override func diagnose(_ names: Int, into column: UnsafeMutablePointer<Double>) {
    diagnostics.withUnsafeBufferPointer { rows in
      for lane in 0..<count {
        let (row, cell) = (Int(states[lane]) &* names, lane &* names)
        for name in 0..<names { column[cell &+ name] = rows[row &+ name] }
      }
    }
  }

  override func encode(_ lane: Int, into writer: inout ByteWriter) { Int(states[lane]).encode(into: &writer) }

  override func decode(_ lane: Int, from reader: inout ByteReader, isTrial: Bool) throws(SnapshotError) {
    let state = try process.decodeState(from: &reader)
    if !isTrial { states[lane] = Int64(state) }
  }

  override func measure(into margins: UnsafeMutablePointer<Double>) {
    for lane in 0..<count { measure(lane, into: margins + lane * table.costCount) }
  }

  override func measure(_ lane: Int, into row: UnsafeMutablePointer<Double>) {
    let channels = table.costCount
    for channel in 0..<channels { row[channel] = margins[Int(states[lane]) * channels + channel] }
  }
}

/// The loops over lanes.
extension StateTable {
  /// Draws for the present moment of every lane.
  func draw(_ clocks: LaneClocks, into draws: UnsafeMutablePointer<Int64>) {
    for lane in 0..<clocks.count {
      var stream = clocks.dynamics(lane)
      draws[lane] = Self.draw(from: &stream)
    }
  }

  /// Moves every state; `draws` is read where rows have several entries.
  func advance(
    _ states: UnsafeMutablePointer<Int64>, by actions: UnsafePointer<Int64>,
    _ draws: UnsafePointer<Int64>, count: Int, rewards: UnsafeMutablePointer<Double>,
    costs: UnsafeMutablePointer<Double>, endings: UnsafeMutablePointer<UInt8>
  ) {
    switch width {
    case 1: advance(states, actions, count, rewards, costs, endings) { _, row in row }
    case 2:
      advance(states, actions, count, rewards, costs, endings) { lane, row in
        2 &* row &+ (draws[lane] >= thresholds[2 &* row] ? 1 : 0)
      }
    case 3:
      advance(states, actions, count, rewards, costs, endings) { lane, row in
        let (start, draw) = (3 &* row, draws[lane])
        return start &+ (draw >= thresholds[start] ? 1 : 0) &+ (draw >= thresholds[start &+ 1] ? 1 : 0)
      }
    default: advance(states, actions, count, rewards, costs, endings) { lane, row in entry(row, draws[lane]) }
    }
  }

  @inline(__always)
  private func advance(
    _ states: UnsafeMutablePointer<Int64>, _ actions: UnsafePointer<Int64>, _ count: Int,
    _ rewards: UnsafeMutablePointer<Double>, _ costs: UnsafeMutablePointer<Double>,
    _ endings: UnsafeMutablePointer<UInt8>, _ entry: (_ lane: Int, _ row: Int) -> Int
  ) {
    let (actionCount, costCount) = (actionCount, costCount)
    for lane in 0..<count {
      let chosen = entry(lane, Int(states[lane]) &* actionCount &+ Int(actions[lane]))
      let successor = successors[chosen]
      states[lane] = successor & 0xFFFF_FFFF
      endings[lane] = UInt8(truncatingIfNeeded: successor &>> 32)
      rewards[lane] = self.rewards[chosen]
      for channel in 0..<costCount {
        costs[lane &* costCount &+ channel] = self.costs[chosen &* costCount &+ channel]
      }
    }
  }

  @inline(__always)
  func observation(_ state: Int64) -> Int64 { observations.map { $0[Int(state)] } ?? state }

  func observe(_ states: UnsafePointer<Int64>, _ count: Int, into rows: UnsafeMutablePointer<Int64>) {
    guard let observations else { return rows.update(from: states, count: count) }
    for lane in 0..<count { rows[lane] = observations[Int(states[lane])] }
  }
}
