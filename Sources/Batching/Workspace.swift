import DecisionProcesses

/// The memory of one thread for what lives no longer than a step of a block: it stays in the cache, while the
/// lanes' own memory streams by.
final class Workspace {
  /// Columns for the engine, and for actions to be drawn.
  let block: ColumnBlock
  /// Action rows in double precision.
  let actions: UnsafeMutablePointer<Double>
  /// Observation rows in double precision.
  let rows: UnsafeMutablePointer<Double>
  /// One observation row.
  let seen: UnsafeMutableBufferPointer<Double>
  /// One parameter row.
  let parameters: UnsafeMutableBufferPointer<Double>
  /// Lanes to be started, as a list in its first elements.
  let listed: UnsafeMutablePointer<Int32>

  /// - Parameters:
  ///   - lanes: the most that a block has.
  ///   - columnCount: what the engine needs.
  ///   - observationWidth: as the rules leave it.
  init(lanes: Int, columnCount: Int, actionWidth: Int, observationWidth: Int, parameterCount: Int) {
    func zeros(_ count: Int) -> UnsafeMutablePointer<Double> {
      let numbers = UnsafeMutablePointer<Double>.allocate(capacity: count)
      numbers.initialize(repeating: 0, count: count)
      return numbers
    }
    block = ColumnBlock(columnCount: max(columnCount, UniformActions.columnCount))
    actions = zeros(lanes * actionWidth)
    rows = zeros(lanes * observationWidth)
    seen = UnsafeMutableBufferPointer(start: zeros(observationWidth), count: observationWidth)
    parameters = UnsafeMutableBufferPointer(start: zeros(parameterCount), count: parameterCount)
    listed = .allocate(capacity: lanes)
    listed.initialize(repeating: 0, count: lanes)
  }

  deinit {
    block.deallocate()
    actions.deallocate()
    rows.deallocate()
    seen.deallocate()
    parameters.deallocate()
    listed.deallocate()
  }
}
