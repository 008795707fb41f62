import DecisionProcesses

extension MountainCar: ColumnProcess {
  public static var columnCount: Int { 2 }

  @inlinable @inline(__always)
  public static func store(_ state: State, in states: ColumnBlock, lane: Int) {
    states.column(0)[lane] = state.position
    states.column(1)[lane] = state.velocity
  }

  @inlinable @inline(__always)
  public static func load(from states: ColumnBlock, lane: Int) -> State {
    State(position: states.column(0)[lane], velocity: states.column(1)[lane])
  }
}
