import DecisionProcesses
import RandomStreams

/// The general engine: one state per lane, stepped in a loop.
class LoopEngine<Process: DecisionProcess>: LaneEngine {
  fileprivate let process: Process
  /// One process per lane where rules or natures write parameters; else empty.
  fileprivate let laneProcesses: UnsafeMutableBufferPointer<Process>
  fileprivate let states: UnsafeMutableBufferPointer<Process.State>
  fileprivate let costCount: Int
  private let count: Int
  private let actionWidth: Int
  private let observationWidth: Int

  init(_ process: Process, count: Int, laneParameters: Bool) {
    self.process = process
    self.count = count
    actionWidth = process.actionSpace.description.width
    observationWidth = process.observationSpace.description.width
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

  override func takeRows(_ space: Workspace) {}

  override func advance(
    _ clocks: LaneClocks, into part: ColumnPart, observing target: UnsafeMutableRawPointer,
    as type: ElementType, _ space: Workspace
  ) {
    let actions = UnsafeBufferPointer(start: space.actions, count: count * actionWidth)
    guard hasLaneParameters else {
      process.advanceLanes(
        states, clocks: clocks, actions: actions,
        rewards: UnsafeMutableBufferPointer(start: part.rewards, count: count),
        costs: UnsafeMutableBufferPointer(start: part.costs, count: count * costCount),
        endings: UnsafeMutableBufferPointer(start: part.endings, count: count))
      return
    }
    for lane in 0..<count {
      let action = Process.Action(reading: actions.span, at: lane * actionWidth, width: actionWidth)
      var stream = clocks.clock(lane).stream(.dynamics)
      let outcome = laneProcesses[lane].advance(&states[lane], by: action, using: &stream)
      part.rewards[lane] = outcome.reward
      part.endings[lane] = outcome.ending.rawValue
      for channel in 0..<costCount { part.costs[lane * costCount + channel] = outcome.costs[channel] }
    }
  }

  override func observe(_ clocks: LaneClocks, into rows: UnsafeMutablePointer<Double>, stride: Int) {
    let rows = UnsafeMutableBufferPointer(start: rows, count: count * stride)
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

  override func observe(_ lane: Int, _ clock: Clock, into row: UnsafeMutablePointer<Double>) {
    var seeing = clock.stream(.observation)
    var span = UnsafeMutableBufferPointer(start: row, count: observationWidth).mutableSpan
    process(of: lane).observe(states[lane], using: &seeing).write(to: &span, at: 0)
  }

  override func observe(
    _ lanes: UnsafeBufferPointer<Int32>, _ clocks: LaneClocks, into target: UnsafeMutableRawPointer,
    as type: ElementType
  ) {
    let rows = target.assumingMemoryBound(to: Double.self)
    for lane in lanes {
      observe(Int(lane), clocks.clock(Int(lane)), into: rows + Int(lane) * observationWidth)
    }
  }

  override func reset(_ lanes: UnsafeBufferPointer<Int32>, _ clocks: LaneClocks, _ space: Workspace) {
    for lane in lanes {
      var stream = clocks.clock(Int(lane)).stream(.initialState)
      process(of: Int(lane)).restart(&states[Int(lane)], using: &stream)
    }
  }

  override func diagnostic(_ index: Int, lane: Int) -> Double {
    process(of: lane).diagnostic(index, of: states[lane])
  }

  override func diagnose(_ names: Int, into diagnostics: UnsafeMutablePointer<Double>) {
    for lane in 0..<count {
      for name in 0..<names { diagnostics[lane * names + name] = diagnostic(name, lane: lane) }
    }
  }

  override func setParameters(_ lane: Int, _ row: UnsafeMutableBufferPointer<Double>) {
    for index in row.indices { laneProcesses[lane][parameter: index] = row[index] }
  }

  override func encode(_ lane: Int, into writer: inout ByteWriter) { states[lane].encode(into: &writer) }

  override func decode(_ lane: Int, from reader: inout ByteReader, isTrial: Bool) throws(SnapshotError) {
    let state = try process.decodeState(from: &reader)
    if !isTrial { states[lane] = state }
  }

  fileprivate func process(of lane: Int) -> Process {
    laneProcesses.isEmpty ? process : laneProcesses[lane]
  }
}

/// The general engine of processes with margins.
final class SafeLoopEngine<Process: SafetyMargin>: LoopEngine<Process> {
  override var hasMargins: Bool { true }

  override func measure(into margins: UnsafeMutablePointer<Double>) {
    guard hasLaneParameters else {
      let column = UnsafeMutableBufferPointer(start: margins, count: states.count * costCount)
      process.measureLanes(states, channels: costCount, into: column)
      return
    }
    for lane in states.indices { measure(lane, into: margins + lane * costCount) }
  }

  override func measure(_ lane: Int, into row: UnsafeMutablePointer<Double>) {
    let own = process(of: lane)
    for channel in 0..<costCount { row[channel] = own.margin(states[lane], channel: channel) }
  }
}
