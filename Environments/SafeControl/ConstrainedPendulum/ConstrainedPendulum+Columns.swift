import ClassicControlEnvironments
import DecisionProcesses

extension ConstrainedPendulum: ColumnProcess {
  public static var columnCount: Int { Pendulum.columnCount }

  @inlinable @inline(__always)
  public static func store(_ state: State, in block: ColumnBlock, lane: Int) {
    Pendulum.store(state, in: block, lane: lane)
  }

  @inlinable @inline(__always)
  public static func load(from block: ColumnBlock, lane: Int) -> State {
    Pendulum.load(from: block, lane: lane)
  }
}
