import DecisionProcesses

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
      if !isTrial { waits[lane] = waiting == 1 }
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
