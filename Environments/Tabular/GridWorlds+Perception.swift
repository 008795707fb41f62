import Scenes

// What the agent takes its place for, in the worlds that are drawn as maps.

extension CliffWalk: ObservationDepictable {
  public func trackedPoint(of state: Int) -> Point? {
    GridLayout(rows: Self.rows, columns: Self.columns)
      .center(row: state / Self.columns, column: state % Self.columns)
  }
}

extension FrozenLake: ObservationDepictable {
  public func trackedPoint(of state: Int) -> Point? {
    GridLayout(rows: size, columns: size).center(row: state / size, column: state % size)
  }
}

extension WindyWalk: ObservationDepictable {
  public func trackedPoint(of state: Int) -> Point? {
    GridLayout(rows: Self.size, columns: Self.size)
      .center(row: state / Self.size, column: state % Self.size)
  }
}

extension Taxi: ObservationDepictable {
  public func trackedPoint(of state: Int) -> Point? {
    let cell = Self.cell(of: state)
    return GridLayout(rows: 5, columns: 5).center(row: cell / 5, column: cell % 5)
  }
}
