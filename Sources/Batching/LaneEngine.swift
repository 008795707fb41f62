import DecisionProcesses
import Perturbations
import RandomStreams

/// The states of a shard's lanes and the ways to move and see them; one virtual call per block of lanes.
class LaneEngine {
  /// Moves all lanes. Rewards, costs and endings are written for every lane.
  func advance(
    _ clocks: LaneClocks, actions: UnsafeMutableBufferPointer<Double>, into columns: BatchColumns
  ) { preconditionFailure("abstract") }

  /// Writes all observation rows in double precision, `stride` apart.
  func observe(_ clocks: LaneClocks, into rows: UnsafeMutableBufferPointer<Double>, stride: Int) {
    preconditionFailure("abstract")
  }

  /// Whether `observe(_:into:)` in single precision may be called.
  var writesSinglePrecision: Bool { preconditionFailure("abstract") }

  /// Writes all observation rows in single precision without gaps.
  func observe(_ clocks: LaneClocks, into rows: UnsafeMutableBufferPointer<Float>) {
    preconditionFailure("abstract")
  }

  /// Writes the true observation of one lane.
  func observe(_ lane: Int, _ clock: Clock, into row: UnsafeMutableBufferPointer<Double>) {
    preconditionFailure("abstract")
  }

  /// Writes the observation rows of the listed lanes, each in its own place, `stride` apart.
  func observe(
    _ lanes: UnsafeBufferPointer<Int32>, _ clocks: LaneClocks,
    into rows: UnsafeMutableBufferPointer<Double>, stride: Int
  ) { preconditionFailure("abstract") }

  /// Draws the first states of the episodes that the listed lanes' clocks name.
  func reset(_ lanes: UnsafeBufferPointer<Int32>, _ clocks: LaneClocks) { preconditionFailure("abstract") }

  func diagnostic(_ index: Int, lane: Int) -> Double { preconditionFailure("abstract") }

  /// Whether the process says how far a state is from violating a constraint.
  var hasMargins: Bool { false }

  /// Writes the margins of all lanes, row-major.
  func measure(into margins: UnsafeMutableBufferPointer<Double>) { preconditionFailure("abstract") }

  /// Writes the margins of the listed lanes, each row in its own place.
  func measure(_ lanes: UnsafeBufferPointer<Int32>, into margins: UnsafeMutableBufferPointer<Double>) {
    preconditionFailure("abstract")
  }

  /// Writes the parameters of one lane.
  func setParameters(_ lane: Int, _ row: UnsafeMutableBufferPointer<Double>) {
    preconditionFailure("abstract")
  }
}

/// The general engine: one state per lane, stepped in a loop.
class LoopEngine<Process: DecisionProcess>: LaneEngine {
  private let count: Int
  fileprivate let process: Process
  /// One process per lane where rules or natures write parameters; else empty.
  private var laneProcesses: UnsafeMutableBufferPointer<Process>
  fileprivate let states: UnsafeMutableBufferPointer<Process.State>
  private let actionWidth: Int
  fileprivate let costCount: Int

  init(_ process: Process, count: Int, laneParameters: Bool) {
    self.process = process
    self.count = count
    actionWidth = process.actionSpace.description.width
    costCount = process.task.costs.count
    states = .allocate(capacity: count)
    var stream = RandomStream(seed: 0)
    states.initialize(repeating: process.initialState(using: &stream))
    laneProcesses = .allocate(capacity: laneParameters ? count : 0)
    laneProcesses.initialize(repeating: process)
  }

  deinit {
    states.deinitialize()
    states.deallocate()
    laneProcesses.deinitialize()
    laneProcesses.deallocate()
  }

  fileprivate var hasLaneParameters: Bool { !laneProcesses.isEmpty }
  override var writesSinglePrecision: Bool { false }

  override func advance(
    _ clocks: LaneClocks, actions: UnsafeMutableBufferPointer<Double>, into columns: BatchColumns
  ) {
    guard hasLaneParameters else {
      process.advanceLanes(
        states, clocks: clocks, actions: UnsafeBufferPointer(actions), rewards: columns.rewards,
        costs: columns.costs, endings: columns.endings)
      return
    }
    for lane in 0..<count {
      let action = Process.Action(
        reading: UnsafeBufferPointer(actions).span, at: lane * actionWidth, width: actionWidth)
      var stream = clocks.clock(lane).stream(.dynamics)
      let outcome = laneProcesses[lane].advance(&states[lane], by: action, using: &stream)
      columns.rewards[lane] = outcome.reward
      columns.endings[lane] = outcome.ending.rawValue
      for channel in 0..<costCount {
        columns.costs[lane * costCount + channel] = outcome.costs[channel]
      }
    }
  }

