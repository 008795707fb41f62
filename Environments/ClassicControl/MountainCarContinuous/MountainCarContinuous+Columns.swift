import DecisionProcesses

extension MountainCarContinuous: ColumnProcess {
  public static var columnCount: Int { MountainCar.columnCount }

  @inlinable @inline(__always)
  public static func store(_ state: State, in block: ColumnBlock, lane: Int) {
    MountainCar.store(state, in: block, lane: lane)
  }

  @inlinable @inline(__always)
  public static func load(from block: ColumnBlock, lane: Int) -> State {
    MountainCar.load(from: block, lane: lane)
  }
}
