import DecisionProcesses

extension Acrobot: ColumnProcess {
  public static var columnCount: Int { 4 }

  @inlinable @inline(__always)
  public static func store(_ state: State, in states: ColumnBlock, lane: Int) {
    states.column(0)[lane] = state.angle1
    states.column(1)[lane] = state.angle2
    states.column(2)[lane] = state.rate1
    states.column(3)[lane] = state.rate2
  }

  @inlinable @inline(__always)
  public static func load(from states: ColumnBlock, lane: Int) -> State {
    State(
      angle1: states.column(0)[lane], angle2: states.column(1)[lane], rate1: states.column(2)[lane],
      rate2: states.column(3)[lane])
  }
}
