import DecisionProcesses

extension PestControl: ColumnProcess {
  public static var columnCount: Int { 1 }

  @inlinable @inline(__always)
  public static func store(_ state: Int, in block: ColumnBlock, lane: Int) {
    block.wholeColumn(0)[lane] = Int64(state)
  }

  @inlinable @inline(__always)
  public static func load(from block: ColumnBlock, lane: Int) -> Int { Int(block.wholeColumn(0)[lane]) }
}
