import DecisionProcesses

/// Between the caller's columns and the shard's rows: element types, and numbers that are not finite.
extension Shard {
  /// Widens the action column exactly.
  func decodeActions(_ raw: UnsafeRawBufferPointer) {
    switch action.elementType {
    case .int64:
      let column = raw.assumingMemoryBound(to: Int64.self)
      let last = UInt64(action.components[0].upper)
      var largest: UInt64 = 0
      let start = column.baseAddress!
      let wide = actions.baseAddress!
      for index in 0..<actions.count {
        // As unsigned, a negative action is a very large one.
        largest = max(largest, UInt64(bitPattern: start[index]))
        wide[index] = Double(Int32(truncatingIfNeeded: start[index]))
      }
      precondition(largest <= last, "an action lies outside 0...\(last)")
    case .float32:
      let column = raw.assumingMemoryBound(to: Float.self)
      for index in 0..<actions.count { actions[index] = Double(column[index]) }
    case .float64:
      let column = raw.assumingMemoryBound(to: Double.self)
      for index in 0..<actions.count { actions[index] = column[index] }
    }
    if resetRule == .manual {
      precondition(!waits.contains(true), "a lane that has ended must be reset before the next step")
    }
  }

  func encode(
    _ rows: UnsafeMutableBufferPointer<Double>, into column: UnsafeMutableRawBufferPointer
  ) {
    switch observation.elementType {
    case .float32:
      let out = column.assumingMemoryBound(to: Float.self)
      for index in 0..<rows.count { out[index] = Float(rows[index]) }
    case .float64:
      _ = column.assumingMemoryBound(to: Double.self).update(fromContentsOf: rows)
    case .int64:
      let out = column.assumingMemoryBound(to: Int64.self)
      for index in 0..<rows.count { out[index] = Int64(rows[index]) }
    }
  }

  func store(
    _ row: UnsafeMutableBufferPointer<Double>, as lane: Int, in column: UnsafeMutableRawBufferPointer
  ) {
    let bytes = observation.width * observation.elementType.byteCount
    encode(
      UnsafeMutableBufferPointer(rebasing: row[..<observation.width]),
      into: UnsafeMutableRawBufferPointer(rebasing: column[lane * bytes..<(lane + 1) * bytes]))
  }

  private func load(
    _ lane: Int, of column: UnsafeMutableRawBufferPointer, into row: UnsafeMutableBufferPointer<Double>
  ) {
    let base = lane * observation.width
    for index in 0..<observation.width {
      switch observation.elementType {
      case .float32: row[index] = Double(column.load(fromByteOffset: (base + index) * 4, as: Float.self))
      case .float64: row[index] = column.load(fromByteOffset: (base + index) * 8, as: Double.self)
      case .int64: row[index] = Double(column.load(fromByteOffset: (base + index) * 8, as: Int64.self))
      }
    }
  }

  // A lane ends as failed when something is not finite, and that is replaced by zero. As in a simulation,
  // this comes before the rules: they see the mended numbers, and a delay cannot hide the failure.

  func failSignalsNotFinite(_ columns: BatchColumns) {
    if allFinite(columns.rewards) && allFinite(columns.costs) { return }
    for lane in 0..<count {
      mend(&columns.rewards[lane], lane, columns)
      for cell in lane * costCount..<(lane + 1) * costCount { mend(&columns.costs[cell], lane, columns) }
    }
  }

  func failRowsNotFinite(_ columns: BatchColumns) {
    if allFinite(rows) { return }
    for index in rows.indices { mend(&rows[index], index / observation.width, columns) }
  }

  /// Covers what observation rules or the rounding to single precision made infinite, too.
  func failObservationsNotFinite(_ columns: BatchColumns) {
    if allFinite(columns.observations) { return }
    for lane in 0..<count {
      load(lane, of: columns.observations, into: seen)
      for index in 0..<observation.width { mend(&seen[index], lane, columns) }
      store(seen, as: lane, in: columns.observations)
    }
  }

  func zeroNotFinite(_ column: UnsafeMutableBufferPointer<Double>) {
    if allFinite(column) { return }
    for index in column.indices where !column[index].isFinite { column[index] = 0 }
  }

  private func mend(_ value: inout Double, _ lane: Int, _ columns: BatchColumns) {
    guard !value.isFinite else { return }
    value = 0
    columns.endings[lane] |= Ending([.failed, .truncated]).rawValue
  }

  private func allFinite(_ column: UnsafeMutableBufferPointer<Double>) -> Bool {
    // All exponent bits set means infinite or NaN. Integer operations vectorise; float sums would not.
    var found: UInt64 = 0
    for index in 0..<column.count {
      let exponent = column[index].bitPattern & 0x7FF0_0000_0000_0000
      found |= exponent &+ 0x0010_0000_0000_0000
    }
    return found & 0x8000_0000_0000_0000 == 0
  }

  private func allFinite(_ column: UnsafeMutableRawBufferPointer) -> Bool {
    switch observation.elementType {
    case .int64: return true
    case .float64: return allFinite(column.assumingMemoryBound(to: Double.self))
    case .float32:
      let numbers = column.assumingMemoryBound(to: UInt32.self)
      var found: UInt32 = 0
      for index in 0..<numbers.count { found |= (numbers[index] & 0x7F80_0000) &+ 0x0080_0000 }
      return found & 0x8000_0000 == 0
    }
  }
}
