/// A value that is a row of `Double` components: an observation or an action.
///
/// Rules, columns, recordings and bindings see rows; worlds and agents see the typed value.
public protocol RowConvertible: Sendable, Equatable {
  /// Number of components.
  var rowWidth: Int { get }

  /// Reads `width` components of `row` from `offset` on.
  ///
  /// - Precondition: `offset + width <= row.count`, and `width` fits the type.
  init(reading row: borrowing Span<Double>, at offset: Int, width: Int)

  /// Writes the `rowWidth` components into `row` from `offset` on.
  func write(to row: inout MutableSpan<Double>, at offset: Int)

  /// Gives `body` the components to change in place.
  mutating func withMutableRow(_ body: (inout MutableSpan<Double>) -> Void)

  /// Whether every component is finite.
  var isFinite: Bool { get }
}

extension RowConvertible {
  /// The components as an array; for cold paths.
  public var components: [Double] {
    var copy = self
    var result: [Double] = []
    copy.withMutableRow { row in
      for index in row.indices { result.append(row[index]) }
    }
    return result
  }

  /// Sets every component that is not finite to zero.
  @inlinable
  public mutating func replaceNonFiniteByZero() {
    withMutableRow { row in
      for index in row.indices where !row[index].isFinite { row[index] = 0 }
    }
  }
}

/// A discrete value is a row of one component.
extension Int: RowConvertible {
  @inlinable @inline(__always) public var rowWidth: Int { 1 }

  @inlinable @inline(__always)
  public init(reading row: borrowing Span<Double>, at offset: Int, width: Int) {
    self = Int(row[offset])
  }

  @inlinable @inline(__always)
  public func write(to row: inout MutableSpan<Double>, at offset: Int) {
    row[offset] = Double(self)
  }

  @inlinable @inline(__always)
  public mutating func withMutableRow(_ body: (inout MutableSpan<Double>) -> Void) {
    var cell: InlineArray<1, Double> = [Double(self)]
    var span = cell.mutableSpan
    body(&span)
    self = Int(span[0])
  }

  @inlinable @inline(__always) public var isFinite: Bool { true }
}
