import DecisionProcesses

/// The sizes of a batch's columns.
struct BatchShape {
  var lanes: Int
  var observationBytes: Int
  var costCount: Int
  var diagnosticCount: Int
  var actionBytes: Int
  var seatBytes: Int
  var hasMargins: Bool

  /// - Precondition: every column has the size of `steps` steps.
  func check(_ columns: BatchColumns, steps: Int = 1) {
    let rows = lanes * steps
    let bytes = rows * observationBytes
    precondition(columns.observations.count == bytes, "the observation column needs \(bytes) bytes")
    if let column = columns.finalObservations {
      precondition(column.count == bytes, "the final observations need \(bytes) bytes")
    }
    precondition(columns.rewards.count == rows, "the reward column needs \(rows) numbers")
    precondition(columns.endings.count == rows, "the ending column needs \(rows) bytes")
    let costs = rows * costCount
    precondition(columns.costs.count == costs, "the cost column needs \(costs) numbers")
    if let column = columns.trueRewards {
      precondition(column.count == rows, "the true rewards need \(rows) numbers")
    }
    if let column = columns.trueCosts {
      precondition(column.count == costs, "the true costs need \(costs) numbers")
    }
    if let column = columns.margins {
      precondition(hasMargins, "this world does not know its margins; pass no column")
      precondition(column.count == costs, "the margins need \(costs) numbers")
    }
    if let column = columns.diagnostics {
      let numbers = rows * diagnosticCount
      precondition(column.count == numbers, "the diagnostics need \(numbers) numbers")
    }
  }

  func check(actions: UnsafeRawBufferPointer, steps: Int = 1) {
    let bytes = lanes * steps * actionBytes
    precondition(actions.count == bytes, "the action column needs \(bytes) bytes, not \(actions.count)")
  }

  func check(nature: UnsafeRawBufferPointer) {
    precondition(seatBytes > 0, "nature has no seat in this batch; add an adversary-seat rule")
    let bytes = lanes * seatBytes
    precondition(nature.count == bytes, "nature's column needs \(bytes) bytes, not \(nature.count)")
  }
}

/// A batch's shards and helper threads, the same type for all worlds and rules, with what they are to do next
/// where the helpers find it.
final class BatchCore: PartedWork {
  let shape: BatchShape
  let shards: [Shard]
  /// One for each thread.
  private let spaces: [Workspace]
  private let snapshots: BatchSnapshots
  private let policy: UniformActions
  private var workers: WorkerPool?
  private var operation = Operation.reset(seed: 0)
  private var columns: BatchColumns?

  /// What the shards are to do. Pointers are those of the first lane.
  private enum Operation {
    case reset(seed: UInt64)
    case resetWhere(UnsafePointer<UInt8>)
    case resetSeeded(UnsafePointer<UInt8>, seeds: UnsafePointer<UInt64>)
    case step(UnsafeRawPointer, nature: UnsafeRawPointer?)
    case rollout(UnsafeRawPointer, steps: Int)
    case drawnRollout(UnsafeMutableRawPointer, steps: Int)

    var isReset: Bool {
      switch self {
      case .reset, .resetWhere, .resetSeeded: true
      case .step, .rollout, .drawnRollout: false
      }
    }
  }

  init(
    _ shards: [Shard], spaces: [Workspace], shape: BatchShape, snapshots: BatchSnapshots,
    policy: UniformActions, _ splitting: Splitting
  ) {
    self.shards = shards
    self.spaces = spaces
    self.shape = shape
    self.snapshots = snapshots
    self.policy = policy
    super.init()
    // A thread without a block of its own would only wait.
    let threads = min(spaces.count, shards.count)
    if threads > 1 { workers = WorkerPool(self, helpers: threads - 1, sharesAlways: splitting == .finest) }
  }

  /// Ends the helpers, on the thread that calls.
  func stop() { workers = nil }

  func reset(seed: UInt64, into columns: BatchColumns) {
    shape.check(columns)
    perform(.reset(seed: seed), columns)
  }

