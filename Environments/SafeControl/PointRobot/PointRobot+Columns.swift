import DecisionProcesses

extension PointRobot: ColumnProcess {
  public static var columnCount: Int { 4 }

  @inlinable @inline(__always)
  public static func store(_ state: State, in block: ColumnBlock, lane: Int) {
    block.column(0)[lane] = state.x
    block.column(1)[lane] = state.y
    block.column(2)[lane] = state.heading
    block.column(3)[lane] = state.speed
  }

  @inlinable @inline(__always)
  public static func load(from block: ColumnBlock, lane: Int) -> State {
    State(x: block.column(0)[lane], y: block.column(1)[lane], speed: block.column(3)[lane], heading: block.column(2)[lane])
  }
}
