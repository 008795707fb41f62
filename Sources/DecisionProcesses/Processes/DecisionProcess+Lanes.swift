import RandomStreams

extension DecisionProcess {
  @inlinable
  public func advanceLanes(
    _ states: UnsafeMutableBufferPointer<State>, clocks: LaneClocks,
    actions: UnsafeBufferPointer<Double>, rewards: UnsafeMutableBufferPointer<Double>,
    costs: UnsafeMutableBufferPointer<Double>, endings: UnsafeMutableBufferPointer<UInt8>
  ) {
    let count = states.count
    guard count > 0 else { return }
    let (width, costCount) = (actions.count / count, costs.count / count)
    for lane in 0..<count {
      var stream = clocks.clock(lane).stream(.dynamics)
      let action = Action(reading: actions.span, at: lane * width, width: width)
      let outcome = advance(&states[lane], by: action, using: &stream)
      rewards[lane] = outcome.reward
      endings[lane] = outcome.ending.rawValue
      for channel in 0..<costCount { costs[lane * costCount + channel] = outcome.costs[channel] }
    }
  }

  @inlinable
  public func observeLanes(
    _ states: UnsafeMutableBufferPointer<State>, clocks: LaneClocks,
    into rows: UnsafeMutableBufferPointer<Double>, stride: Int
  ) {
    var span = rows.mutableSpan
    for lane in 0..<states.count {
      var stream = clocks.clock(lane).stream(.observation)
      observe(states[lane], using: &stream).write(to: &span, at: lane * stride)
    }
  }
}

extension SafetyMargin {
  @inlinable
  public func measureLanes(
    _ states: UnsafeMutableBufferPointer<State>, channels: Int,
    into margins: UnsafeMutableBufferPointer<Double>
  ) {
    for lane in 0..<states.count {
      for channel in 0..<channels {
        margins[lane * channels + channel] = margin(states[lane], channel: channel)
      }
    }
  }
}
