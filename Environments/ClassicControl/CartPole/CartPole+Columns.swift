import DecisionProcesses
import ElementaryFunctions

extension CartPole: ColumnProcess {
  public static var columnCount: Int { 4 }

  @inlinable @inline(__always)
  public static func store(_ state: State, in states: ColumnBlock, lane: Int) {
    states.column(0)[lane] = state.position
    states.column(1)[lane] = state.angle
    states.column(2)[lane] = state.velocity
    states.column(3)[lane] = state.rate
  }

  @inlinable @inline(__always)
  public static func load(from states: ColumnBlock, lane: Int) -> State {
    State(
      position: states.column(0)[lane], velocity: states.column(2)[lane], angle: states.column(1)[lane],
      rate: states.column(3)[lane])
  }

  public func advanceColumns(
    _ states: ColumnBlock, _ step: ColumnBlock, clocks: LaneClocks,
    observing rows: UnsafeMutablePointer<Float>
  ) { swing(states, step, clocks.count, rows) }

  public func advanceColumns(
    _ states: ColumnBlock, _ step: ColumnBlock, clocks: LaneClocks,
    observing rows: UnsafeMutablePointer<Double>
  ) { swing(states, step, clocks.count, rows) }

  /// Poles that have not fallen need no reduction of their angles.
  @inline(__always)
  private func swing<Number: ColumnNumber>(
    _ states: ColumnBlock, _ step: ColumnBlock, _ lanes: Int, _ rows: UnsafeMutablePointer<Number>
  ) {
    var row = rows
    if haveSmallAngles(states, lanes) {
      for lane in 0..<lanes {
        var state = Self.load(from: states, lane: lane)
        let direction = Elementary.sinCos(small: state.angle)
        let outcome = move(&state, by: Self.action(in: step, lane: lane), at: direction)
        Self.store(state, in: states, lane: lane)
        write(outcome, at: state, to: step, lane: lane, observing: &row)
      }
    } else {
      for lane in 0..<lanes {
        var state = Self.load(from: states, lane: lane)
        let direction = Elementary.sinCos(state.angle)
        let outcome = move(&state, by: Self.action(in: step, lane: lane), at: direction)
        Self.store(state, in: states, lane: lane)
        write(outcome, at: state, to: step, lane: lane, observing: &row)
      }
    }
  }

  @inline(__always)
  private func haveSmallAngles(_ states: ColumnBlock, _ lanes: Int) -> Bool {
    let angles = states.column(1)
    // In whole numbers, which vectorise: the sign is set where a size, or NaN, lies above the limit.
    var difference: UInt64 = 0
    for lane in 0..<lanes {
      difference |= Elementary.smallAngle.bitPattern &- abs(angles[lane]).bitPattern
    }
    return difference >> 63 == 0
  }
}
