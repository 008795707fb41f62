import RandomStreams

extension ColumnProcess {
  @inlinable @inline(__always)
  public func glide(_ state: inout State, by action: Action) -> Outcome {
    // A column process advances without randomness; nothing is drawn from this stream.
    var unused = RandomStream(key: RandomKey(word0: 0, word1: 0), purpose: .dynamics)
    return advance(&state, by: action, using: &unused)
  }

  @inlinable @inline(__always)
  func seeing(_ state: State) -> Observation {
    var unused = RandomStream(key: RandomKey(word0: 0, word1: 0), purpose: .observation)
    return observe(state, using: &unused)
  }

  @inlinable
  public func advanceColumns(
    _ block: ColumnBlock, lanes: Int, observing rows: UnsafeMutablePointer<Float>
  ) {
    var row = rows
    for lane in 0..<lanes {
      var state = Self.load(from: block, lane: lane)
      let outcome = glide(&state, by: Self.action(in: block, lane: lane))
      write(state, outcome, to: block, lane: lane, observing: &row)
    }
  }

  @inlinable
  public func advanceColumns(
    _ block: ColumnBlock, lanes: Int, observing rows: UnsafeMutablePointer<Double>
  ) {
    var row = rows
    for lane in 0..<lanes {
      var state = Self.load(from: block, lane: lane)
      let outcome = glide(&state, by: Self.action(in: block, lane: lane))
      write(state, outcome, to: block, lane: lane, observing: &row)
    }
  }

  // What the loops consist of, for worlds that write their own.

  /// The action of lane `lane`.
  @inlinable @inline(__always)
  public static func action(in block: ColumnBlock, lane: Int) -> Action {
    Action(lane: lane, of: block.column(actionColumn), stride: ColumnBlock.stride)
  }

  /// Writes what a step of lane `lane` led to, and moves `row` on by one row.
  @inlinable @inline(__always)
  public func write<Number: ColumnNumber>(
    _ state: State, _ outcome: Outcome, to block: ColumnBlock, lane: Int,
    observing row: inout UnsafeMutablePointer<Number>
  ) {
    Self.store(state, in: block, lane: lane)
    block.column(Self.rewardColumn)[lane] = outcome.reward
    block.wholeColumn(Self.endingColumn)[lane] = Int64(outcome.ending.rawValue)
    for channel in 0..<outcome.costs.count {
      block.column(Self.costColumn + channel)[lane] = outcome.costs[channel]
    }
    let seen = seeing(state)
    for index in 0..<Observation.width { row[index] = Number(seen.component(index)) }
    row += Observation.width
  }

  @inlinable
  public func resetColumns(
    _ block: ColumnBlock, lanes: UnsafeBufferPointer<Int32>, clocks: LaneClocks, scratch: ColumnBlock
  ) {
    let keys = scratch.wholeColumn(Self.columnCount)
    let moments = scratch.wholeColumn(Self.columnCount + 1)
    // Gathered, drawn and scattered in three loops, of which the second vectorises. It is rounded up to whole
    // vectors by lanes drawn for nothing; the scratch columns are longer than the list.
    let rounded = (lanes.count + 7) & ~7
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
      let (from, to) = (scratch.column(column), block.column(column))
      for index in 0..<lanes.count { to[Int(lanes[index])] = from[index] }
    }
  }

  @inlinable
  public func observeColumns(
    _ block: ColumnBlock, lanes: UnsafeBufferPointer<Int32>, into rows: UnsafeMutablePointer<Float>
  ) {
    for lane in lanes {
      let seen = seeing(Self.load(from: block, lane: Int(lane)))
      let row = rows + Int(lane) * Observation.width
      for index in 0..<Observation.width { row[index] = Float(seen.component(index)) }
    }
  }

  @inlinable
  public func observeColumns(
    _ block: ColumnBlock, lanes: UnsafeBufferPointer<Int32>, into rows: UnsafeMutablePointer<Double>,
    stride: Int
  ) {
    for lane in lanes {
      let seen = seeing(Self.load(from: block, lane: Int(lane)))
      let row = rows + Int(lane) * stride
      for index in 0..<Observation.width { row[index] = seen.component(index) }
    }
  }

  @inlinable
  public func measureColumns(
    _ block: ColumnBlock, lanes: Int, channels: Int, into margins: UnsafeMutablePointer<Double>
  ) { preconditionFailure("this world does not know its margins") }
}

extension ColumnProcess where Self: SafetyMargin {
  @inlinable
  public func measureColumns(
    _ block: ColumnBlock, lanes: Int, channels: Int, into margins: UnsafeMutablePointer<Double>
  ) {
    var row = margins
    for lane in 0..<lanes {
      let state = Self.load(from: block, lane: lane)
      for channel in 0..<channels { row[channel] = margin(state, channel: channel) }
      row += channels
    }
  }
}
