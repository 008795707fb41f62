/// A fixed number of `Double` components stored in place: no allocation, no reference counting.
public struct Vector<let n: Int>: RowConvertible {
  public var storage: InlineArray<n, Double>

  /// The components in order, as in `Vector<2>([x, y])`.
  @inlinable @inline(__always)
  public init(_ components: InlineArray<n, Double>) { storage = components }

  @inlinable @inline(__always)
  public init(repeating value: Double) { storage = InlineArray(repeating: value) }

  @inlinable @inline(__always)
  public static var zero: Vector { Vector(repeating: 0) }

  @inlinable @inline(__always)
  public subscript(index: Int) -> Double {
    get { storage[index] }
    set { storage[index] = newValue }
  }

  @inlinable @inline(__always) public var rowWidth: Int { n }

  @inlinable @inline(__always)
  public init(reading row: borrowing Span<Double>, at offset: Int, width: Int) {
    storage = InlineArray(repeating: 0)
    for index in 0..<n { storage[index] = row[offset + index] }
  }

  @inlinable @inline(__always)
  public func write(to row: inout MutableSpan<Double>, at offset: Int) {
    for index in 0..<n { row[offset + index] = storage[index] }
  }

  @inlinable @inline(__always)
  public mutating func withMutableRow(_ body: (inout MutableSpan<Double>) -> Void) {
    var span = storage.mutableSpan
    body(&span)
  }

  @inlinable @inline(__always)
  public var isFinite: Bool {
    // x * 0 is 0 for finite x and NaN otherwise: one branch for the whole row.
    var sum = 0.0
    for index in 0..<n { sum += storage[index] * 0 }
    return sum == 0
  }

  @inlinable
  public static func == (a: Vector, b: Vector) -> Bool {
    for index in 0..<n where a.storage[index] != b.storage[index] { return false }
    return true
  }
}

extension Vector where n == 4 {
  /// The four components written by one store, so that a rule's vector load finds them in flight; four
  /// single stores would first have to reach the cache.
  @inlinable @inline(__always)
  public init(packing components: SIMD4<Double>) {
    self = unsafeBitCast(components, to: Vector<4>.self)
  }
}

extension Vector: Hashable {
  @inlinable
  public func hash(into hasher: inout Hasher) {
    for index in 0..<n { hasher.combine(storage[index]) }
  }
}

extension Vector: CustomStringConvertible {
  public var description: String {
    "[" + (0..<n).map { "\(storage[$0])" }.joined(separator: ", ") + "]"
  }
}

extension Vector: ByteSerializable {
  public func encode(into writer: inout ByteWriter) {
    for index in 0..<n { writer.write(storage[index]) }
  }

  public init(from reader: inout ByteReader) throws(SnapshotError) {
    storage = InlineArray(repeating: 0)
    for index in 0..<n { storage[index] = try reader.readDouble() }
  }
}
