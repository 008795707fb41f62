import DecisionProcesses
import Perturbations
import RandomStreams

/// A contiguous part of a batch's lanes with all the memory it needs; shards share nothing that changes.
final class Shard {
  let lanes: Range<Int>
  let count: Int
  let engine: LaneEngine
  let rules: ShardRules
  let channels: ChannelSet
  let memoryWidth: Int
  private let hasTriggers: Bool
  private let horizon: UInt32
  let resetRule: ResetRule
  /// Whether lanes that ended stay so until a later call.
  private let keepsEnded: Bool
  let observationType: ElementType
  let observationWidth: Int
  /// Width of the observation before rules append components.
  let trueWidth: Int
  let actionType: ElementType
  let actionWidth: Int
  /// The last category of each action component; empty where actions are real numbers.
  let lastCategories: [UInt64]
  /// The same as real numbers, and of observations.
  let lastActions: [Double]
  let lastObservations: [Double]
  let costCount: Int
  let diagnosticCount: Int
  let seatType: ElementType
  /// Whether the engine writes the caller's observations itself.
  private let isDirect: Bool

  private(set) var clocks: LaneClocks
  /// Whether a seed was ever set.
  private var hasSeed = false
  /// Whether rules or the engine want action rows in double precision.
  private let needsActionRows: Bool
  let memory: UnsafeMutableBufferPointer<Double>
  /// What the rules of lanes about to start remembered before the step that starts them; else empty.
  let heldMemory: UnsafeMutableBufferPointer<Double>
  /// The parameters' intervals where rules act on parameters; else empty.
  let intervals: [ClosedRange<Double>]
  let nominalParameters: UnsafeMutableBufferPointer<Double>
  /// Lanes whose episode has ended and that wait for a later call, and how many there are.
  let waits: UnsafeMutableBufferPointer<Bool>
  private var waiting: Int

  init<Process: DecisionProcess>(
    _ process: Process, engine: LaneEngine, lanes: Range<Int>, rules: ShardRules, horizon: Int,
    observation: RowDescription, action: RowDescription, seatType: ElementType, resetRule: ResetRule
  ) {
    self.lanes = lanes
    count = lanes.count
    self.engine = engine
    self.rules = rules
    self.resetRule = resetRule
    keepsEnded = resetRule != .sameStep
    observationType = observation.elementType
    observationWidth = observation.width
    actionType = action.elementType
    actionWidth = action.width
    lastCategories = actionType == .int64 ? action.components.map { UInt64($0.upper) } : []
    lastActions = lastCategories.map { Double($0) }
    lastObservations = observation.isCategorical ? observation.components.map(\.upper) : []
    self.seatType = seatType
    channels = rules.channels
    hasTriggers = !rules.triggers.isEmpty
    memoryWidth = rules.memoryWidth
    self.horizon = UInt32(clamping: horizon)
    costCount = process.task.costs.count
    diagnosticCount = Process.diagnosticNames.count
    intervals = rules.channels.contains(.parameters) ? Process.schema.map(\.interval) : []
    trueWidth = process.observationSpace.description.width
    func buffer<T>(_ count: Int, _ value: T) -> UnsafeMutableBufferPointer<T> {
      let buffer = UnsafeMutableBufferPointer<T>.allocate(capacity: count)
      buffer.initialize(repeating: value)
      return buffer
    }
    clocks = LaneClocks(firstLane: lanes.lowerBound, count: count)
    needsActionRows = channels.contains(.action) || !engine.readsColumns
    isDirect = !channels.contains(.observation) && engine.writes(observationType)
    memory = buffer(count * memoryWidth, 0.0)
    heldMemory = buffer(resetRule == .nextStep ? memory.count : 0, 0.0)
    nominalParameters = buffer(Process.schema.count, 0.0)
    for (index, value) in process.parameterRow.enumerated() { nominalParameters[index] = value }
    waits = buffer(count, true)
    waiting = lanes.count
  }

  deinit {
    clocks.deallocate()
    memory.deallocate()
    heldMemory.deallocate()
    nominalParameters.deallocate()
    waits.deallocate()
  }

  // MARK: Resets

  func reset(seed: UInt64, into part: ColumnPart, _ space: Workspace) {
    hasSeed = true
    clocks.start(seed: seed)
    memory.update(repeating: 0)
    for lane in 0..<count { space.listed[lane] = Int32(lane) }
    begin(count, part, space)
    measureFirst(count, part, space)
  }

  func reset(where mask: UnsafePointer<UInt8>, into part: ColumnPart, _ space: Workspace) {
    precondition(hasSeed, "call reset(seed:into:) before reset(where:into:)")
    let found = list(mask, space)
    beginNext(found, part, space)
    measureFirst(found, part, space)
  }

  /// Starts episode 0 of its own seed in every lane of the mask.
  func reset(
    where mask: UnsafePointer<UInt8>, seeds: UnsafePointer<UInt64>, into part: ColumnPart, _ space: Workspace
  ) {
    hasSeed = true
    let found = list(mask, space)
    for index in 0..<found {
      let lane = Int(space.listed[index])
      clocks.start(lane, seed: seeds[lane])
      for cell in lane * memoryWidth..<(lane + 1) * memoryWidth { memory[cell] = 0 }
    }
    begin(found, part, space)
    measureFirst(found, part, space)
  }

