import RandomStreams

/// A process that also advances a block of lanes at once, over columns that the compiler vectorises.
///
/// A world says how its state lies in columns; the loops have defaults. A column kernel makes the same bits
/// as `advance`; the laws compare them. Observations ignore randomness.
public protocol ColumnProcess: DecisionProcess where Action: ColumnRow, Observation: ColumnRow {
  /// Components of the state.
  static var columnCount: Int { get }

  /// Writes `state` as lane `lane` of `columnCount` columns.
  static func store(_ state: State, in states: ColumnBlock, lane: Int)
  /// Reads lane `lane`.
  static func load(from states: ColumnBlock, lane: Int) -> State

  /// What `advance` does with an action known to lie in its space: without checks, and without branches that
  /// the compiler cannot turn into choices. The default calls `advance`.
  func glide(_ state: inout State, by action: Action, using stream: inout RandomStream) -> Outcome

  // The loops. They are requirements with defaults so that they are compiled for each process.

  /// Moves every lane of `clocks` one step by the actions in `step`, where it writes reward, ending and costs,
  /// and writes the observation rows to `rows`, row-major.
  func advanceColumns(
    _ states: ColumnBlock, _ step: ColumnBlock, clocks: LaneClocks,
    observing rows: UnsafeMutablePointer<Float>)
  /// The same with observations in double precision.
  func advanceColumns(
    _ states: ColumnBlock, _ step: ColumnBlock, clocks: LaneClocks,
    observing rows: UnsafeMutablePointer<Double>)

  /// Draws a first state for each listed lane.
  ///
  /// - Parameter scratch: at least `columnCount + 2` columns.
  func resetColumns(
    _ states: ColumnBlock, lanes: UnsafeBufferPointer<Int32>, clocks: LaneClocks, scratch: ColumnBlock)

  /// Writes the observation rows of the listed lanes, each in its own place.
  func observeColumns(
    _ states: ColumnBlock, lanes: UnsafeBufferPointer<Int32>, into rows: UnsafeMutablePointer<Float>)
  /// The same in double precision.
  func observeColumns(
    _ states: ColumnBlock, lanes: UnsafeBufferPointer<Int32>, into rows: UnsafeMutablePointer<Double>)

  /// Writes the margins of the first `lanes` lanes, `channels` to a row. Called for processes with margins
  /// alone.
  func measureColumns(
    _ states: ColumnBlock, lanes: Int, channels: Int, into margins: UnsafeMutablePointer<Double>)

  /// Writes the diagnostics of the first `lanes` lanes, `names` to a row.
  func diagnoseColumns(
    _ states: ColumnBlock, lanes: Int, names: Int, into diagnostics: UnsafeMutablePointer<Double>)
}

/// The columns of a step in order: action, reward, ending, observation if it is wide, costs.
extension ColumnProcess {
  /// Number of the reward column.
  @inlinable @inline(__always) public static var rewardColumn: Int { Action.width }
  /// Number of the ending column, which holds whole numbers: raw values of `Ending`.
  @inlinable @inline(__always) public static var endingColumn: Int { Action.width + 1 }
  /// Number of the first observation column, where there are any.
  @inlinable @inline(__always) public static var observationColumn: Int { Action.width + 2 }
  /// Number of the first cost column.
  @inlinable @inline(__always) public static var costColumn: Int {
    observationColumn + (isWide ? Observation.width : 0)
  }
  /// Whether observations have more components than a vectorised loop can interleave: they are then written
  /// as columns first.
  @inlinable @inline(__always) static var isWide: Bool { Observation.width > 8 }
}
