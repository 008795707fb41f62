/// What the shards of a batch are to do.
enum BatchOperation {
  case reset(seed: UInt64)
  case resetWhere(UnsafeBufferPointer<UInt8>)
  case resetSeeded(UnsafeBufferPointer<UInt8>, seeds: UnsafeBufferPointer<UInt64>)
  case step(UnsafeRawBufferPointer, nature: UnsafeRawBufferPointer?)
}

/// A batch's shards with what they are to do next, where the helper threads find it.
final class BatchWork: PartedWork {
  let shards: [Shard]
  private let rowBytes: Int
  private let costCount: Int
  private let diagnosticCount: Int
  private let actionBytes: Int
  private let seatBytes: Int
  var operation = BatchOperation.reset(seed: 0)
  var columns: BatchColumns?

  init(
    _ shards: [Shard], rowBytes: Int, costCount: Int, diagnosticCount: Int, actionBytes: Int, seatBytes: Int
  ) {
    self.shards = shards
    self.rowBytes = rowBytes
    self.costCount = costCount
    self.diagnosticCount = diagnosticCount
    self.actionBytes = actionBytes
    self.seatBytes = seatBytes
  }

  var count: Int { shards.count }

  func performAll() {
    for part in shards.indices { perform(part: part) }
  }

  override func perform(part number: Int) {
    guard let columns else { return }
    let shard = shards[number]
    let first = shard.lanes.lowerBound
    let part = ColumnPart(columns, from: first, rowBytes: rowBytes, costCount: costCount, diagnosticCount: diagnosticCount)
    switch operation {
    case .reset(let seed): shard.reset(seed: seed, into: part)
    case .resetWhere(let mask): shard.reset(where: mask.baseAddress! + first, into: part)
    case .resetSeeded(let mask, let seeds):
      shard.reset(where: mask.baseAddress! + first, seeds: seeds.baseAddress! + first, into: part)
    case .step(let actions, let nature):
      shard.step(
        actions: actions.baseAddress! + first * actionBytes,
        nature: nature.map { $0.baseAddress! + first * seatBytes }, into: part)
    }
  }
}
