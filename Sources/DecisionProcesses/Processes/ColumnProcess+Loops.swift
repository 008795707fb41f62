import RandomStreams

extension ColumnProcess {
  @inlinable @inline(__always)
  public func glide(_ state: inout State, by action: Action, using stream: inout RandomStream) -> Outcome {
    advance(&state, by: action, using: &stream)
  }

  @inlinable
  public func advanceColumns(
    _ states: ColumnBlock, _ step: ColumnBlock, clocks: LaneClocks,
    observing rows: UnsafeMutablePointer<Float>
  ) {
    var row = rows
    for lane in 0..<clocks.count {
      var state = Self.load(from: states, lane: lane)
      var stream = clocks.dynamics(lane)
      let outcome = glide(&state, by: Self.action(in: step, lane: lane), using: &stream)
      Self.store(state, in: states, lane: lane)
      write(outcome, at: state, to: step, lane: lane, observing: &row)
    }
    interleave(step, lanes: clocks.count, into: rows)
  }

  @inlinable
  public func advanceColumns(
    _ states: ColumnBlock, _ step: ColumnBlock, clocks: LaneClocks,
    observing rows: UnsafeMutablePointer<Double>
  ) {
    var row = rows
    for lane in 0..<clocks.count {
      var state = Self.load(from: states, lane: lane)
      var stream = clocks.dynamics(lane)
      let outcome = glide(&state, by: Self.action(in: step, lane: lane), using: &stream)
      Self.store(state, in: states, lane: lane)
      write(outcome, at: state, to: step, lane: lane, observing: &row)
    }
    interleave(step, lanes: clocks.count, into: rows)
  }

  // What the loops consist of, for worlds that write their own.

  /// The action of lane `lane`.
  @inlinable @inline(__always)
  public static func action(in step: ColumnBlock, lane: Int) -> Action {
    Action(lane: lane, of: step.start, stride: ColumnBlock.stride)
  }

  /// Writes what a step of lane `lane` gave and what is seen of the state it led to, and moves `row` on by one
  /// row.
  @inlinable @inline(__always)
  public func write<Number: ColumnNumber>(
    _ outcome: Outcome, at state: State, to step: ColumnBlock, lane: Int,
    observing row: inout UnsafeMutablePointer<Number>
  ) {
    step.column(Self.rewardColumn)[lane] = outcome.reward
    step.wholeColumn(Self.endingColumn)[lane] = Int64(outcome.ending.rawValue)
    for channel in 0..<outcome.costs.count {
      step.column(Self.costColumn + channel)[lane] = outcome.costs[channel]
    }
    let seen = seeing(state)
    for index in 0..<Observation.width {
      if Self.isWide {
        step.column(Self.observationColumn + index)[lane] = seen.component(index)
      } else {
        row[index] = Number(seen.component(index))
      }
    }
    row += Observation.width
  }

  /// Brings wide observations from their columns into rows; call it after the loop.
  @inlinable @inline(__always)
  public func interleave<Number: ColumnNumber>(
    _ step: ColumnBlock, lanes: Int, into rows: UnsafeMutablePointer<Number>
  ) {
    guard Self.isWide else { return }
    var row = rows
    for lane in 0..<lanes {
      for index in 0..<Observation.width {
        row[index] = Number(step.column(Self.observationColumn + index)[lane])
      }
      row += Observation.width
    }
  }

  @inlinable @inline(__always)
  func seeing(_ state: State) -> Observation {
    // A column process observes without randomness; nothing is drawn from this stream.
    var unused = RandomStream(key: RandomKey(word0: 0, word1: 0), purpose: .observation)
    return observe(state, using: &unused)
  }

