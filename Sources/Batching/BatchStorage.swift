import DecisionProcesses

/// Columns owned by Swift code that has no memory of its own to offer.
public final class BatchStorage {
  /// What `step` and `reset` take.
  public let columns: BatchColumns
  private let description: RowDescription

  /// Zeroed columns that fit `steps` steps of `batch`, with final observations, with margins where the world
  /// knows them, and with the rewards and costs before rules where `keepsTruth`.
  public init(for batch: some BatchEnvironment, steps: Int = 1, keepsTruth: Bool = false) {
    let row = batch.observationDescription
    let rows = batch.count * steps
    let bytes = rows * row.rowBytes
    func raw() -> UnsafeMutableRawBufferPointer {
      let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes, alignment: 64)
      buffer.initializeMemory(as: UInt8.self, repeating: 0)
      return buffer
    }
    func column<T>(_ count: Int, _ value: T) -> UnsafeMutableBufferPointer<T> {
      let buffer = UnsafeMutableBufferPointer<T>.allocate(capacity: count)
      buffer.initialize(repeating: value)
      return buffer
    }
    let costs = rows * batch.task.costs.count
    description = row
    columns = BatchColumns(
      observations: raw(), finalObservations: raw(), rewards: column(rows, 0.0),
      costs: column(costs, 0.0), endings: column(rows, UInt8(0)),
      trueRewards: keepsTruth ? column(rows, 0.0) : nil,
      trueCosts: keepsTruth ? column(costs, 0.0) : nil,
      margins: batch.hasMargins ? column(costs, 0.0) : nil)
  }

  deinit {
    columns.observations.deallocate()
    columns.finalObservations?.deallocate()
    columns.rewards.deallocate()
    columns.costs.deallocate()
    columns.endings.deallocate()
    columns.trueRewards?.deallocate()
    columns.trueCosts?.deallocate()
    columns.margins?.deallocate()
  }

  /// The observation of `lane`, widened to Double; in a rollout of row `step * count + lane`.
  public func observation(_ lane: Int) -> [Double] { row(lane, of: columns.observations) }

  /// The last observation of the episode that ended in `lane`, widened to Double.
  public func finalObservation(_ lane: Int) -> [Double] {
    columns.finalObservations.map { row(lane, of: $0) } ?? []
  }

  public func ending(_ lane: Int) -> Ending { Ending(rawValue: columns.endings[lane]) }

  private func row(_ lane: Int, of bytes: UnsafeMutableRawBufferPointer) -> [Double] {
    let base = lane * description.width
    return (base..<base + description.width).map { index in
      switch description.elementType {
      case .float32: Double(bytes.load(fromByteOffset: index * 4, as: Float.self))
      case .float64: bytes.load(fromByteOffset: index * 8, as: Double.self)
      case .int64: Double(bytes.load(fromByteOffset: index * 8, as: Int64.self))
      }
    }
  }
}
