import DecisionProcesses
import Perturbations
import RandomStreams

/// A contiguous part of a batch's lanes with all the memory it needs; shards share nothing that changes.
final class Shard<Rules: RuleSequence> {
  let lanes: Range<Int>
  let count: Int
  private let engine: LaneEngine
  private let rules: Rules
  private let channels: ChannelSet
  private let horizon: UInt32
  let resetRule: ResetRule
  let observation: RowDescription
  let action: RowDescription
  let costCount: Int
  private let trueWidth: Int
  private let memoryWidth: Int
  private let triggers: [TriggerCell]
  private let seats: [Seat]
  private let seatType: ElementType

  private var clocks: LaneClocks
  /// Whether a seed was ever set.
  private var hasSeed = false
  let actions: UnsafeMutableBufferPointer<Double>
  /// Observation rows in double precision, where rules or conversion need them; else empty.
  let rows: UnsafeMutableBufferPointer<Double>
  private let memory: UnsafeMutableBufferPointer<Double>
  private let nominalParameters: UnsafeMutableBufferPointer<Double>
  private let parameters: UnsafeMutableBufferPointer<Double>
  let seen: UnsafeMutableBufferPointer<Double>
  let waits: UnsafeMutableBufferPointer<Bool>
  /// Lanes to be started, as a list in its first elements.
  private let listed: UnsafeMutableBufferPointer<Int32>

  init<Process: DecisionProcess>(
    _ process: Process, lanes: Range<Int>, rules: Rules, layout: RuleLayout, horizon: Int,
    observation: RowDescription, action: RowDescription, seatType: ElementType, resetRule: ResetRule
  ) {
    self.lanes = lanes
    count = lanes.count
    self.rules = rules
    self.resetRule = resetRule
    self.observation = observation
    self.action = action
    channels = rules.channels
    triggers = rules.triggers
    seats = rules.seats
    self.seatType = seatType
    memoryWidth = layout.memoryWidth
    self.horizon = UInt32(clamping: horizon)
    costCount = process.task.costs.count
    trueWidth = process.observationSpace.description.width
    engine = laneEngine(process, count: count, laneParameters: channels.contains(.parameters))
    func buffer<T>(_ count: Int, _ value: T) -> UnsafeMutableBufferPointer<T> {
      let buffer = UnsafeMutableBufferPointer<T>.allocate(capacity: count)
      buffer.initialize(repeating: value)
      return buffer
    }
    clocks = LaneClocks(firstLane: lanes.lowerBound, count: count)
    actions = buffer(count * action.width, 0.0)
    let isDirect =
      observation.elementType == .float64
      || (observation.elementType == .float32 && engine.writesSinglePrecision)
    let needsRows = channels.contains(.observation) || !isDirect
    rows = buffer(needsRows ? count * observation.width : 0, 0.0)
    memory = buffer(count * memoryWidth, 0.0)
    nominalParameters = buffer(Process.schema.count, 0.0)
    for (index, value) in process.parameterRow.enumerated() { nominalParameters[index] = value }
    parameters = buffer(Process.schema.count, 0.0)
    seen = buffer(max(trueWidth, observation.width), 0.0)
    waits = buffer(count, true)
    listed = buffer(count, Int32(0))
  }

  deinit {
    clocks.deallocate()
    actions.deallocate()
    rows.deallocate()
    memory.deallocate()
    nominalParameters.deallocate()
    parameters.deallocate()
    seen.deallocate()
    waits.deallocate()
    listed.deallocate()
  }

  // MARK: Resets

  func reset(seed: UInt64, into columns: BatchColumns) {
    hasSeed = true
    clocks.start(seed: seed)
    memory.update(repeating: 0)
    for lane in 0..<count { listed[lane] = Int32(lane) }
    begin(count, columns)
    measureFirst(count, columns)
  }

  func reset(where mask: UnsafeBufferPointer<UInt8>, into columns: BatchColumns) {
    precondition(hasSeed, "call reset(seed:into:) before reset(where:into:)")
    var found = 0
    for lane in 0..<count where mask[lane] != 0 {
      listed[found] = Int32(lane)
      found += 1
    }
    beginNext(found, columns)
    measureFirst(found, columns)
  }

  private func beginNext(_ found: Int, _ columns: BatchColumns) {
    for index in 0..<found {
      let lane = Int(listed[index])
      clocks.episodes[lane] &+= 1
      clocks.steps[lane] = 0
    }
    begin(found, columns)
  }

