/// The arrays of a solution in progress; nothing else is allocated while it runs.
@usableFromInline
final class SweepBuffers {
  @usableFromInline let stateCount: Int
  /// Values before a sweep; shape [states + 1], the last one the end's 0.
  @usableFromInline var values: UnsafeMutablePointer<Double>
  /// Values after a sweep; same shape.
  @usableFromInline var swept: UnsafeMutablePointer<Double>
  /// The best values so far, once some have been kept; same shape.
  @usableFromInline var kept: UnsafeMutablePointer<Double>?
  /// Greedy policy of the last full sweep.
  @usableFromInline let policy: PolicyRows

  @usableFromInline
  init(_ rows: TableRows, mixes: Bool) {
    stateCount = rows.stateCount
    values = .allocate(capacity: stateCount + 1)
    values.initialize(repeating: 0, count: stateCount + 1)
    swept = .allocate(capacity: stateCount + 1)
    swept.initialize(repeating: 0, count: stateCount + 1)
    policy = PolicyRows(stateCount: stateCount, actionCount: rows.actionCount, mixes: mixes)
  }

  deinit {
    values.deallocate()
    swept.deallocate()
    kept?.deallocate()
    policy.deallocate()
  }

  @inlinable
  func exchange() { (values, swept) = (swept, values) }

  /// Keeps a copy of the values. O(states).
  @usableFromInline
  func keep() {
    let copy = kept ?? .allocate(capacity: stateCount + 1)
    copy.update(from: values, count: stateCount + 1)
    kept = copy
  }

  /// Goes back to the values that were kept. O(states).
  @usableFromInline
  func restore() {
    if let kept { values.update(from: kept, count: stateCount + 1) }
  }
}

/// What a sweep changed: extremes of T v - v, and the largest |v| or |T v|.
@frozen
@usableFromInline
struct SweepChange: Sendable {
  @usableFromInline var low: Double
  @usableFromInline var high: Double
  @usableFromInline var size: Double

  /// With ends, the end's own change 0 counts.
  @inlinable
  init(hasTermination: Bool) {
    low = hasTermination ? 0 : .infinity
    high = hasTermination ? 0 : -.infinity
    size = 0
  }

  @inlinable @inline(__always)
  mutating func add(from old: Double, to new: Double) {
    let difference = new - old
    if difference < low { low = difference }
    if difference > high { high = difference }
    let magnitude = max(abs(old), abs(new))
    if magnitude > size { size = magnitude }
  }

  /// The extremes of both; the order does not matter, so neither do chunks nor threads.
  @inlinable
  mutating func merge(_ other: SweepChange) {
    low = min(low, other.low)
    high = max(high, other.high)
    size = max(size, other.size)
  }
}
