import CGauntlet

/// Checks the columns of one call, one after the other, and that no two overlap.
struct ColumnCheck {
  private(set) var taken: [(name: String, range: Range<UInt>)] = []

  /// The memory of a column that the library reads, `count` elements of type `element`; nil where there is
  /// none.
  ///
  /// - Throws: `Failure` that names the column, for another size, type or alignment, or an overlap.
  mutating func source(
    _ column: gauntlet_source, _ name: String, element: Int32, count: Int
  ) throws(Failure) -> UnsafeRawPointer? {
    guard let data = column.data else { return nil }
    try check(UInt(bitPattern: data), column.bytes, column.element, column.reserved, name, element, count)
    return count > 0 ? data : nil
  }

  /// The memory of a column that the library writes; as `source`.
  mutating func target(
    _ column: gauntlet_target, _ name: String, element: Int32, count: Int
  ) throws(Failure) -> UnsafeMutableRawPointer? {
    guard let data = column.data else { return nil }
    try check(UInt(bitPattern: data), column.bytes, column.element, column.reserved, name, element, count)
    return count > 0 ? data : nil
  }

  private mutating func check(
    _ address: UInt, _ bytes: UInt64, _ element: Int32, _ reserved: Int32, _ name: String, _ wanted: Int32,
    _ count: Int
  ) throws(Failure) {
    guard element == wanted else {
      throw .badArgument(
        "column '\(name)' holds \(elementName(element)); it needs \(elementName(wanted))")
    }
    guard reserved == 0 else {
      throw .badArgument("column '\(name)': reserved is \(reserved); set it to 0")
    }
    let size = elementBytes(wanted)
    guard bytes == UInt64(count * size) else {
      throw .badArgument("column '\(name)' has \(bytes) bytes; it needs \(count * size)")
    }
    try checkAlignment(address, size, "column '\(name)'")
    guard bytes > 0 else { return }
    let (end, wraps) = address.addingReportingOverflow(UInt(bytes))
    guard !wraps else { throw .badArgument("column '\(name)' runs past the end of memory; check its pointer") }
    let range = address..<end
    if let other = taken.first(where: { $0.range.overlaps(range) }) {
      throw .badArgument("columns '\(other.name)' and '\(name)' overlap; give each its own memory")
    }
    taken.append((name, range))
  }
}
