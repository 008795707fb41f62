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
  private let core: BatchCore

  /// - Parameters:
  ///   - shards: threads that may work at the same time, the caller's among them. They are used where they
  ///     make steps faster.
  ///   - observationType: element type of the observation column; the space's own by default.
  ///   - actionType: element type of the action column; the space's own by default.
  ///   - seatType: element type of nature's column, float32 or float64.
  /// - Throws: `PerturbationError` when a rule does not fit the process.
  /// - Precondition: `count > 0`, `horizon > 0`, `1 <= shards <= count`; categorical rows keep their type.
  public convenience init(
    _ process: Process, count: Int, rules: Rules, horizon: Int? = nil, resetRule: ResetRule = .sameStep,
    shards: Int = 1, observationType: ElementType? = nil, actionType: ElementType? = nil,
    seatType: ElementType = .float32
  ) throws(PerturbationError) {
    try self.init(
      process, count: count, rules: rules, horizon: horizon, resetRule: resetRule, shards: shards,
      observationType: observationType, actionType: actionType, seatType: seatType, splitting: .standard)
  }

  package init(
    _ process: Process, count: Int, rules: Rules, horizon: Int? = nil, resetRule: ResetRule = .sameStep,
    shards: Int = 1, observationType: ElementType? = nil, actionType: ElementType? = nil,
    seatType: ElementType = .float32, splitting: Splitting
  ) throws(PerturbationError) {
    precondition(count > 0, "a batch needs at least one lane, not \(count)")
    precondition(shards >= 1 && shards <= count, "\(count) lanes cannot be split into \(shards) shards")
    let plan = try BatchPlan(
      process, rules: rules, horizon: horizon, resetRule: resetRule, observationType: observationType,
      actionType: actionType, seatType: seatType)
    self.count = count
    self.resetRule = resetRule
    task = plan.task
    observationDescription = plan.observation
    actionDescription = plan.action
    hasMargins = plan.hasMargins
    seatDescription = plan.seats
    let maker = EngineMaker(process, laneParameters: plan.hasLaneParameters)
    let blocks = maker.blocks(of: count, shards: shards, splitting)
    let largest = blocks.map(\.count).max() ?? 1
    core = BatchCore(
      blocks.map { plan.shard(process, maker.make($0.count), $0) },
      spaces: (0..<shards).map { _ in plan.workspace(process, maker, lanes: largest) },
      shape: plan.shape(of: count), snapshots: plan.snapshots(of: count), policy: UniformActions(plan.action),
      splitting)
  }

  deinit { core.stop() }

  public func reset(seed: UInt64, into columns: BatchColumns) { core.reset(seed: seed, into: columns) }

  public func reset(where mask: UnsafeBufferPointer<UInt8>, into columns: BatchColumns) {
    core.reset(where: mask, into: columns)
  }

  public func reset(
    where mask: UnsafeBufferPointer<UInt8>, seeds: UnsafeBufferPointer<UInt64>, into columns: BatchColumns
  ) {
    core.reset(where: mask, seeds: seeds, into: columns)
  }

  public func step(actions: UnsafeRawBufferPointer, into columns: BatchColumns) {
    core.step(actions: actions, nature: nil, into: columns)
  }

  public func step(
    actions: UnsafeRawBufferPointer, nature: UnsafeRawBufferPointer, into columns: BatchColumns
  ) { core.step(actions: actions, nature: nature, into: columns) }

  public func rollout(steps: Int, actions: UnsafeRawBufferPointer, into columns: BatchColumns) {
    core.rollout(steps: steps, actions: actions, into: columns)
  }

  public func rollout(
    steps: Int, drawing actions: UnsafeMutableRawBufferPointer, into columns: BatchColumns
  ) { core.rollout(steps: steps, drawing: actions, into: columns) }

  public func waitsForReset(_ lane: Int) -> Bool { core.waitsForReset(lane) }

  public func save() -> [UInt8] { core.save() }

  public func restore(_ bytes: [UInt8]) throws(SnapshotError) { try core.restore(bytes) }
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
