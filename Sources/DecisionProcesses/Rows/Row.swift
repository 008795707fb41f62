/// A row whose width is known only at run time; what environments built from recipes speak.
///
/// Copies share their storage until one is changed.
public struct Row: RowConvertible, Hashable, ExpressibleByArrayLiteral {
  public var values: [Double]

  @inlinable public init(_ values: [Double]) { self.values = values }
  @inlinable public init(repeating value: Double, count: Int) {
    values = Array(repeating: value, count: count)
  }
  @inlinable public init(arrayLiteral elements: Double...) { values = elements }

  @inlinable public var count: Int { values.count }
  @inlinable public var rowWidth: Int { values.count }

  @inlinable
  public subscript(index: Int) -> Double {
    get { values[index] }
    set { values[index] = newValue }
  }

  @inlinable
  public init(reading row: borrowing Span<Double>, at offset: Int, width: Int) {
    values = []
    values.reserveCapacity(width)
    for index in 0..<width { values.append(row[offset + index]) }
  }

  @inlinable
  public func write(to row: inout MutableSpan<Double>, at offset: Int) {
    for index in 0..<values.count { row[offset + index] = values[index] }
  }

  @inlinable
  public mutating func withMutableRow(_ body: (inout MutableSpan<Double>) -> Void) {
    var span = values.mutableSpan
    body(&span)
  }

  @inlinable
  public var isFinite: Bool { values.allSatisfy { $0.isFinite } }
}
