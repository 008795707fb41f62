import RandomStreams

/// A process that also advances many lanes at once, over columns that the compiler vectorises.
///
/// The state of `lanes` lanes is component-major: component c of lane i is element `c * lanes + i`.
/// A column kernel makes the same bits as `advance`; the laws compare them. Its transitions and
/// observations ignore randomness, and a state that is not finite shows in its columns.
public protocol ColumnProcess: DecisionProcess {
  /// Components of the state.
  static var columnCount: Int { get }

  /// Writes `state` as lane `lane`.
  static func store(_ state: State, in columns: inout MutableSpan<Double>, lane: Int, lanes: Int)
  /// Reads lane `lane`.
  static func load(from columns: borrowing Span<Double>, lane: Int, lanes: Int) -> State

  /// Moves every lane one step: action rows in, one reward and one ending (raw value) per lane out,
  /// and `task.costs.count` costs per lane, row-major.
  func advanceColumns(
    _ columns: inout MutableSpan<Double>, lanes: Int, actions: borrowing Span<Double>,
    rewards: inout MutableSpan<Double>, costs: inout MutableSpan<Double>,
    endings: inout MutableSpan<UInt8>)

  /// Writes the observation rows of all lanes, row-major.
  func observeColumns(
    _ columns: borrowing Span<Double>, lanes: Int, into rows: inout MutableSpan<Double>)
  /// The same in single precision, rounded to nearest.
  func observeColumns(
    _ columns: borrowing Span<Double>, lanes: Int, into rows: inout MutableSpan<Float>)

  /// Draws a first state for each lane that `indices` lists. The default is right for every process; it
  /// is a requirement so that its loop is compiled for the process.
  func resetColumns(
    _ columns: inout MutableSpan<Double>, lanes: Int, indices: UnsafeBufferPointer<Int32>,
    clocks: LaneClocks)

  /// Writes the observation rows of the listed lanes, row-major and `stride` apart, each in its own place.
  func observeColumns(
    _ columns: borrowing Span<Double>, lanes: Int, indices: UnsafeBufferPointer<Int32>,
    into rows: inout MutableSpan<Double>, stride: Int)
}

extension ColumnProcess {
  @inlinable
  public func resetColumns(
    _ columns: inout MutableSpan<Double>, lanes: Int, indices: UnsafeBufferPointer<Int32>,
    clocks: LaneClocks
  ) {
    for index in indices {
      var stream = clocks.clock(Int(index)).stream(.initialState)
      Self.store(initialState(using: &stream), in: &columns, lane: Int(index), lanes: lanes)
    }
  }

  @inlinable
  public func observeColumns(
    _ columns: borrowing Span<Double>, lanes: Int, indices: UnsafeBufferPointer<Int32>,
    into rows: inout MutableSpan<Double>, stride: Int
  ) {
    for index in indices {
      // A column process observes without randomness; nothing is drawn from this stream.
      var unused = RandomStream(seed: 0, purpose: .observation)
      observe(Self.load(from: columns, lane: Int(index), lanes: lanes), using: &unused)
        .write(to: &rows, at: Int(index) * stride)
    }
  }
}
