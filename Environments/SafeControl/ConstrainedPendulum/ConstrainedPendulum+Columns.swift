import ClassicControlEnvironments
import DecisionProcesses

extension ConstrainedPendulum: ColumnProcess {
  public static var columnCount: Int { Pendulum.columnCount }

  @inlinable @inline(__always)
  public static func store(_ state: State, in states: ColumnBlock, lane: Int) {
    Pendulum.store(state, in: states, lane: lane)
  }

  @inlinable @inline(__always)
  public static func load(from states: ColumnBlock, lane: Int) -> State {
    Pendulum.load(from: states, lane: lane)
  }
}
