import DecisionProcesses

/// A process whose observations say, in whole or in part, where its state seems to be: what the agent sees can
/// be drawn beside the truth.
public protocol ObservationDepictable: Depictable {
  /// The state that an agent would take the observation `row` for; nil where it fits none.
  func state(fromObservation row: borrowing Span<Double>) -> State?

  /// The point of the picture that a trail follows; nil where none stands out.
  func trackedPoint(of state: State) -> Point?
}

extension ObservationDepictable {
  public func trackedPoint(of state: State) -> Point? { nil }
}

extension ObservationDepictable where Self: TabularProcess {
  /// The state itself, which is what finite worlds show.
  public func state(fromObservation row: borrowing Span<Double>) -> Int? {
    guard row.count > 0, let state = Int(exactly: row[0]), accepts(state) else { return nil }
    return state
  }
}