  override func observe(
    _ clocks: LaneClocks, into rows: UnsafeMutableBufferPointer<Double>, stride: Int
  ) {
    guard hasLaneParameters else {
      process.observeLanes(states, clocks: clocks, into: rows, stride: stride)
      return
    }
    var span = rows.mutableSpan
    for lane in 0..<count {
      var seeing = clocks.clock(lane).stream(.observation)
      laneProcesses[lane].observe(states[lane], using: &seeing).write(to: &span, at: lane * stride)
    }
  }

  override func observe(_ clocks: LaneClocks, into rows: UnsafeMutableBufferPointer<Float>) {
    preconditionFailure("only column kernels write single precision directly")
  }

  override func observe(_ lane: Int, _ clock: Clock, into row: UnsafeMutableBufferPointer<Double>) {
    var seeing = clock.stream(.observation)
    var span = row.mutableSpan
    process(of: lane).observe(states[lane], using: &seeing).write(to: &span, at: 0)
  }

  override func observe(
    _ lanes: UnsafeBufferPointer<Int32>, _ clocks: LaneClocks,
    into rows: UnsafeMutableBufferPointer<Double>, stride: Int
  ) {
    var span = rows.mutableSpan
    for lane in lanes {
      var seeing = clocks.clock(Int(lane)).stream(.observation)
      process(of: Int(lane)).observe(states[Int(lane)], using: &seeing)
        .write(to: &span, at: Int(lane) * stride)
    }
  }

  override func reset(_ lanes: UnsafeBufferPointer<Int32>, _ clocks: LaneClocks) {
    for lane in lanes {
      var stream = clocks.clock(Int(lane)).stream(.initialState)
      states[Int(lane)] = process(of: Int(lane)).initialState(using: &stream)
    }
  }

  override func diagnostic(_ index: Int, lane: Int) -> Double {
    process(of: lane).diagnostic(index, of: states[lane])
  }

  override func setParameters(_ lane: Int, _ row: UnsafeMutableBufferPointer<Double>) {
    for index in row.indices { laneProcesses[lane][parameter: index] = row[index] }
  }

  fileprivate func process(of lane: Int) -> Process {
    laneProcesses.isEmpty ? process : laneProcesses[lane]
  }
}

/// The general engine of processes with margins.
private final class SafeLoopEngine<Process: SafetyMargin>: LoopEngine<Process> {
  override var hasMargins: Bool { true }

  override func measure(into margins: UnsafeMutableBufferPointer<Double>) {
    guard hasLaneParameters else {
      process.measureLanes(states, channels: costCount, into: margins)
      return
    }
    for lane in states.indices { measure(lane, margins) }
  }

  override func measure(
    _ lanes: UnsafeBufferPointer<Int32>, into margins: UnsafeMutableBufferPointer<Double>
  ) { for lane in lanes { measure(Int(lane), margins) } }

  private func measure(_ lane: Int, _ margins: UnsafeMutableBufferPointer<Double>) {
    let own = process(of: lane)
    for channel in 0..<costCount {
      margins[lane * costCount + channel] = own.margin(states[lane], channel: channel)
    }
  }
}

/// The engine of processes with a column kernel and one set of parameters for all lanes.
class ColumnEngine<Process: ColumnProcess>: LaneEngine {
  fileprivate let process: Process
  fileprivate let count: Int
  private let state: UnsafeMutableBufferPointer<Double>
  private let width: Int
  private let allLanes: UnsafeMutableBufferPointer<Int32>

  init(_ process: Process, count: Int) {
    self.process = process
    self.count = count
    width = process.observationSpace.description.width
    allLanes = .allocate(capacity: count)
    for lane in 0..<count { allLanes[lane] = Int32(lane) }
    state = .allocate(capacity: count * Process.columnCount)
    state.initialize(repeating: 0)
  }

  deinit {
    state.deallocate()
    allLanes.deallocate()
  }

  override var writesSinglePrecision: Bool { true }

