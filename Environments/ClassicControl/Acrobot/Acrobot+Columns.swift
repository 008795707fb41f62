import DecisionProcesses

extension Acrobot: ColumnProcess {
  public static var columnCount: Int { 4 }

  @inlinable @inline(__always)
  public static func store(_ state: State, in block: ColumnBlock, lane: Int) {
    block.column(0)[lane] = state.angle1
    block.column(1)[lane] = state.angle2
    block.column(2)[lane] = state.rate1
    block.column(3)[lane] = state.rate2
  }

  @inlinable @inline(__always)
  public static func load(from block: ColumnBlock, lane: Int) -> State {
    State(angle1: block.column(0)[lane], angle2: block.column(1)[lane], rate1: block.column(2)[lane], rate2: block.column(3)[lane])
  }
}
