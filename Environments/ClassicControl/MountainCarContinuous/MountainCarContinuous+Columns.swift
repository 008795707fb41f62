import DecisionProcesses

extension MountainCarContinuous: ColumnProcess {
  public static var columnCount: Int { MountainCar.columnCount }

  @inlinable @inline(__always)
  public static func store(_ state: State, in states: ColumnBlock, lane: Int) {
    MountainCar.store(state, in: states, lane: lane)
  }

  @inlinable @inline(__always)
  public static func load(from states: ColumnBlock, lane: Int) -> State {
    MountainCar.load(from: states, lane: lane)
  }
}
