import DecisionProcesses
import Perturbations

/// The states of a block's lanes and the ways to move and see them; one virtual call per block and loop.
class LaneEngine {
  // MARK: What the engine can do

  /// Whether `take(_:_:)` reads the caller's actions; else they come as rows in double precision.
  var readsColumns: Bool { false }
  /// Whether `advance` writes the observations too, for worlds that observe without luck; else `observe` does
  /// after the clocks have moved.
  var observesWhileAdvancing: Bool { false }
  /// Whether rewards and costs need no look at their finiteness.
  var hasFiniteSignals: Bool { false }
  /// Whether the process says how far a state is from violating a constraint.
  var hasMargins: Bool { false }
  /// Whether observations of this element type may be asked for.
  func writes(_ type: ElementType) -> Bool { type == .float64 }

  // MARK: Steps

  /// Takes the actions of all lanes from the caller's column, which stays valid until the end of `advance`.
  /// They lie in their space.
  func take(_ actions: UnsafeRawPointer, _ type: ElementType, _ space: Workspace) {
    preconditionFailure("abstract")
  }

  /// Takes the actions of all lanes as the rows of `space`.
  func takeRows(_ space: Workspace) { preconditionFailure("abstract") }

  /// Moves all lanes and writes their rewards, costs and endings, and their observation rows to `target`
  /// where it observes while advancing.
  func advance(
    _ clocks: LaneClocks, into part: ColumnPart, observing target: UnsafeMutableRawPointer,
    as type: ElementType, _ space: Workspace
  ) { preconditionFailure("abstract") }

  /// Writes all observation rows in double precision, `stride` apart.
  func observe(_ clocks: LaneClocks, into rows: UnsafeMutablePointer<Double>, stride: Int) {
    preconditionFailure("abstract")
  }

  // MARK: Single and listed lanes

  /// Writes the true observation of one lane.
  func observe(_ lane: Int, _ clock: Clock, into row: UnsafeMutablePointer<Double>) {
    preconditionFailure("abstract")
  }

  /// Writes the observation rows of the listed lanes, each in its own place, without gaps.
  func observe(
    _ lanes: UnsafeBufferPointer<Int32>, _ clocks: LaneClocks, into target: UnsafeMutableRawPointer,
    as type: ElementType
  ) { preconditionFailure("abstract") }

  /// Draws the first states of the episodes that the listed lanes' clocks name.
  func reset(_ lanes: UnsafeBufferPointer<Int32>, _ clocks: LaneClocks, _ space: Workspace) {
    preconditionFailure("abstract")
  }

  func diagnostic(_ index: Int, lane: Int) -> Double { preconditionFailure("abstract") }

  /// Writes the diagnostics of all lanes, `names` to a row.
  func diagnose(_ names: Int, into diagnostics: UnsafeMutablePointer<Double>) {
    preconditionFailure("abstract")
  }

  /// Writes the margins of all lanes, row-major.
  func measure(into margins: UnsafeMutablePointer<Double>) { preconditionFailure("abstract") }

  /// Writes the margins of one lane.
  func measure(_ lane: Int, into row: UnsafeMutablePointer<Double>) { preconditionFailure("abstract") }

  /// Writes the parameters of one lane.
  func setParameters(_ lane: Int, _ row: UnsafeMutableBufferPointer<Double>) {
    preconditionFailure("abstract")
  }

  // MARK: Snapshots

  /// Writes the state of one lane.
  func encode(_ lane: Int, into writer: inout ByteWriter) { preconditionFailure("abstract") }

  /// Reads the state of one lane, and takes it over unless `isTrial`.
  ///
  /// - Throws: `SnapshotError` where the bytes are no state of the process.
  func decode(_ lane: Int, from reader: inout ByteReader, isTrial: Bool) throws(SnapshotError) {
    preconditionFailure("abstract")
  }
}

extension DecisionProcess {
  /// Reads a state that the process accepts.
  func decodeState(from reader: inout ByteReader) throws(SnapshotError) -> State {
    let start = reader.offset
    let state = try State(from: &reader)
    guard accepts(state) else {
      throw SnapshotError("\(state) is not a state of \(Self.self)", offset: start)
    }
    return state
  }
}
