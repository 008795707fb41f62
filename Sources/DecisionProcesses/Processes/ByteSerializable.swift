/// Why bytes could not be read back.
public struct SnapshotError: Error, Equatable, CustomStringConvertible {
  public let message: String
  /// Offset of the first byte that could not be used.
  public let offset: Int

  public init(_ message: String, offset: Int) {
    self.message = message
    self.offset = offset
  }

  public var description: String { "snapshot, byte \(offset): \(message)" }
}

/// A value with a fixed little-endian byte form, the same on every platform.
public protocol ByteSerializable {
  func encode(into writer: inout ByteWriter)
  init(from reader: inout ByteReader) throws(SnapshotError)
}

/// Collects little-endian bytes.
public struct ByteWriter {
  public private(set) var bytes: [UInt8] = []
  public init() {}

  public mutating func write<T: FixedWidthInteger>(_ value: T) {
    withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
  }

  /// Writes the bit pattern, so that every value (signed zero, NaN) comes back the same.
  public mutating func write(_ value: Double) { write(value.bitPattern) }

  /// Writes the length in bytes, then UTF-8.
  public mutating func write(_ text: String) {
    write(UInt32(text.utf8.count))
    bytes.append(contentsOf: text.utf8)
  }

  /// Writes the count, then each value.
  public mutating func write(_ values: [Double]) {
    write(UInt32(values.count))
    for value in values { write(value) }
  }

  /// Writes a checksum of everything so far.
  public mutating func writeChecksum() { write(checksum(bytes[...])) }
}

/// FNV-1a in 64 bits: every step is a bijection, so a single changed byte never goes unnoticed.
private func checksum(_ bytes: ArraySlice<UInt8>) -> UInt64 {
  bytes.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3 }
}

/// Reads what `ByteWriter` wrote; every read is checked.
public struct ByteReader {
  private var bytes: [UInt8]
  public private(set) var offset = 0

  public init(_ bytes: [UInt8]) { self.bytes = bytes }

  public var isAtEnd: Bool { offset == bytes.count }

  public mutating func readInteger<T: FixedWidthInteger>(_ type: T.Type = T.self) throws(SnapshotError) -> T {
    let size = MemoryLayout<T>.size
    guard bytes.count - offset >= size else {
      throw SnapshotError("\(size) bytes expected, \(bytes.count - offset) left", offset: offset)
    }
    var value: T = 0
    for index in 0..<size { value |= T(truncatingIfNeeded: bytes[offset + index]) << T(8 * index) }
    offset += size
    return value
  }

  public mutating func readDouble() throws(SnapshotError) -> Double {
    Double(bitPattern: try readInteger(UInt64.self))
  }

  public mutating func readText() throws(SnapshotError) -> String {
    let start = offset
    let count = Int(try readInteger(UInt32.self))
    guard bytes.count - offset >= count else {
      throw SnapshotError("a text of \(count) bytes is cut off", offset: start)
    }
    guard let text = String(validating: bytes[offset..<offset + count], as: UTF8.self) else {
      throw SnapshotError("a text is not UTF-8", offset: offset)
    }
    offset += count
    return text
  }

  public mutating func readDoubles() throws(SnapshotError) -> [Double] {
    let start = offset
    let count = Int(try readInteger(UInt32.self))
    guard (bytes.count - offset) / 8 >= count else {
      throw SnapshotError("a list of \(count) numbers is cut off", offset: start)
    }
    var values: [Double] = []
    values.reserveCapacity(count)
    for _ in 0..<count { values.append(try readDouble()) }
    return values
  }

  /// Checks that what is left ends with the checksum that `writeChecksum` wrote, and takes it away.
  ///
  /// - Throws: `SnapshotError` when the bytes are cut off or changed.
  public mutating func removeChecksum() throws(SnapshotError) {
    let end = bytes.count - MemoryLayout<UInt64>.size
    guard end >= offset else { throw SnapshotError("the checksum is cut off", offset: offset) }
    var last = self
    last.offset = end
    guard try last.readInteger(UInt64.self) == checksum(bytes[..<end]) else {
      throw SnapshotError("the checksum is that of other bytes: some were cut off or changed", offset: end)
    }
    bytes.removeSubrange(end...)
  }
}

extension Int: ByteSerializable {
  public func encode(into writer: inout ByteWriter) { writer.write(Int64(self)) }
  public init(from reader: inout ByteReader) throws(SnapshotError) {
    self = Int(try reader.readInteger(Int64.self))
  }
}

extension Double: ByteSerializable {
  public func encode(into writer: inout ByteWriter) { writer.write(self) }
  public init(from reader: inout ByteReader) throws(SnapshotError) { self = try reader.readDouble() }
}
