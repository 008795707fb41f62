import DecisionProcesses
import Perturbations

/// Many lanes of one process, with or without rules, stepped over the caller's columns.
///
///     let batch = try Batch(CartPole(), count: 1024)
///     let storage = BatchStorage(for: batch)
///     batch.reset(seed: 7, into: storage.columns)
///     actions.withUnsafeBytes { batch.step(actions: $0, into: storage.columns) }
///
/// A step allocates nothing. Results do not depend on `shards`.
public final class Batch<Process: DecisionProcess, Rules: RuleSequence>: BatchEnvironment {
  public let count: Int
  public let observationDescription: RowDescription
  public let actionDescription: RowDescription
  public let task: TaskDescription
  public let resetRule: ResetRule
  public let hasMargins: Bool
  public let seatDescription: RowDescription
  private let work: BatchWork
  private let snapshots: BatchSnapshots
  private let workers: WorkerPool?

  /// - Parameters:
  ///   - shards: threads that may work at the same time, the caller's among them.
  ///   - observationType: element type of the observation column; the space's own by default.
  ///   - actionType: element type of the action column; the space's own by default.
  ///   - seatType: element type of nature's column, float32 or float64.
  /// - Throws: `PerturbationError` when a rule does not fit the process.
  /// - Precondition: `count > 0`, `horizon > 0`, `1 <= shards <= count`; categorical rows keep their type.
  public init(
    _ process: Process, count: Int, rules: Rules, horizon: Int? = nil, resetRule: ResetRule = .sameStep,
    shards: Int = 1, observationType: ElementType? = nil, actionType: ElementType? = nil,
    seatType: ElementType = .float32
  ) throws(PerturbationError) {
    precondition(count > 0, "a batch needs at least one lane, not \(count)")
    precondition(shards >= 1 && shards <= count, "\(count) lanes cannot be split into \(shards) shards")
    var layout = RuleLayout(process)
    var prepared = rules
    try prepared.prepare(&layout)
    var observation = layout.observation
    if let observationType { observation.elementType = observationType }
    var action = process.actionSpace.description
    if let actionType { action.elementType = actionType }
    precondition(
      process.actionSpace.description.isCategorical == (action.elementType == .int64),
      "categorical actions travel as int64, others as float32 or float64")
    precondition(
      observation.elementType != .int64 || observation.isCategorical,
      "only categorical observations travel as int64")
    precondition(seatType != .int64, "nature's column holds real numbers: float32 or float64")
    var task = process.task
    task.horizon = horizon ?? task.horizon
    precondition(task.horizon > 0, "the horizon must be at least one step, not \(task.horizon)")
    self.count = count
    self.resetRule = resetRule
    self.task = task
    observationDescription = observation
    actionDescription = action
    hasMargins = process is any SafetyMargin
    seatDescription = RowDescription(prepared.seats.flatMap(\.components), elementType: seatType)
    let maker = EngineMaker(process, laneParameters: prepared.channels.contains(.parameters))
    let blocks = maker.blocks(of: count, shards: shards)
    let shardRules = TypedShardRules(prepared, memoryWidth: layout.memoryWidth)
    work = BatchWork(
      blocks.map { lanes in
        Shard(
          process, engine: maker.make(lanes.count), lanes: lanes, rules: shardRules,
          horizon: task.horizon, observation: observation, action: action, seatType: seatType,
          resetRule: resetRule)
      }, rowBytes: observation.rowBytes, costCount: task.costs.count,
      diagnosticCount: Process.diagnosticNames.count, actionBytes: action.rowBytes,
      seatBytes: seatDescription.rowBytes)
    snapshots = BatchSnapshots(
      process: String(describing: Process.self), rules: prepared.contents, parameters: process.parameterRow,
      horizon: task.horizon, lanes: count)
    workers = shards > 1 ? WorkerPool(work, helpers: shards - 1) : nil
  }

  public func reset(seed: UInt64, into columns: BatchColumns) {
    columns.check(fits: self)
    perform(.reset(seed: seed), columns)
  }

  public func reset(where mask: UnsafeBufferPointer<UInt8>, into columns: BatchColumns) {
    columns.check(fits: self)
    precondition(mask.count == count, "the mask needs \(count) bytes, not \(mask.count)")
    perform(.resetWhere(mask), columns)
  }

  public func reset(
    where mask: UnsafeBufferPointer<UInt8>, seeds: UnsafeBufferPointer<UInt64>, into columns: BatchColumns
  ) {
    columns.check(fits: self)
    precondition(mask.count == count, "the mask needs \(count) bytes, not \(mask.count)")
    precondition(seeds.count == count, "there are \(seeds.count) seeds for \(count) lanes")
    perform(.resetSeeded(mask, seeds: seeds), columns)
  }

  public func step(actions: UnsafeRawBufferPointer, into columns: BatchColumns) {
    columns.check(fits: self)
    check(actions)
    perform(.step(actions, nature: nil), columns)
  }

  public func step(
    actions: UnsafeRawBufferPointer, nature: UnsafeRawBufferPointer, into columns: BatchColumns
  ) {
    columns.check(fits: self)
    check(actions)
    precondition(seatDescription.width > 0, "nature has no seat in this batch; add an adversary-seat rule")
    let bytes = count * seatDescription.rowBytes
    precondition(nature.count == bytes, "nature's column needs \(bytes) bytes, not \(nature.count)")
    perform(.step(actions, nature: nature), columns)
  }

  public func waitsForReset(_ lane: Int) -> Bool {
    precondition(lane >= 0 && lane < count, "there is no lane \(lane)")
    return work.shards.first { $0.lanes.contains(lane) }?.waitsForReset(lane) ?? true
  }

  public func save() -> [UInt8] { snapshots.save(work.shards) }

  public func restore(_ bytes: [UInt8]) throws(SnapshotError) { try snapshots.restore(work.shards, from: bytes) }

  private func check(_ actions: UnsafeRawBufferPointer) {
    let bytes = count * actionDescription.rowBytes
    precondition(actions.count == bytes, "the action column needs \(bytes) bytes, not \(actions.count)")
  }

  private func perform(_ operation: BatchOperation, _ columns: BatchColumns, units: Int = 1) {
    work.operation = operation
    work.columns = columns
    if let workers { workers.run(parts: work.count, units: units) } else { work.performAll() }
    work.columns = nil
  }
}

extension Batch where Rules == NoRules {
  /// A batch without rules.
  public convenience init(
    _ process: Process, count: Int, horizon: Int? = nil, resetRule: ResetRule = .sameStep, shards: Int = 1,
    observationType: ElementType? = nil, actionType: ElementType? = nil
  ) throws(PerturbationError) {
    try self.init(
      process, count: count, rules: NoRules(), horizon: horizon, resetRule: resetRule, shards: shards,
      observationType: observationType, actionType: actionType)
  }
}

