import DecisionProcesses

/// A process whose picture contains a plane slice of its state space, so that a function of the state can
/// be drawn where the states are.
public protocol MappedProcess: Depictable {
  /// The rectangle of the picture that the slice fills, in world units.
  var mapArea: Rect { get }

  /// The state that the picture shows at `point`, all that the slice leaves open taken from `state`; nil
  /// where it shows none.
  func state(at point: Point, like state: State) -> State?
}

/// A finite process whose picture shows its states, or a part of them, as cells.
public protocol CellMappedProcess: TabularProcess, Depictable {
  /// The cell of `state` in a picture of `present`, in world units; nil where that picture has none.
  func cell(of state: Int, like present: Int) -> Rect?
}

extension MappedProcess {
  /// The values of `function` on the slice through `state`: `columns` by `rows` nodes spread over
  /// `mapArea`, NaN where there is no state. O(columns · rows) calls.
  ///
  /// - Precondition: at least two columns and two rows.
  public func field(
    like state: State, columns: Int, rows: Int, of function: (State) -> Double
  ) -> ScalarField {
    ScalarField(area: mapArea, columns: columns, rows: rows) { point in
      self.state(at: point, like: state).map(function) ?? .nan
    }
  }
}