  /// Lists the lanes where `marks` is not zero; returns how many.
  private func list(_ marks: UnsafePointer<UInt8>, _ space: Workspace) -> Int {
    let list = space.listed
    var found = 0
    var lane = 0
    // Sixty-four marks become the bits of a word: a branch per mark, or per eight, would often go wrong.
    while lane + 64 <= count {
      var word: UInt64 = 0
      for eighth in 0..<8 {
        let raw = UnsafeRawPointer(marks + lane + 8 &* eighth).loadUnaligned(as: UInt64.self)
        let bytes = UInt64(littleEndian: raw)
        let tops = ((bytes & 0x7F7F_7F7F_7F7F_7F7F) &+ 0x7F7F_7F7F_7F7F_7F7F) | bytes
        let ones = (tops &>> 7) & 0x0101_0101_0101_0101
        word |= ((ones &* 0x0102_0408_1020_4080) &>> 56) &<< UInt64(8 &* eighth)
      }
      while word != 0 {
        list[found] = Int32(truncatingIfNeeded: lane &+ word.trailingZeroBitCount)
        found &+= 1
        word &= word &- 1
      }
      lane += 64
    }
    while lane < count {
      if marks[lane] != 0 {
        list[found] = Int32(truncatingIfNeeded: lane)
        found += 1
      }
      lane += 1
    }
    return found
  }

  private func beginNext(_ found: Int, _ part: ColumnPart, _ space: Workspace) {
    for index in 0..<found {
      let lane = Int(space.listed[index])
      clocks.episodes[lane] &+= 1
      clocks.steps[lane] = 0
    }
    begin(found, part, space)
  }

  /// Starts the episodes that the clocks of the first `found` listed lanes name, and writes their first
  /// observations.
  private func begin(_ found: Int, _ part: ColumnPart, _ space: Workspace) {
    let lanes = UnsafeBufferPointer(start: space.listed, count: found)
    if !channels.isEmpty { beginRules(lanes, space) }
    engine.reset(lanes, clocks, space)
    if keepsEnded {
      for lane in lanes where waits[Int(lane)] {
        waits[Int(lane)] = false
        waiting -= 1
      }
    }
    if hasTriggers {
      for lane in lanes { readTriggers(Int(lane)) }
    }
    observe(lanes, part, space)
  }

  /// Writes margins and diagnostics of the first states of lanes that `begin` has started; a step that starts
  /// lanes has written those of the states it reached instead.
  private func measureFirst(_ found: Int, _ part: ColumnPart, _ space: Workspace) {
    if let diagnostics = part.diagnostics {
      for index in 0..<found { diagnose(Int(space.listed[index]), into: diagnostics) }
    }
    guard let margins = part.margins else { return }
    for index in 0..<found {
      let lane = Int(space.listed[index])
      let row = margins + lane * costCount
      engine.measure(lane, into: row)
      for channel in 0..<costCount where !row[channel].isFinite { row[channel] = 0 }
    }
  }

  /// Writes the perturbed observations of the listed lanes.
  private func observe(_ lanes: UnsafeBufferPointer<Int32>, _ part: ColumnPart, _ space: Workspace) {
    guard !isDirect else {
      engine.observe(lanes, clocks, into: part.observations, as: observationType)
      return
    }
    // One row at a time through a buffer of one row: few lanes start in a step.
    for lane in lanes {
      let clock = clocks.clock(Int(lane))
      engine.observe(Int(lane), clock, into: space.seen.baseAddress!)
      if channels.contains(.observation) {
        apply(.observation, to: space.seen, lane: Int(lane), clock)
        finish(space.seen)
      }
      store(space.seen, as: Int(lane), in: part.observations)
    }
  }

  // MARK: Steps

  /// Draws every lane's next action.
  func drawActions(_ policy: UniformActions, into column: UnsafeMutableRawPointer, _ space: Workspace) {
    policy.draw(clocks, count: count, into: column, scratch: space.block)
  }

