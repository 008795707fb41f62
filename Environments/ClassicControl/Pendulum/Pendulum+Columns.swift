import DecisionProcesses

extension Pendulum: ColumnProcess {
  public static var columnCount: Int { 2 }

  @inlinable @inline(__always)
  public static func store(_ state: State, in block: ColumnBlock, lane: Int) {
    block.column(0)[lane] = state.angle
    block.column(1)[lane] = state.rate
  }

  @inlinable @inline(__always)
  public static func load(from block: ColumnBlock, lane: Int) -> State {
    State(angle: block.column(0)[lane], rate: block.column(1)[lane])
  }
}
