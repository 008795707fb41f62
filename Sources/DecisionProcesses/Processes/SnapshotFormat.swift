/// One kind of snapshot: how its bytes begin, and what saving and restoring have in common for all kinds.
package struct SnapshotFormat: Sendable {
  private let magic: UInt32
  private let version: UInt16
  /// Whose snapshot it is, for messages.
  private let owner: String

  package init(magic: UInt32, version: UInt16, owner: String) {
    self.magic = magic
    self.version = version
    self.owner = owner
  }

  package func writeHeader(to writer: inout ByteWriter) {
    writer.write(magic)
    writer.write(version)
  }

  package func readHeader(from reader: inout ByteReader) throws(SnapshotError) {
    guard try reader.readInteger(UInt32.self) == magic else {
      throw SnapshotError("this is not \(owner)'s snapshot", offset: 0)
    }
    let found: UInt16 = try reader.readInteger()
    guard found == version else {
      throw SnapshotError("layout version \(found), this library reads \(version)", offset: 4)
    }
  }

  /// What `encode` writes, and its checksum. `encode` begins with the header.
  package func save(_ encode: (inout ByteWriter) -> Void) -> [UInt8] {
    var writer = ByteWriter()
    encode(&writer)
    writer.writeChecksum()
    return writer.bytes
  }

  /// Changes `value` by `decode`, which reads all of `bytes` but the checksum. On error nothing changes.
  ///
  /// - Throws: `SnapshotError` when the bytes are cut off, changed, or of another kind or version.
  package func restore<Value>(
    _ value: inout Value, from bytes: [UInt8],
    _ decode: (inout Value, inout ByteReader) throws(SnapshotError) -> Void
  ) throws(SnapshotError) {
    var reader = ByteReader(bytes)
    // Bytes of another kind get their own message; nothing else is read before the checksum is right.
    var header = reader
    try readHeader(from: &header)
    try reader.removeChecksum()
    var restored = value
    try decode(&restored, &reader)
    guard reader.isAtEnd else {
      throw SnapshotError("bytes are left over after the snapshot", offset: reader.offset)
    }
    value = restored
  }
}
