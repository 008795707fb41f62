/// Numbers of up to `capacity` lanes in one piece of memory, column after column; element i of every column
/// belongs to lane i.
///
/// One piece with fixed distances lets the compiler see that columns do not overlap, so that loops over lanes
/// vectorise without a check for every pair.
public struct ColumnBlock {
  /// Most lanes of a block; a block of this size fits into the nearest cache.
  @inlinable @inline(__always) public static var capacity: Int { 512 }
  /// Distance of neighbouring columns, in numbers: more than the capacity, because columns a power of two
  /// apart compete for the same places of the cache.
  @inlinable @inline(__always) public static var stride: Int { 520 }

  /// The first element of the first column.
  public let start: UnsafeMutablePointer<Double>

  /// - Precondition: `columnCount > 0`.
  public init(columnCount: Int) {
    precondition(columnCount > 0, "a block needs at least one column, not \(columnCount)")
    let bytes = columnCount * Self.stride * MemoryLayout<Double>.stride
    let raw = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 64)
    start = raw.initializeMemory(as: Double.self, repeating: 0, count: columnCount * Self.stride)
  }

  @inlinable init(start: UnsafeMutablePointer<Double>) { self.start = start }

  public func deallocate() { start.deallocate() }

  /// The same columns with lane `lane` as their first.
  @inlinable
  public func seen(from lane: Int) -> ColumnBlock { ColumnBlock(start: start + lane) }

  /// The column at `index`.
  @inlinable @inline(__always)
  public func column(_ index: Int) -> UnsafeMutablePointer<Double> { start + index * Self.stride }

  /// The column at `index`, whose elements are whole numbers.
  @inlinable @inline(__always)
  public func wholeColumn(_ index: Int) -> UnsafeMutablePointer<Int64> {
    UnsafeMutableRawPointer(column(index)).assumingMemoryBound(to: Int64.self)
  }
}
