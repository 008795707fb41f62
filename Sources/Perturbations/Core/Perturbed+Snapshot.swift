import DecisionProcesses

/// Begins with "GTLP".
private let format = SnapshotFormat(magic: 0x504C_5447, version: 2, owner: "a perturbed environment")

extension Perturbed {
  /// The whole environment as bytes: layout version, the rules' names and channels, their memory, the
  /// nominal parameters and those that rules start from now, which rules are off, the last action and
  /// outcome, then the simulation and a checksum. The record is not part of it.
  public func save() -> [UInt8] {
    format.save { writer in encode(into: &writer) }
  }

  /// Takes over what `save` wrote. On error nothing changes.
  ///
  /// - Throws: `SnapshotError` when the bytes are cut off, changed, of another version, or of an
  ///   environment with another process, other rules or other nominal parameters.
  public mutating func restore(_ bytes: [UInt8]) throws(SnapshotError) {
    try format.restore(&self, from: bytes) { (restored, reader) throws(SnapshotError) in
      try restored.decode(from: &reader)
    }
  }

  /// Which rules act where, in order.
  private var fingerprint: String {
    contents.map { "\($0.name)@\($0.channel.rawValue)" }.joined(separator: " | ")
  }

  package func encode(into writer: inout ByteWriter) {
    format.writeHeader(to: &writer)
    writer.write(fingerprint)
    writer.write(memory)
    writer.write(nominalParameters)
    writer.write(liveParameters)
    let off = recorder?.switchedOff ?? []
    writer.write(UInt32(off.count))
    for position in off { writer.write(UInt32(position)) }
    writer.write(lastAction.components)
    writer.write(trueOutcome.reward)
    writer.write(trueOutcome.costs.values)
    writer.write(trueOutcome.ending.rawValue)
    simulation.encode(into: &writer)
  }

  package mutating func decode(from reader: inout ByteReader) throws(SnapshotError) {
    try format.readHeader(from: &reader)
    var start = reader.offset
    let rules = try reader.readText()
    guard rules == fingerprint else {
      throw SnapshotError("a snapshot with rules '\(rules)' cannot restore '\(fingerprint)'", offset: start)
    }
    start = reader.offset
    let cells = try reader.readDoubles()
    guard cells.count == memory.count, cells.allSatisfy(\.isFinite) else {
      throw SnapshotError(
        "the rules remember \(memory.count) finite numbers, the snapshot holds \(cells.count)", offset: start)
    }
    memory = cells
    start = reader.offset
    let nominal = try reader.readDoubles()
    guard nominal == nominalParameters else {
      throw SnapshotError("nominal parameters \(nominal), here \(nominalParameters)", offset: start)
    }
    try decodeControl(from: &reader)
    start = reader.offset
    let action = try reader.readDoubles()
    let space = actionSpace.description
    guard action.count == space.width, action.allSatisfy(\.isFinite),
      !space.isCategorical || space.firstViolation(in: action) == nil
    else {
      throw SnapshotError("the last action \(action) does not fit", offset: start)
    }
    lastAction = Action(reading: action.span, at: 0, width: action.count)
    let reward = try reader.readDouble()
    start = reader.offset
    let costs = try reader.readDoubles()
    guard costs.count <= Costs.capacity else {
      throw SnapshotError("\(costs.count) costs are more than \(Costs.capacity)", offset: start)
    }
    let ending = Ending(rawValue: try reader.readInteger())
    trueOutcome = Outcome(reward: reward, costs: Costs(costs), ending: ending)
    try simulation.decode(from: &reader)
  }

  /// What was set and switched while the environment ran.
  private mutating func decodeControl(from reader: inout ByteReader) throws(SnapshotError) {
    var start = reader.offset
    let live = try reader.readDoubles()
    let schema = Process.schema
    guard live.count == schema.count else {
      throw SnapshotError("\(live.count) parameters, here \(schema.count)", offset: start)
    }
    let isChanged = live != nominalParameters
    if isChanged, let index = schema.indices.first(where: { !schema[$0].interval.contains(live[$0]) }) {
      throw SnapshotError("\(schema[index].name) is \(live[index]), outside its interval", offset: start)
    }
    liveParameters = live
    start = reader.offset
    let count = contents.count
    var off: [Int] = []
    for _ in 0..<Int(try reader.readInteger(UInt32.self)) {
      let position = Int(try reader.readInteger(UInt32.self))
      guard position < count, off.last.map({ $0 < position }) != false else {
        throw SnapshotError("the list of switched-off rules is out of order", offset: start)
      }
      off.append(position)
    }
    changeRecorder { recorder in
      for position in 0..<count { recorder.setRule(position, isOn: !off.contains(position)) }
      recorder.forgetLastChanges()
    }
  }
}
