import DecisionProcesses
import Perturbations

/// The rules' part of a shard's step.
extension Shard {
  func beginRules(_ lanes: UnsafeBufferPointer<Int32>, _ space: Workspace) {
    for lane in lanes {
      let clock = clocks.clock(Int(lane))
      if memoryWidth > 0 {
        var own = memory(of: Int(lane)).mutableSpan
        rules.begin(&own, at: clock)
      }
      if channels.contains(.parameters) { writeParameters(Int(lane), clock, space) }
    }
  }

  func applyActionRules(_ space: Workspace) {
    defer { keepCategories(space.actions, width: actionWidth, lastActions) }
    guard rules.consultsObservation else {
      applyToLanes(.action, space.actions, width: actionWidth, clockOffset: 0)
      return
    }
    for lane in 0..<count {
      let clock = clocks.clock(lane)
      engine.observe(lane, clock, into: space.seen.baseAddress!)
      var row = UnsafeMutableBufferPointer(start: space.actions + lane * actionWidth, count: actionWidth)
        .mutableSpan
      var own = memory(of: lane).mutableSpan
      rules.apply(
        .action, to: &row, memory: &own, at: clock,
        observing: UnsafeBufferPointer(rebasing: space.seen[..<trueWidth]).span)
    }
  }

  func applySignalRules(_ part: ColumnPart) {
    part.trueRewards?.update(from: part.rewards, count: count)
    part.trueCosts?.update(from: part.costs, count: count * costCount)
    if channels.contains(.reward) { applyToLanes(.reward, part.rewards, width: 1, clockOffset: -1) }
    if channels.contains(.cost) { applyToLanes(.cost, part.costs, width: costCount, clockOffset: -1) }
    if !channels.isDisjoint(with: [.reward, .cost]) { failSignalsNotFinite(part) }
  }

  /// As `Perturbed` does: rules that replay what they remember cannot leave the categories.
  func keepCategories(_ rows: UnsafeMutablePointer<Double>, width: Int, _ last: [Double]) {
    if last.isEmpty || memoryWidth == 0 { return }
    for lane in 0..<count {
      var row = UnsafeMutableBufferPointer(start: rows + lane * width, count: width).mutableSpan
      Perturbations.keepCategories(&row, last)
    }
  }

  /// What rules made of a first observation: inside its categories, and finite in the column's type.
  func finish(_ seen: UnsafeMutableBufferPointer<Double>) {
    var row = seen.mutableSpan
    Perturbations.keepCategories(&row, lastObservations)
    for index in 0..<observationWidth {
      if observationType == .float32 ? Float(seen[index]).isFinite : seen[index].isFinite { continue }
      seen[index] = 0
    }
  }

  func applyToLanes(
    _ channel: ChannelSet, _ column: UnsafeMutablePointer<Double>, width: Int, clockOffset: Int32
  ) {
    var span = UnsafeMutableBufferPointer(start: column, count: count * width).mutableSpan
    var all = memory.mutableSpan
    rules.apply(
      channel, toLanes: &span, rowStride: width, memory: &all, clocks: clocks, clockOffset: clockOffset)
  }

  func apply(_ channel: ChannelSet, to row: UnsafeMutableBufferPointer<Double>, lane: Int, _ clock: Clock) {
    var span = row.mutableSpan
    var own = memory(of: lane).mutableSpan
    rules.apply(channel, to: &span, memory: &own, at: clock, observing: Span<Double>())
  }

  /// Writes nature's rows into the seats, as `Perturbed.setSeats` does for one environment.
  func takeSeats(_ raw: UnsafeRawPointer) {
    var next = 0
    for lane in 0..<count {
      for seat in rules.seats {
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

  func writeParameters(_ lane: Int, _ clock: Clock, _ space: Workspace) {
    let parameters = space.parameters
    _ = parameters.update(fromContentsOf: nominalParameters)
    apply(.parameters, to: parameters, lane: lane, clock)
    // As `Perturbed` does: together, rules may lead out of an interval.
    for index in intervals.indices where parameters[index] != nominalParameters[index] {
      parameters[index] = min(max(parameters[index], intervals[index].lowerBound), intervals[index].upperBound)
    }
    engine.setParameters(lane, parameters)
  }

  func readTriggers(_ lane: Int) {
    for trigger in rules.triggers {
      memory[lane * memoryWidth + trigger.cell] = engine.diagnostic(trigger.diagnostic, lane: lane)
    }
  }

  private func memory(of lane: Int) -> UnsafeMutableBufferPointer<Double> {
    UnsafeMutableBufferPointer(rebasing: memory[lane * memoryWidth..<(lane + 1) * memoryWidth])
  }
}
