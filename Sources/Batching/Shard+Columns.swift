import DecisionProcesses

/// Between the caller's columns and the shard's rows: element types, and numbers that are not finite.
extension Shard {
  /// - Precondition: every category lies in its space.
  func check(_ raw: UnsafeRawPointer) {
    let column = raw.assumingMemoryBound(to: UInt64.self)
    for (component, last) in lastCategories.enumerated() {
      // As unsigned, a negative action is a very large one.
      var largest: UInt64 = 0
      if actionWidth == 1 {
        for lane in 0..<count { largest = max(largest, column[lane]) }
      } else {
        for lane in 0..<count { largest = max(largest, column[lane * actionWidth + component]) }
      }
      precondition(largest <= last, "an action lies outside 0...\(last)")
    }
  }

  /// Widens the action column exactly.
  func decodeActions(_ raw: UnsafeRawPointer, into wide: UnsafeMutablePointer<Double>) {
    let numbers = count * actionWidth
    switch actionType {
    case .int64:
      let column = raw.assumingMemoryBound(to: Int64.self)
      for index in 0..<numbers { wide[index] = Double(Int32(truncatingIfNeeded: column[index])) }
    case .float32:
      let column = raw.assumingMemoryBound(to: Float.self)
      for index in 0..<numbers { wide[index] = Double(column[index]) }
    case .float64:
      wide.update(from: raw.assumingMemoryBound(to: Double.self), count: numbers)
    }
  }

  func encode(_ rows: UnsafeBufferPointer<Double>, into column: UnsafeMutableRawPointer) {
    switch observationType {
    case .float32:
      let out = column.assumingMemoryBound(to: Float.self)
      for index in 0..<rows.count { out[index] = Float(rows[index]) }
    case .float64:
      column.assumingMemoryBound(to: Double.self).update(from: rows.baseAddress!, count: rows.count)
    case .int64:
      let out = column.assumingMemoryBound(to: Int64.self)
      for index in 0..<rows.count { out[index] = Int64(rows[index]) }
    }
  }

  func store(_ row: UnsafeMutableBufferPointer<Double>, as lane: Int, in column: UnsafeMutableRawPointer) {
    let bytes = observationWidth * observationType.byteCount
    encode(UnsafeBufferPointer(rebasing: row[..<observationWidth]), into: column + lane * bytes)
  }

  private func load(
    _ lane: Int, of column: UnsafeMutableRawPointer, into row: UnsafeMutableBufferPointer<Double>
  ) {
    let base = lane * observationWidth
    for index in 0..<observationWidth {
      switch observationType {
      case .float32: row[index] = Double(column.load(fromByteOffset: (base + index) * 4, as: Float.self))
      case .float64: row[index] = column.load(fromByteOffset: (base + index) * 8, as: Double.self)
      case .int64: row[index] = Double(column.load(fromByteOffset: (base + index) * 8, as: Int64.self))
      }
    }
  }

  // A lane ends as failed when something is not finite, and that is replaced by zero. As in a simulation,
  // this comes before the rules: they see the mended numbers, and a delay cannot hide the failure.

  func failSignalsNotFinite(_ part: ColumnPart) {
    if allFinite(part.rewards, count) && allFinite(part.costs, count * costCount) { return }
    for lane in 0..<count {
      mend(&part.rewards[lane], lane, part)
      for cell in lane * costCount..<(lane + 1) * costCount { mend(&part.costs[cell], lane, part) }
    }
  }

  func failRowsNotFinite(_ rows: UnsafeMutablePointer<Double>, _ part: ColumnPart) {
    let numbers = count * observationWidth
    if allFinite(rows, numbers) { return }
    for index in 0..<numbers { mend(&rows[index], index / observationWidth, part) }
  }

  /// Covers what observation rules or the rounding to single precision made infinite, too.
  func failObservationsNotFinite(_ part: ColumnPart, _ space: Workspace) {
    let numbers = count * observationWidth
    switch observationType {
    case .int64: return
    case .float64: if allFinite(part.observations.assumingMemoryBound(to: Double.self), numbers) { return }
    case .float32: if allFinite(part.observations.assumingMemoryBound(to: UInt32.self), numbers) { return }
    }
    for lane in 0..<count {
      load(lane, of: part.observations, into: space.seen)
      for index in 0..<observationWidth { mend(&space.seen[index], lane, part) }
      store(space.seen, as: lane, in: part.observations)
    }
  }

  func zeroNotFinite(_ column: UnsafeMutablePointer<Double>, _ numbers: Int) {
    if allFinite(column, numbers) { return }
    for cell in 0..<numbers where !column[cell].isFinite { column[cell] = 0 }
  }

  private func mend(_ value: inout Double, _ lane: Int, _ part: ColumnPart) {
    guard !value.isFinite else { return }
    value = 0
    part.endings[lane] |= Ending([.failed, .truncated]).rawValue
  }

  private func allFinite(_ column: UnsafeMutablePointer<Double>, _ count: Int) -> Bool {
    // All exponent bits set means infinite or NaN. Integer operations vectorise; float sums would not.
    var found: UInt64 = 0
    for index in 0..<count {
      let exponent = column[index].bitPattern & 0x7FF0_0000_0000_0000
      found |= exponent &+ 0x0010_0000_0000_0000
    }
    return found & 0x8000_0000_0000_0000 == 0
  }

  /// The same for the bits of single precision.
  private func allFinite(_ column: UnsafeMutablePointer<UInt32>, _ count: Int) -> Bool {
    var found: UInt32 = 0
    for index in 0..<count { found |= (column[index] & 0x7F80_0000) &+ 0x0080_0000 }
    return found & 0x8000_0000 == 0
  }
}
