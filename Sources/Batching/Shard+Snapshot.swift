import DecisionProcesses
import Perturbations

/// Begins with "GTLB".
private let format = SnapshotFormat(magic: 0x424C_5447, version: 1, owner: "a batch")

/// What the snapshots of one batch begin with, and how its lanes follow.
struct BatchSnapshots {
  /// Process, rules, nominal parameters, horizon and number of lanes: all that must agree.
  private let head: [UInt8]

  init(
    process: String, rules: [(name: String, channel: Channel)], parameters: [Double], horizon: Int, lanes: Int
  ) {
    var writer = ByteWriter()
    writer.write(process)
    writer.write(rules.map { "\($0.name)@\($0.channel.rawValue)" }.joined(separator: " | "))
    writer.write(parameters)
    writer.write(Int64(horizon))
    writer.write(Int64(lanes))
    head = writer.bytes
  }

  func save(_ shards: [Shard]) -> [UInt8] {
    format.save { writer in
      format.writeHeader(to: &writer)
      for byte in head { writer.write(byte) }
      for shard in shards { shard.encode(into: &writer) }
    }
  }

  func restore(_ shards: [Shard], from bytes: [UInt8]) throws(SnapshotError) {
    // Twice: nothing changes unless all of it can be read.
    for isTrial in [true, false] {
      var nothing: Void = ()
      try format.restore(&nothing, from: bytes) { (_, reader) throws(SnapshotError) in
        try format.readHeader(from: &reader)
        let start = reader.offset
        for byte in head {
          guard try reader.readInteger(UInt8.self) == byte else {
            throw SnapshotError(
              "a snapshot of another process, rules, parameters, horizon or number of lanes", offset: start)
          }
        }
        for shard in shards { try shard.decode(from: &reader, isTrial: isTrial) }
      }
    }
  }
}

/// A shard's lanes as bytes: clock, whether a reset is due, the rules' memory, state.
extension Shard {
  func encode(into writer: inout ByteWriter) {
    for lane in 0..<count {
      clocks.encode(lane, into: &writer)
      writer.write(UInt8(waits[lane] ? 1 : 0))
      for cell in lane * memoryWidth..<(lane + 1) * memoryWidth { writer.write(memory[cell]) }
      engine.encode(lane, into: &writer)
    }
  }

  /// Reads what `encode` wrote, and takes it over unless `isTrial`.
  ///
  /// - Throws: `SnapshotError` where the bytes are no such lanes; a trial that throws not is followed by a
  ///   reading that cannot.
  func decode(from reader: inout ByteReader, isTrial: Bool) throws(SnapshotError) {
    for lane in 0..<count {
      try clocks.decode(lane, from: &reader, isTrial: isTrial)
      let start = reader.offset
      let waiting: UInt8 = try reader.readInteger()
      guard waiting <= 1 else { throw SnapshotError("unknown mark \(waiting)", offset: start) }
      if !isTrial { setWaits(lane, waiting == 1) }
      for cell in lane * memoryWidth..<(lane + 1) * memoryWidth {
        let start = reader.offset
        let number = try reader.readDouble()
        guard number.isFinite else {
          throw SnapshotError("the rules of lane \(lane) remember \(number)", offset: start)
        }
        if !isTrial { memory[cell] = number }
      }
      try engine.decode(lane, from: &reader, isTrial: isTrial)
    }
  }
}
