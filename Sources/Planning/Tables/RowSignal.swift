/// A number per transition, the reward or a cost, kept per row where the successor does not matter.
public struct RowSignal: Sendable, Equatable {
  /// Expectation of each row; shape [states * actions].
  public let expected: [Double]
  /// Number of each entry; shape [entries]. Empty when every entry of a row has the row's expectation.
  public let entries: [Double]

  public init(expected: [Double], entries: [Double] = []) {
    self.expected = expected
    self.entries = entries
  }

  /// The number of `entry`, which belongs to `row`.
  @inlinable
  public func value(ofEntry entry: Int, inRow row: Int) -> Double {
    entries.isEmpty ? expected[row] : entries[entry]
  }

  /// The signal times `factor`. O(size).
  public func scaled(by factor: Double) -> RowSignal {
    RowSignal(expected: expected.map { $0 * factor }, entries: entries.map { $0 * factor })
  }
}
