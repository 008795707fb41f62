import DecisionProcesses

extension DoubleIntegrator: ColumnProcess {
  public static var columnCount: Int { 2 }

  @inlinable @inline(__always)
  public static func store(_ state: State, in block: ColumnBlock, lane: Int) {
    block.column(0)[lane] = state.position
    block.column(1)[lane] = state.velocity
  }

  @inlinable @inline(__always)
  public static func load(from block: ColumnBlock, lane: Int) -> State {
    State(position: block.column(0)[lane], velocity: block.column(1)[lane])
  }
}