  /// Starts the episodes that the clocks of the first `found` listed lanes name, and writes their first
  /// observations.
  private func begin(_ found: Int, _ columns: BatchColumns) {
    let lanes = UnsafeBufferPointer(rebasing: listed[..<found])
    if !channels.isEmpty {
      for lane in lanes {
        let clock = clocks.clock(Int(lane))
        if memoryWidth > 0 {
          var own = memory(of: Int(lane)).mutableSpan
          rules.begin(&own, at: clock)
        }
        if channels.contains(.parameters) { writeParameters(Int(lane), clock) }
      }
    }
    engine.reset(lanes, clocks)
    for lane in lanes {
      waits[Int(lane)] = false
      if !triggers.isEmpty { readTriggers(Int(lane)) }
    }
    observe(lanes, columns)
  }

  /// Writes the margins of the first states of lanes that `begin` has started; a step that starts lanes has
  /// written those of the states it reached instead.
  private func measureFirst(_ found: Int, _ columns: BatchColumns) {
    guard let margins = columns.margins else { return }
    let lanes = UnsafeBufferPointer(rebasing: listed[..<found])
    engine.measure(lanes, into: margins)
    for lane in lanes {
      for cell in Int(lane) * costCount..<(Int(lane) + 1) * costCount where !margins[cell].isFinite {
        margins[cell] = 0
      }
    }
  }

  /// Writes the perturbed observations of the listed lanes.
  private func observe(_ lanes: UnsafeBufferPointer<Int32>, _ columns: BatchColumns) {
    let width = observation.width
    if rows.isEmpty && observation.elementType == .float64 {
      engine.observe(
        lanes, clocks, into: columns.observations.assumingMemoryBound(to: Double.self), stride: width)
      return
    }
    // One row at a time through a buffer of one row: few lanes start in a step.
    for lane in lanes {
      let clock = clocks.clock(Int(lane))
      engine.observe(Int(lane), clock, into: seen)
      if channels.contains(.observation) { apply(.observation, to: seen, lane: Int(lane), clock) }
      store(seen, as: Int(lane), in: columns.observations)
    }
  }

  // MARK: Steps

  func step(actions raw: UnsafeRawBufferPointer, into columns: BatchColumns) {
    precondition(hasSeed, "call reset(seed:into:) before the first step")
    decodeActions(raw)
    if channels.contains(.parameters) {
      for lane in 0..<count { writeParameters(lane, clocks.clock(lane)) }
    }
    if channels.contains(.action) { applyActionRules() }
    engine.advance(clocks, actions: actions, into: columns)
    if let margins = columns.margins {
      engine.measure(into: margins)
      zeroNotFinite(margins)
    }
    tick(columns)
    if !triggers.isEmpty { for lane in 0..<count { readTriggers(lane) } }
    failSignalsNotFinite(columns)
    applySignalRules(columns)
    observe(columns)
    failObservationsNotFinite(columns)
    finishEpisodes(columns)
  }

  private func applyActionRules() {
    guard rules.consultsObservation else {
      applyToLanes(.action, actions, width: action.width, clockOffset: 0)
      return
    }
    var recorder: RuleRecorder?
    for lane in 0..<count {
      let clock = clocks.clock(lane)
      engine.observe(lane, clock, into: seen)
      var row = UnsafeMutableBufferPointer(rebasing: actions[lane * action.width..<(lane + 1) * action.width])
        .mutableSpan
      var own = memory(of: lane).mutableSpan
      rules.apply(
        .action, to: &row, memory: &own, at: clock,
        observing: UnsafeBufferPointer(rebasing: seen[..<trueWidth]).span, recorder: &recorder)
    }
  }

  /// Advances the clocks and cuts the episodes that reach the horizon.
  private func tick(_ columns: BatchColumns) {
    let steps = clocks.steps
    let endings = columns.endings
    let horizon = self.horizon
    for lane in 0..<count {
      let now = steps[lane] &+ 1
      steps[lane] = now
      endings[lane] |= now >= horizon ? Ending.truncated.rawValue : 0
    }
  }

  private func applySignalRules(_ columns: BatchColumns) {
    if let copy = columns.trueRewards { _ = copy.update(fromContentsOf: columns.rewards) }
    if let copy = columns.trueCosts { _ = copy.update(fromContentsOf: columns.costs) }
    if channels.contains(.reward) { applyToLanes(.reward, columns.rewards, width: 1, clockOffset: -1) }
    if channels.contains(.cost) { applyToLanes(.cost, columns.costs, width: costCount, clockOffset: -1) }
  }

