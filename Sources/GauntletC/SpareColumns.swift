import Batching
import DecisionProcesses

/// Memory for columns that the engine needs and the caller does not want; made when first needed.
struct SpareColumns {
  private var observations = Spare()
  private var rewards = Spare()
  private var costs = Spare()
  private var endings = Spare()

  /// The engine's columns of `rows` rows: the caller's where there are some.
  ///
  /// Valid until the next call: more rows may move the spare memory.
  func complete(_ columns: BoundColumns, of shape: PlayedShape, rows: Int) -> BatchColumns {
    let observationBytes = rows * shape.observation.width * shape.observation.elementType.byteCount
    func doubles(
      _ start: UnsafeMutablePointer<Double>?, _ count: Int, or spare: Spare
    ) -> UnsafeMutableBufferPointer<Double> {
      let memory = start ?? spare.memory(count * 8).assumingMemoryBound(to: Double.self)
      return UnsafeMutableBufferPointer(start: memory, count: count)
    }
    func optional(
      _ start: UnsafeMutablePointer<Double>?, _ count: Int
    ) -> UnsafeMutableBufferPointer<Double>? {
      start.map { UnsafeMutableBufferPointer(start: $0, count: count) }
    }
    let costCount = rows * shape.costCount
    return BatchColumns(
      observations: UnsafeMutableRawBufferPointer(
        start: columns.observations ?? observations.memory(observationBytes), count: observationBytes),
      finalObservations: columns.finalObservations.map {
        UnsafeMutableRawBufferPointer(start: $0, count: observationBytes)
      },
      rewards: doubles(columns.rewards, rows, or: rewards),
      costs: doubles(columns.costs, costCount, or: costs),
      endings: UnsafeMutableBufferPointer(
        start: columns.endings ?? endings.memory(rows).assumingMemoryBound(to: UInt8.self), count: rows),
      trueRewards: optional(columns.trueRewards, rows), trueCosts: optional(columns.trueCosts, costCount),
      margins: optional(columns.margins, costCount),
      diagnostics: optional(columns.diagnostics, rows * shape.diagnosticCount))
  }
}

/// Memory that is kept once it was needed.
private final class Spare {
  private var bytes: UnsafeMutableRawBufferPointer?

  /// `count` bytes, the same until more are asked for.
  func memory(_ count: Int) -> UnsafeMutableRawPointer {
    if let bytes, bytes.count >= count, let start = bytes.baseAddress { return start }
    bytes?.deallocate()
    // One byte at least: an empty buffer may have no address.
    let fresh = UnsafeMutableRawBufferPointer.allocate(byteCount: max(count, 1), alignment: 64)
    fresh.initializeMemory(as: UInt8.self, repeating: 0)
    bytes = fresh
    return fresh.baseAddress.unsafelyUnwrapped
  }

  deinit { bytes?.deallocate() }
}