  func reset(where mask: UnsafeBufferPointer<UInt8>, into columns: BatchColumns) {
    shape.check(columns)
    precondition(mask.count == shape.lanes, "the mask needs \(shape.lanes) bytes, not \(mask.count)")
    perform(.resetWhere(mask.baseAddress!), columns)
  }

  func reset(
    where mask: UnsafeBufferPointer<UInt8>, seeds: UnsafeBufferPointer<UInt64>, into columns: BatchColumns
  ) {
    shape.check(columns)
    precondition(mask.count == shape.lanes, "the mask needs \(shape.lanes) bytes, not \(mask.count)")
    precondition(seeds.count == shape.lanes, "there are \(seeds.count) seeds for \(shape.lanes) lanes")
    perform(.resetSeeded(mask.baseAddress!, seeds: seeds.baseAddress!), columns)
  }

  func step(
    actions: UnsafeRawBufferPointer, nature: UnsafeRawBufferPointer?, into columns: BatchColumns
  ) {
    shape.check(columns)
    shape.check(actions: actions)
    if let nature { shape.check(nature: nature) }
    perform(.step(actions.baseAddress!, nature: nature.map { $0.baseAddress! }), columns)
  }

  func rollout(steps: Int, actions: UnsafeRawBufferPointer, into columns: BatchColumns) {
    check(steps, columns)
    shape.check(actions: actions, steps: steps)
    perform(.rollout(actions.baseAddress!, steps: steps), columns, units: steps)
  }

  func rollout(steps: Int, drawing actions: UnsafeMutableRawBufferPointer, into columns: BatchColumns) {
    check(steps, columns)
    shape.check(actions: UnsafeRawBufferPointer(actions), steps: steps)
    perform(.drawnRollout(actions.baseAddress!, steps: steps), columns, units: steps)
  }

  private func check(_ steps: Int, _ columns: BatchColumns) {
    precondition(steps > 0, "a rollout needs at least one step, not \(steps)")
    precondition(
      shards[0].resetRule == .sameStep, "lanes of a rollout start again by themselves: use sameStep")
    shape.check(columns, steps: steps)
  }

  func waitsForReset(_ lane: Int) -> Bool {
    precondition(lane >= 0 && lane < shape.lanes, "there is no lane \(lane)")
    return shards.first { $0.lanes.contains(lane) }?.waitsForReset(lane) ?? true
  }

  func save() -> [UInt8] { snapshots.save(shards) }

  func restore(_ bytes: [UInt8]) throws(SnapshotError) { try snapshots.restore(shards, from: bytes) }

  private func perform(_ operation: Operation, _ columns: BatchColumns, units: Int = 1) {
    self.operation = operation
    self.columns = columns
    if let workers {
      workers.run(parts: shards.count, units: units, isReset: operation.isReset)
    } else {
      for part in shards.indices { perform(part: part, worker: 0) }
    }
    self.columns = nil
  }

  override func perform(part number: Int, worker: Int) {
    guard let columns else { return }
    let (shard, space) = (shards[number], spaces[worker])
    let first = shard.lanes.lowerBound
    switch operation {
    case .reset(let seed): shard.reset(seed: seed, into: part(columns, first), space)
    case .resetWhere(let mask): shard.reset(where: mask + first, into: part(columns, first), space)
    case .resetSeeded(let mask, let seeds):
      shard.reset(where: mask + first, seeds: seeds + first, into: part(columns, first), space)
    case .step(let actions, let nature):
      shard.step(
        actions: actions + first * shape.actionBytes, nature: nature.map { $0 + first * shape.seatBytes },
        into: part(columns, first), space)
    case .rollout(let actions, let steps):
      for step in 0..<steps {
        let row = step * shape.lanes + first
        shard.step(actions: actions + row * shape.actionBytes, nature: nil, into: part(columns, row), space)
      }
    case .drawnRollout(let actions, let steps):
      for step in 0..<steps {
        let row = step * shape.lanes + first
        let column = actions + row * shape.actionBytes
        shard.drawActions(policy, into: column, space)
        shard.step(actions: column, nature: nil, into: part(columns, row), space)
      }
    }
  }

  private func part(_ columns: BatchColumns, _ row: Int) -> ColumnPart {
    ColumnPart(columns, from: row, of: shape)
  }
}