  private func observe(_ columns: BatchColumns) {
    if !rows.isEmpty {
      engine.observe(clocks, into: rows, stride: observation.width)
      if channels.contains(.observation) {
        failRowsNotFinite(columns)
        applyToLanes(.observation, rows, width: observation.width, clockOffset: 0)
      }
      encode(rows, into: columns.observations)
    } else if observation.elementType == .float32 {
      engine.observe(clocks, into: columns.observations.assumingMemoryBound(to: Float.self))
    } else {
      engine.observe(
        clocks, into: columns.observations.assumingMemoryBound(to: Double.self),
        stride: observation.width)
    }
  }

  /// Saves the last observation of lanes that ended, and starts their next episode where the rule says so.
  private func finishEpisodes(_ columns: BatchColumns) {
    let endings = columns.endings
    var found = 0
    var lane = 0
    // Few lanes end in a step: look at eight at a time.
    while lane + 8 <= count {
      var eight = UInt64(
        littleEndian: UnsafeRawPointer(endings.baseAddress! + lane).loadUnaligned(as: UInt64.self))
      while eight != 0 {
        let byte = eight.trailingZeroBitCount >> 3
        listed[found] = Int32(truncatingIfNeeded: lane &+ byte)
        found &+= 1
        eight &= ~(0xFF &<< UInt64(byte &<< 3))
      }
      lane += 8
    }
    while lane < count {
      if endings[lane] != 0 {
        listed[found] = Int32(lane)
        found += 1
      }
      lane += 1
    }
    guard found > 0 else { return }
    if let final = columns.finalObservations { copyListedRows(found, columns.observations, final) }
    switch resetRule {
    case .manual: for index in 0..<found { waits[Int(listed[index])] = true }
    case .sameStep: beginNext(found, columns)
    }
  }

  private func copyListedRows(
    _ found: Int, _ from: UnsafeMutableRawBufferPointer, _ to: UnsafeMutableRawBufferPointer
  ) {
    let words = observation.width * observation.elementType.byteCount / 4
    let source = from.assumingMemoryBound(to: UInt32.self)
    let target = to.assumingMemoryBound(to: UInt32.self)
    for index in 0..<found {
      let start = Int(listed[index]) * words
      for word in start..<start + words { target[word] = source[word] }
    }
  }

  // MARK: Rules

  private func memory(of lane: Int) -> UnsafeMutableBufferPointer<Double> {
    UnsafeMutableBufferPointer(rebasing: memory[lane * memoryWidth..<(lane + 1) * memoryWidth])
  }

  private func applyToLanes(
    _ channel: ChannelSet, _ column: UnsafeMutableBufferPointer<Double>, width: Int, clockOffset: Int32
  ) {
    var span = column.mutableSpan
    var all = memory.mutableSpan
    rules.apply(
      channel, toLanes: &span, rowStride: width, memory: &all, memoryStride: memoryWidth,
      clocks: clocks, clockOffset: clockOffset)
  }

  private func apply(
    _ channel: ChannelSet, to row: UnsafeMutableBufferPointer<Double>, lane: Int, _ clock: Clock
  ) {
    var span = row.mutableSpan
    var own = memory(of: lane).mutableSpan
    var recorder: RuleRecorder?
    rules.apply(
      channel, to: &span, memory: &own, at: clock, observing: Span<Double>(), recorder: &recorder)
  }

  /// Writes nature's rows into the seats, as `Perturbed.setSeats` does for one environment.
  func takeSeats(_ raw: UnsafeRawBufferPointer) {
    var next = 0
    for lane in 0..<count {
      for seat in seats {
        let start = lane * memoryWidth + seat.start
        for cell in start..<start + seat.components.count {
          let value =
            seatType == .float32
            ? Double(raw.load(fromByteOffset: next * 4, as: Float.self))
            : raw.load(fromByteOffset: next * 8, as: Double.self)
          precondition(value.isFinite, "nature's row must be finite")
          memory[cell] = min(max(value, -1), 1)
          next += 1
        }
        memory[start + seat.components.count] = 1
      }
    }
  }

  private func writeParameters(_ lane: Int, _ clock: Clock) {
    _ = parameters.update(fromContentsOf: nominalParameters)
    apply(.parameters, to: parameters, lane: lane, clock)
    engine.setParameters(lane, parameters)
  }

  private func readTriggers(_ lane: Int) {
    for trigger in triggers {
      memory[lane * memoryWidth + trigger.cell] = engine.diagnostic(trigger.diagnostic, lane: lane)
    }
  }
}
