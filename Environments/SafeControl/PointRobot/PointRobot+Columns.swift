import DecisionProcesses

extension PointRobot: ColumnProcess {
  public static var columnCount: Int { 4 }

  @inlinable @inline(__always)
  public static func store(_ state: State, in states: ColumnBlock, lane: Int) {
    states.column(0)[lane] = state.x
    states.column(1)[lane] = state.y
    states.column(2)[lane] = state.heading
    states.column(3)[lane] = state.speed
  }

  @inlinable @inline(__always)
  public static func load(from states: ColumnBlock, lane: Int) -> State {
    State(
      x: states.column(0)[lane], y: states.column(1)[lane], speed: states.column(3)[lane],
      heading: states.column(2)[lane])
  }
}
