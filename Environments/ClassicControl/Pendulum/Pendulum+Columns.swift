import DecisionProcesses

extension Pendulum: ColumnProcess {
  public static var columnCount: Int { 2 }

  @inlinable @inline(__always)
  public static func store(_ state: State, in states: ColumnBlock, lane: Int) {
    states.column(0)[lane] = state.angle
    states.column(1)[lane] = state.rate
  }

  @inlinable @inline(__always)
  public static func load(from states: ColumnBlock, lane: Int) -> State {
    State(angle: states.column(0)[lane], rate: states.column(1)[lane])
  }
}
