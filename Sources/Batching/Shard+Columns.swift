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

  /// Ends lanes whose observation, reward or costs are not finite, and replaces those numbers by zero.
  func failLanesNotFinite(_ columns: BatchColumns) {
    let finite = allFinite(columns.rewards) && allFinite(columns.costs) && allFinite(columns.observations)
    if !finite { for lane in 0..<count { failIfNotFinite(lane, columns) } }
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

  private func failIfNotFinite(_ lane: Int, _ columns: BatchColumns) {
    var failed = false
    func mend(_ value: inout Double) {
      if !value.isFinite {
        value = 0
        failed = true
      }
    }
    mend(&columns.rewards[lane])
    for channel in 0..<costCount { mend(&columns.costs[lane * costCount + channel]) }
    load(lane, of: columns.observations, into: seen)
    for index in 0..<observation.width { mend(&seen[index]) }
    if failed {
      store(seen, as: lane, in: columns.observations)
      columns.endings[lane] |= Ending([.failed, .truncated]).rawValue
    }
  }
}