  @inlinable
  public func resetColumns(
    _ states: ColumnBlock, lanes: UnsafeBufferPointer<Int32>, clocks: LaneClocks, scratch: ColumnBlock
  ) {
    let keys = scratch.wholeColumn(Self.columnCount)
    let moments = scratch.wholeColumn(Self.columnCount + 1)
    // Gathered, drawn and scattered in three loops, so that the second may vectorise. It is rounded up to
    // whole vectors by lanes drawn for nothing; the scratch columns are longer than the list.
    let rounded = (lanes.count &+ 7) & ~7
    for index in 0..<lanes.count {
      let lane = Int(lanes[index])
      keys[index] = clocks.packedKey(lane)
      moments[index] = clocks.packedMoment(lane)
    }
    for index in 0..<rounded {
      var stream = RandomStream(packedKey: keys[index], moment: moments[index], purpose: .initialState)
      Self.store(initialState(using: &stream), in: scratch, lane: index)
    }
    for column in 0..<Self.columnCount {
      // As whole numbers: a state's component may be either.
      let (from, to) = (scratch.wholeColumn(column), states.wholeColumn(column))
      for index in 0..<lanes.count { to[Int(lanes[index])] = from[index] }
    }
  }

  @inlinable
  public func observeColumns(
    _ states: ColumnBlock, lanes: UnsafeBufferPointer<Int32>, into rows: UnsafeMutablePointer<Float>
  ) {
    for lane in lanes {
      let seen = seeing(Self.load(from: states, lane: Int(lane)))
      let row = rows + Int(lane) * Observation.width
      for index in 0..<Observation.width { row[index] = Float(seen.component(index)) }
    }
  }

  @inlinable
  public func observeColumns(
    _ states: ColumnBlock, lanes: UnsafeBufferPointer<Int32>, into rows: UnsafeMutablePointer<Double>
  ) {
    for lane in lanes {
      let seen = seeing(Self.load(from: states, lane: Int(lane)))
      let row = rows + Int(lane) * Observation.width
      for index in 0..<Observation.width { row[index] = seen.component(index) }
    }
  }

  @inlinable
  public func measureColumns(
    _ states: ColumnBlock, lanes: Int, channels: Int, into margins: UnsafeMutablePointer<Double>
  ) { preconditionFailure("this world does not know its margins") }

  @inlinable
  public func diagnoseColumns(
    _ states: ColumnBlock, lanes: Int, names: Int, into diagnostics: UnsafeMutablePointer<Double>
  ) {
    // With constant numbers the choice among them is made by the compiler.
    if names > 0 { diagnose(states, lanes, 0, of: names, diagnostics) }
    if names > 1 { diagnose(states, lanes, 1, of: names, diagnostics) }
    if names > 2 {
      for name in 2..<names { diagnose(states, lanes, name, of: names, diagnostics) }
    }
  }

  @inlinable @inline(__always)
  func diagnose(
    _ states: ColumnBlock, _ lanes: Int, _ name: Int, of names: Int, _ diagnostics: UnsafeMutablePointer<Double>
  ) {
    var cell = diagnostics + name
    for lane in 0..<lanes {
      cell.pointee = diagnostic(name, of: Self.load(from: states, lane: lane))
      cell += names
    }
  }
}

extension ColumnProcess where Self: SafetyMargin {
  @inlinable
  public func measureColumns(
    _ states: ColumnBlock, lanes: Int, channels: Int, into margins: UnsafeMutablePointer<Double>
  ) {
    // With constant channels the choice among them is made by the compiler.
    if channels > 0 { measure(states, lanes, 0, of: channels, margins) }
    if channels > 1 { measure(states, lanes, 1, of: channels, margins) }
    if channels > 2 {
      for channel in 2..<channels { measure(states, lanes, channel, of: channels, margins) }
    }
  }

  @inlinable @inline(__always)
  func measure(
    _ states: ColumnBlock, _ lanes: Int, _ channel: Int, of channels: Int,
    _ margins: UnsafeMutablePointer<Double>
  ) {
    var cell = margins + channel
    for lane in 0..<lanes {
      cell.pointee = margin(Self.load(from: states, lane: lane), channel: channel)
      cell += channels
    }
  }
}
