import DecisionProcesses

extension PestControl: ColumnProcess {
  public static var columnCount: Int { 1 }

  @inlinable @inline(__always)
  public static func store(_ state: Int, in states: ColumnBlock, lane: Int) {
    states.wholeColumn(0)[lane] = Int64(state)
  }

  @inlinable @inline(__always)
  public static func load(from states: ColumnBlock, lane: Int) -> Int { Int(states.wholeColumn(0)[lane]) }
}
