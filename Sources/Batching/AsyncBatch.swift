import DecisionProcesses
import Perturbations

/// Many lanes of one process that are stepped as actions for them come, for worlds whose steps cost unevenly.
///
///     let batch = try AsyncBatch(HardWorld(), count: 64, workers: 2)
///     batch.reset(seed: 7, into: storage)
///     batch.send(actions: all, lanes: everyLane)
///     while training {
///       let found = batch.receive(minimum: 16, into: ready)
///       // Rows ready[..<found] of `storage` hold what their steps led to; the other lanes go on meanwhile.
///       batch.send(actions: next, lanes: ready[..<found])
///     }
///
/// Which lanes are ready first depends on the machine, what happens in a lane does not: it is that of the
/// lane of a `Batch`. Lanes start their next episode in the step that ends one (`ResetRule.sameStep`).
/// Stepping allocates nothing and locks nothing. One thread at a time may call.
public final class AsyncBatch {
  public let count: Int
  public let observationDescription: RowDescription
  public let actionDescription: RowDescription
  public let task: TaskDescription
  /// Whether the process knows its margins, so that a margin column may be asked for.
  public let hasMargins: Bool
  private let core: LaneQueue
  /// Keeps the memory of columns that are not the caller's while lanes may be written to it.
  private var storage: BatchStorage?

  /// - Parameters:
  ///   - workers: threads that step lanes while the caller does other things; with none, `receive` steps
  ///     them.
  ///   - observationType: element type of the observation column; the space's own by default.
  ///   - actionType: element type of the action column; the space's own by default.
  /// - Throws: `PerturbationError` when a rule does not fit the process.
  /// - Precondition: `count > 0`, `workers >= 0`, `horizon > 0`; categorical rows keep their type.
  public init<Process: DecisionProcess>(
    _ process: Process, count: Int, rules: some RuleSequence = NoRules(), horizon: Int? = nil, workers: Int,
    observationType: ElementType? = nil, actionType: ElementType? = nil
  ) throws(PerturbationError) {
    precondition(count > 0, "a batch needs at least one lane, not \(count)")
    precondition(workers >= 0, "there cannot be \(workers) workers")
    let plan = try BatchPlan(
      process, rules: rules, horizon: horizon, resetRule: .sameStep, observationType: observationType,
      actionType: actionType, seatType: .float32)
    self.count = count
    task = plan.task
    observationDescription = plan.observation
    actionDescription = plan.action
    hasMargins = plan.hasMargins
    let maker = EngineMaker(process, laneParameters: plan.hasLaneParameters, usesColumns: false)
    core = LaneQueue(
      (0..<count).map { plan.shard(process, maker.make(1), $0..<$0 + 1) },
      spaces: (0...workers).map { _ in plan.workspace(process, maker, lanes: 1) }, shape: plan.shape(of: count))
  }

  deinit { core.stop() }

  /// Starts episode 0 of `seed` in every lane and writes the first observations. Waits for lanes that are
  /// still being stepped, and forgets them.
  ///
  /// - Parameter columns: for `count` lanes; written until the next reset or the end of the batch, and valid
  ///   as long.
  public func reset(seed: UInt64, into columns: BatchColumns) {
    core.reset(seed: seed, into: columns)
    storage = nil
  }

  /// The same into columns that the batch then keeps alive itself, until the next reset, `release` or its end.
  public func reset(seed: UInt64, into storage: BatchStorage) {
    core.reset(seed: seed, into: storage.columns)
    self.storage = storage
  }

  /// The same with episode 0 of its own seed in every lane: lane i then behaves like a single environment with
  /// seed `seeds[i]` and lane 0.
  ///
  /// - Precondition: there are `count` seeds.
  public func reset(seeds: UnsafeBufferPointer<UInt64>, into columns: BatchColumns) {
    core.reset(seeds: seeds, into: columns)
    storage = nil
  }

  /// Waits for lanes that are still being stepped, forgets them, and lets go of the columns; a reset is due.
  public func release() {
    core.release()
    storage = nil
  }

  /// Hands over the next action of some lanes: `actions` holds one row for each of `lanes`, in their order.
  /// It is copied.
  ///
  /// - Precondition: a seed was set; every lane was received since it was last sent; every action lies in its
  ///   space.
  public func send(actions: UnsafeRawBufferPointer, lanes: UnsafeBufferPointer<Int32>) {
    core.send(actions, lanes)
  }

  /// Lanes that were sent and not received yet.
  public var pending: Int { core.pending }

  /// Waits until at least `minimum` of the pending lanes have been stepped, writes the numbers of as many as
  /// fit to `lanes` and returns how many; their rows of the columns hold the results.
  ///
  /// - Precondition: `0 <= minimum <= pending`, and `lanes` has room for `minimum`.
  public func receive(minimum: Int, into lanes: UnsafeMutableBufferPointer<Int32>) -> Int {
    core.receive(minimum, lanes)
  }
}
