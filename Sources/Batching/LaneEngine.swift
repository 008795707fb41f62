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

  /// Writes the parameters of one lane.
  func setParameters(_ lane: Int, _ row: UnsafeMutableBufferPointer<Double>) {
    preconditionFailure("abstract")
  }
}

/// The general engine: one state per lane, stepped in a loop.
final class LoopEngine<Process: DecisionProcess>: LaneEngine {
  private let count: Int
  private let process: Process
  /// One process per lane where rules or natures write parameters; else empty.
  private var laneProcesses: UnsafeMutableBufferPointer<Process>
  private let states: UnsafeMutableBufferPointer<Process.State>
  private let actionWidth: Int
  private let costCount: Int

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

  private var hasLaneParameters: Bool { !laneProcesses.isEmpty }
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

  private func process(of lane: Int) -> Process {
    laneProcesses.isEmpty ? process : laneProcesses[lane]
  }
}

/// The engine of processes with a column kernel and one set of parameters for all lanes.
final class ColumnEngine<Process: ColumnProcess>: LaneEngine {
  private let process: Process
  private let count: Int
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

  private func load(_ lane: Int) -> Process.State {
    Process.load(from: UnsafeBufferPointer(state).span, lane: lane, lanes: count)
  }
}

/// The engine that suits `process`: its column kernel unless lanes need parameters of their own.
func laneEngine<Process: DecisionProcess>(
  _ process: Process, count: Int, laneParameters: Bool
) -> LaneEngine {
  if !laneParameters, let columns = process as? any ColumnProcess {
    return makeColumnEngine(columns, count: count)
  }
  return LoopEngine(process, count: count, laneParameters: laneParameters)
}

private func makeColumnEngine<P: ColumnProcess>(_ process: P, count: Int) -> LaneEngine {
  ColumnEngine(process, count: count)
}