  /// One step of every lane, after nature has taken its seats where `nature` is given.
  func step(
    actions raw: UnsafeRawPointer, nature: UnsafeRawPointer?, into part: ColumnPart, _ space: Workspace
  ) {
    precondition(hasSeed, "call reset(seed:into:) before the first step")
    precondition(
      resetRule != .manual || waiting == 0, "a lane that has ended must be reset before the next step")
    if resetRule == .nextStep && waiting > 0 { _ = heldMemory.update(fromContentsOf: memory) }
    check(raw)
    if let nature { takeSeats(nature) }
    if channels.contains(.parameters) {
      for lane in 0..<count { writeParameters(lane, clocks.clock(lane), space) }
    }
    if needsActionRows {
      decodeActions(raw, into: space.actions)
      if channels.contains(.action) { applyActionRules(space) }
      engine.takeRows(space)
    } else {
      engine.take(raw, actionType, space)
    }
    let target = isDirect ? part.observations : UnsafeMutableRawPointer(space.rows)
    engine.advance(
      clocks, into: part, observing: target, as: isDirect ? observationType : .float64, space)
    if let margins = part.margins {
      engine.measure(into: margins)
      zeroNotFinite(margins, count * costCount)
    }
    if let diagnostics = part.diagnostics {
      engine.diagnose(diagnosticCount, into: diagnostics)
      zeroNotFinite(diagnostics, count * diagnosticCount)
    }
    tick(part)
    if hasTriggers { for lane in 0..<count { readTriggers(lane) } }
    if !engine.hasFiniteSignals { failSignalsNotFinite(part) }
    applySignalRules(part)
    finishObservations(part, space)
    failObservationsNotFinite(part, space)
    if resetRule == .nextStep && waiting > 0 { beginWaiting(part, space) }
    finishEpisodes(part, space)
  }

  /// Starts the lanes that ended in the step before. They have been moved with the others, from a state that
  /// had ended: nothing of that is kept.
  private func beginWaiting(_ part: ColumnPart, _ space: Workspace) {
    let found = waits.withMemoryRebound(to: UInt8.self) { list(UnsafePointer($0.baseAddress!), space) }
    for index in 0..<found {
      let lane = Int(space.listed[index])
      for cell in lane * memoryWidth..<(lane + 1) * memoryWidth { memory[cell] = heldMemory[cell] }
      part.clear(lane, costCount: costCount)
    }
    beginNext(found, part, space)
    measureFirst(found, part, space)
  }

  /// Whether the lane with that number in the whole batch waits for a reset.
  func waitsForReset(_ lane: Int) -> Bool {
    resetRule == .manual ? waits[lane - lanes.lowerBound] : !hasSeed
  }

  /// Takes over from a snapshot whether the lane waits.
  func setWaits(_ lane: Int, _ isDue: Bool) {
    hasSeed = true
    if waits[lane] != isDue { waiting += isDue ? 1 : -1 }
    waits[lane] = isDue
  }

  private func diagnose(_ lane: Int, into diagnostics: UnsafeMutablePointer<Double>) {
    for index in 0..<diagnosticCount {
      let value = engine.diagnostic(index, lane: lane)
      diagnostics[lane * diagnosticCount + index] = value.isFinite ? value : 0
    }
  }

  /// Advances the clocks and cuts the episodes that reach the horizon.
  private func tick(_ part: ColumnPart) {
    let steps = clocks.steps.baseAddress!
    let endings = part.endings
    let horizon = self.horizon
    for lane in 0..<count {
      let now = steps[lane] &+ 1
      steps[lane] = now
      endings[lane] |= now >= horizon ? Ending.truncated.rawValue : 0
    }
  }

  private func finishObservations(_ part: ColumnPart, _ space: Workspace) {
    let rows = isDirect ? part.observations.assumingMemoryBound(to: Double.self) : space.rows
    if !engine.observesWhileAdvancing {
      engine.observe(clocks, into: rows, stride: observationWidth)
    } else if observationWidth > trueWidth {
      widen(rows)
    }
    if isDirect { return }
    if channels.contains(.observation) {
      failRowsNotFinite(rows, part)
      applyToLanes(.observation, rows, width: observationWidth, clockOffset: 0)
      keepCategories(rows, width: observationWidth, lastObservations)
    }
    encode(UnsafeBufferPointer(start: rows, count: count * observationWidth), into: part.observations)
  }

  /// Makes room behind each row for the components that rules append.
  private func widen(_ rows: UnsafeMutablePointer<Double>) {
    let (from, to) = (trueWidth, observationWidth)
    for lane in stride(from: count - 1, through: 0, by: -1) {
      for index in stride(from: to - 1, through: 0, by: -1) {
        rows[lane * to + index] = index < from ? rows[lane * from + index] : 0
      }
    }
  }

  /// Saves the last observation of lanes that ended, and starts their next episode where the rule says so.
  private func finishEpisodes(_ part: ColumnPart, _ space: Workspace) {
    let found = list(UnsafePointer(part.endings), space)
    guard found > 0 else { return }
    let lanes = UnsafeBufferPointer(start: space.listed, count: found)
    if let final = part.finalObservations { copyRows(lanes, part.observations, final) }
    guard keepsEnded else { return beginNext(found, part, space) }
    for lane in lanes { waits[Int(lane)] = true }
    waiting += found
  }

  private func copyRows(
    _ lanes: UnsafeBufferPointer<Int32>, _ from: UnsafeMutableRawPointer, _ to: UnsafeMutableRawPointer
  ) {
    let words = observationWidth * observationType.byteCount / 4
    let source = from.assumingMemoryBound(to: UInt32.self)
    let target = to.assumingMemoryBound(to: UInt32.self)
    for lane in lanes {
      let start = Int(lane) * words
      for word in start..<start + words { target[word] = source[word] }
    }
  }
}
