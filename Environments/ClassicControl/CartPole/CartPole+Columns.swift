import DecisionProcesses
import ElementaryFunctions

extension CartPole: ColumnProcess {
  public static var columnCount: Int { 4 }

  @inlinable @inline(__always)
  public static func store(_ state: State, in block: ColumnBlock, lane: Int) {
    block.column(0)[lane] = state.position
    block.column(1)[lane] = state.angle
    block.column(2)[lane] = state.velocity
    block.column(3)[lane] = state.rate
  }

  @inlinable @inline(__always)
  public static func load(from block: ColumnBlock, lane: Int) -> State {
    State(
      position: block.column(0)[lane], velocity: block.column(2)[lane], angle: block.column(1)[lane],
      rate: block.column(3)[lane])
  }

  public func advanceColumns(
    _ block: ColumnBlock, clocks: LaneClocks, observing rows: UnsafeMutablePointer<Float>
  ) { swing(block, clocks.count, rows) }

  public func advanceColumns(
    _ block: ColumnBlock, clocks: LaneClocks, observing rows: UnsafeMutablePointer<Double>
  ) { swing(block, clocks.count, rows) }

  /// Poles that have not fallen need no reduction of their angles.
  @inline(__always)
  private func swing<Number: ColumnNumber>(
    _ block: ColumnBlock, _ lanes: Int, _ rows: UnsafeMutablePointer<Number>
  ) {
    var row = rows
    if haveSmallAngles(block, lanes) {
      for lane in 0..<lanes {
        var state = Self.load(from: block, lane: lane)
        let direction = Elementary.sinCos(small: state.angle)
        let outcome = move(&state, by: Self.action(in: block, lane: lane), at: direction)
        write(state, outcome, to: block, lane: lane, observing: &row)
      }
    } else {
      for lane in 0..<lanes {
        var state = Self.load(from: block, lane: lane)
        let direction = Elementary.sinCos(state.angle)
        let outcome = move(&state, by: Self.action(in: block, lane: lane), at: direction)
        write(state, outcome, to: block, lane: lane, observing: &row)
      }
    }
  }

  @inline(__always)
  private func haveSmallAngles(_ block: ColumnBlock, _ lanes: Int) -> Bool {
    let angles = block.column(1)
    // In whole numbers, which vectorise: the sign is set where a size, or NaN, lies above the limit.
    var difference: UInt64 = 0
    for lane in 0..<lanes {
      difference |= Elementary.smallAngle.bitPattern &- abs(angles[lane]).bitPattern
    }
    return difference >> 63 == 0
  }
}