  override func advance(
    _ clocks: LaneClocks, actions: UnsafeMutableBufferPointer<Double>, into columns: BatchColumns
  ) {
    var stateSpan = state.mutableSpan
    var rewards = columns.rewards.mutableSpan
    var costs = columns.costs.mutableSpan
    var endings = columns.endings.mutableSpan
    process.advanceColumns(
      &stateSpan, lanes: count, actions: UnsafeBufferPointer(actions).span, rewards: &rewards,
      costs: &costs, endings: &endings)
  }

  override func observe(
    _ clocks: LaneClocks, into rows: UnsafeMutableBufferPointer<Double>, stride: Int
  ) {
    var span = rows.mutableSpan
    if stride == width {
      process.observeColumns(UnsafeBufferPointer(state).span, lanes: count, into: &span)
    } else {
      process.observeColumns(
        UnsafeBufferPointer(state).span, lanes: count, indices: UnsafeBufferPointer(allLanes), into: &span,
        stride: stride)
    }
  }

  override func observe(_ clocks: LaneClocks, into rows: UnsafeMutableBufferPointer<Float>) {
    var span = rows.mutableSpan
    process.observeColumns(UnsafeBufferPointer(state).span, lanes: count, into: &span)
  }

  override func observe(_ lane: Int, _ clock: Clock, into row: UnsafeMutableBufferPointer<Double>) {
    var seeing = clock.stream(.observation)
    var span = row.mutableSpan
    process.observe(load(lane), using: &seeing).write(to: &span, at: 0)
  }

  override func observe(
    _ lanes: UnsafeBufferPointer<Int32>, _ clocks: LaneClocks,
    into rows: UnsafeMutableBufferPointer<Double>, stride: Int
  ) {
    var span = rows.mutableSpan
    process.observeColumns(
      UnsafeBufferPointer(state).span, lanes: count, indices: lanes, into: &span, stride: stride)
  }

  override func reset(_ lanes: UnsafeBufferPointer<Int32>, _ clocks: LaneClocks) {
    var span = state.mutableSpan
    process.resetColumns(&span, lanes: count, indices: lanes, clocks: clocks)
  }

  override func diagnostic(_ index: Int, lane: Int) -> Double { process.diagnostic(index, of: load(lane)) }

  fileprivate func load(_ lane: Int) -> Process.State {
    Process.load(from: UnsafeBufferPointer(state).span, lane: lane, lanes: count)
  }
}

/// The column engine of processes with margins.
private final class SafeColumnEngine<Process: ColumnProcess & SafetyMargin>: ColumnEngine<Process> {
  override var hasMargins: Bool { true }

  override func measure(into margins: UnsafeMutableBufferPointer<Double>) {
    for lane in 0..<count { measure(lane, margins) }
  }

  override func measure(
    _ lanes: UnsafeBufferPointer<Int32>, into margins: UnsafeMutableBufferPointer<Double>
  ) { for lane in lanes { measure(Int(lane), margins) } }

  private func measure(_ lane: Int, _ margins: UnsafeMutableBufferPointer<Double>) {
    let state = load(lane)
    let channels = margins.count / count
    for channel in 0..<channels {
      margins[lane * channels + channel] = process.margin(state, channel: channel)
    }
  }
}

/// The engine that suits `process`: its column kernel unless lanes need parameters of their own.
func laneEngine<Process: DecisionProcess>(
  _ process: Process, count: Int, laneParameters: Bool
) -> LaneEngine {
  if !laneParameters {
    if let safe = process as? any ColumnProcess & SafetyMargin { return safeColumnEngine(safe, count: count) }
    if let columns = process as? any ColumnProcess { return columnEngine(columns, count: count) }
  }
  if let safe = process as? any SafetyMargin {
    return safeLoopEngine(safe, count: count, laneParameters: laneParameters)
  }
  return LoopEngine(process, count: count, laneParameters: laneParameters)
}

private func columnEngine<P: ColumnProcess>(_ process: P, count: Int) -> LaneEngine {
  ColumnEngine(process, count: count)
}

private func safeColumnEngine<P: ColumnProcess & SafetyMargin>(_ process: P, count: Int) -> LaneEngine {
  SafeColumnEngine(process, count: count)
}

private func safeLoopEngine<P: SafetyMargin>(
  _ process: P, count: Int, laneParameters: Bool
) -> LaneEngine { SafeLoopEngine(process, count: count, laneParameters: laneParameters) }
