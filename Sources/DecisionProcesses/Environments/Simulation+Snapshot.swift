/// First bytes of every snapshot: "GTLT".
private let snapshotMagic: UInt32 = 0x544C_5447
/// Version of the snapshot layout.
private let snapshotVersion: UInt16 = 1

extension Simulation {
  /// The whole simulation as bytes: layout version, process type, parameters, horizon, clock, state,
  /// checksum.
  public func save() -> [UInt8] {
    var writer = ByteWriter()
    encode(into: &writer)
    writer.writeChecksum()
    return writer.bytes
  }

  /// Takes over what `save` wrote. On error nothing changes.
  ///
  /// - Throws: `SnapshotError` when the bytes are cut off, changed, of another version, or of another
  ///   process.
  public mutating func restore(_ bytes: [UInt8]) throws(SnapshotError) {
    var reader = ByteReader(bytes)
    var restored = self
    // Bytes of another kind get their own message; nothing else is read before the checksum is right.
    var header = reader
    try Self.readHeader(from: &header)
    try reader.removeChecksum()
    try restored.decode(from: &reader)
    guard reader.isAtEnd else {
      throw SnapshotError("bytes are left over after the snapshot", offset: reader.offset)
    }
    self = restored
  }

  package func encode(into writer: inout ByteWriter) {
    writer.write(snapshotMagic)
    writer.write(snapshotVersion)
    writer.write(String(describing: Process.self))
    writer.write(process.parameterRow)
    writer.write(UInt32(horizon))
    currentClock.encode(into: &writer)
    writer.write(phase.rawValue)
    currentState.encode(into: &writer)
  }

  private static func readHeader(from reader: inout ByteReader) throws(SnapshotError) {
    guard try reader.readInteger(UInt32.self) == snapshotMagic else {
      throw SnapshotError("this is not a simulation's snapshot", offset: 0)
    }
    let version: UInt16 = try reader.readInteger()
    guard version == snapshotVersion else {
      throw SnapshotError("layout version \(version), this library reads \(snapshotVersion)", offset: 4)
    }
  }

  package mutating func decode(from reader: inout ByteReader) throws(SnapshotError) {
    try Self.readHeader(from: &reader)
    var start = reader.offset
    let type = try reader.readText()
    guard type == String(describing: Process.self) else {
      throw SnapshotError("a snapshot of \(type) cannot restore \(Process.self)", offset: start)
    }
    start = reader.offset
    let parameters = try reader.readDoubles()
    guard Process.schema.count == parameters.count, parameters.allSatisfy(\.isFinite) else {
      throw SnapshotError("\(parameters.count) parameters do not fit \(type)", offset: start)
    }
    for (index, value) in parameters.enumerated() { process[parameter: index] = value }
    start = reader.offset
    let storedHorizon: UInt32 = try reader.readInteger()
    guard Int(storedHorizon) == horizon else {
      throw SnapshotError("horizon \(storedHorizon), this simulation has \(horizon)", offset: start)
    }
    currentClock = try Clock(from: &reader)
    start = reader.offset
    guard let storedPhase = SimulationPhase(rawValue: try reader.readInteger()) else {
      throw SnapshotError("unknown phase", offset: start)
    }
    phase = storedPhase
    start = reader.offset
    currentState = try Process.State(from: &reader)
    guard process.accepts(currentState) else {
      throw SnapshotError("\(currentState) is not a state of \(type)", offset: start)
    }
  }
}
