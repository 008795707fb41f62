/// Begins with "GTLT".
private let format = SnapshotFormat(magic: 0x544C_5447, version: 1, owner: "a simulation")

extension Simulation {
  /// The whole simulation as bytes: layout version, process type, parameters, horizon, clock, state,
  /// checksum.
  public func save() -> [UInt8] {
    format.save { writer in encode(into: &writer) }
  }

  /// Takes over what `save` wrote. On error nothing changes.
  ///
  /// - Throws: `SnapshotError` when the bytes are cut off, changed, of another version, or of another
  ///   process.
  public mutating func restore(_ bytes: [UInt8]) throws(SnapshotError) {
    try format.restore(&self, from: bytes) { (restored, reader) throws(SnapshotError) in
      try restored.decode(from: &reader)
    }
  }

  package func encode(into writer: inout ByteWriter) {
    format.writeHeader(to: &writer)
    writer.write(String(describing: Process.self))
    writer.write(process.parameterRow)
    writer.write(UInt32(horizon))
    currentClock.encode(into: &writer)
    writer.write(phase.rawValue)
    currentState.encode(into: &writer)
  }

  package mutating func decode(from reader: inout ByteReader) throws(SnapshotError) {
    try format.readHeader(from: &reader)
    var start = reader.offset
    let type = try reader.readText()
    guard type == String(describing: Process.self) else {
      throw SnapshotError("a snapshot of \(type) cannot restore \(Process.self)", offset: start)
    }
    start = reader.offset
    let parameters = try reader.readDoubles()
    let schema = Process.schema
    guard schema.count == parameters.count, parameters.allSatisfy(\.isFinite) else {
      throw SnapshotError("\(parameters.count) parameters do not fit \(type)", offset: start)
    }
    for (index, value) in parameters.enumerated() where value != process[parameter: index] {
      guard schema[index].interval.contains(value) else {
        throw SnapshotError("\(schema[index].name) is \(value), outside its interval", offset: start)
      }
      process[parameter: index] = value
    }
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
