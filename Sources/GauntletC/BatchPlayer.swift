import Batching
import CGauntlet
import DecisionProcesses
import EnvironmentCatalog
import Recipes

/// A batch behind a handle.
final class BatchPlayer: Player {
  private let batch: any BatchEnvironment
  private let actionBounds: ActionBounds
  private let natureBounds: ActionBounds
  private var work: BatchColumns?
  private var actions = UnsafeRawBufferPointer(start: nil, count: 0)
  /// Memory for columns that the engine needs and the caller does not want; made when first needed.
  private var spare = SpareColumns()
  private var hasSeed = false
  /// Lanes that wait for a reset; for the manual rule.
  private var waits: [UInt8]
  private var anyWaits = true
  private let reservation: Reservation

  init(_ recipe: Recipe, _ options: gauntlet_batch_options) throws(Failure) {
    let lanes = max(options.lanes, 1)
    guard lanes <= UInt64(GAUNTLET_LANE_LIMIT) else {
      throw Failure(GAUNTLET_TOO_LARGE, "lanes is \(lanes); at most \(GAUNTLET_LANE_LIMIT) are allowed")
    }
    let threads = max(options.threads, 1)
    guard threads <= UInt32(GAUNTLET_THREAD_LIMIT) else {
      throw Failure(GAUNTLET_TOO_LARGE, "threads is \(threads); at most \(GAUNTLET_THREAD_LIMIT) are allowed")
    }
    let rule: ResetRule
    switch options.reset_rule {
    case GAUNTLET_RESET_MANUAL: rule = .manual
    case GAUNTLET_RESET_SAME_STEP: rule = .sameStep
    default:
      throw .badArgument("reset_rule is \(options.reset_rule); use one of the GAUNTLET_RESET_ constants")
    }
    // A single environment tells the shape, and whether the recipe is right.
    let recipe = try recipe.with(horizon: options.horizon)
    let (single, _) = try makeEnvironment(recipe)
    var observation = single.observationSpace.description
    var action = single.actionSpace.description
    var nature = single.seatDescription
    observation.elementType = try .chosen(options.observation_element, for: observation, "observation_element")
    action.elementType = try chosenAction(options.action_element, for: action)
    nature.elementType = try .chosen(options.nature_element, for: nature, "nature_element")
    let shards = min(Int(threads), Int(lanes))
    let made: Admitted<any BatchEnvironment>
    do throws(RecipeError) {
      made = try EnvironmentCatalog.makeBatch(
        recipe, count: Int(lanes),
        options: BatchOptions(
          resetRule: rule, shards: shards, observationType: observation.elementType,
          actionType: action.elementType), within: Reservation.available)
    } catch {
      throw Failure(error)
    }
    guard let batch = made.value else { throw Reservation.refusal(made.bytes, remedy: "use fewer lanes") }
    reservation = try Reservation(made.bytes, remedy: "use fewer lanes")
    self.batch = batch
    actionBounds = ActionBounds(action, name: "the action")
    natureBounds = ActionBounds(nature, name: "nature's action")
    waits = Array(repeating: 1, count: rule == .manual ? Int(lanes) : 0)
    super.init(
      PlayedShape(
        kind: GAUNTLET_BATCH, lanes: Int(lanes), threads: shards, horizon: batch.task.horizon,
        resetRule: options.reset_rule, observation: observation, action: action, nature: nature,
        costCount: batch.task.costs.count, marginCount: single.margins.count,
        diagnosticCount: single.diagnostics.count, parameterCount: single.parameters.count))
  }

  class override var wanted: String { "a batch" }

  override func columnsChanged() {
    guard let columns else {
      work = nil
      return
    }
    let lanes = shape.lanes
    let rowBytes = shape.observation.width * shape.observation.elementType.byteCount
    actions = UnsafeRawBufferPointer(
      start: columns.actions, count: lanes * shape.action.width * shape.action.elementType.byteCount)
    func doubles(
      _ start: UnsafeMutablePointer<Double>?, _ count: Int, orSpare keyPath: WritableKeyPath<SpareColumns, Spare>
    ) -> UnsafeMutableBufferPointer<Double> {
      let memory = start ?? spare[keyPath: keyPath].memory(count * 8).assumingMemoryBound(to: Double.self)
      return UnsafeMutableBufferPointer(start: memory, count: count)
    }
    work = BatchColumns(
      observations: UnsafeMutableRawBufferPointer(
        start: columns.observations ?? spare.observations.memory(lanes * rowBytes), count: lanes * rowBytes),
      finalObservations: columns.finalObservations.map {
        UnsafeMutableRawBufferPointer(start: $0, count: lanes * rowBytes)
      },
      rewards: doubles(columns.rewards, lanes, orSpare: \.rewards),
      costs: doubles(columns.costs, lanes * shape.costCount, orSpare: \.costs),
      endings: UnsafeMutableBufferPointer(
        start: columns.endings ?? spare.endings.memory(lanes).assumingMemoryBound(to: UInt8.self), count: lanes),
      trueRewards: columns.trueRewards.map { UnsafeMutableBufferPointer(start: $0, count: lanes) },
      trueCosts: columns.trueCosts.map { UnsafeMutableBufferPointer(start: $0, count: lanes * shape.costCount) })
  }

  override func reset(seed: UInt64) throws(Failure) {
    guard let work, let columns else { throw Self.notBound }
    batch.reset(seed: seed, into: work)
    hasSeed = true
    clear(work, columns, nil)
  }

  override func reset(where mask: UnsafePointer<UInt8>?, seeds: UnsafePointer<UInt64>?) throws(Failure) {
    guard let work, let columns else { throw Self.notBound }
    guard seeds == nil else { throw Failure(GAUNTLET_UNSUPPORTED, "a batch has no seeds per lane; use one seed") }
    guard hasSeed else { throw Failure(GAUNTLET_NEEDS_RESET, "no seed was set yet; call gauntlet_reset first") }
    let all = mask == nil ? [UInt8](repeating: 1, count: shape.lanes) : []
    all.withUnsafeBufferPointer { ones in
      batch.reset(where: UnsafeBufferPointer(start: mask ?? ones.baseAddress, count: shape.lanes), into: work)
    }
    clear(work, columns, mask)
  }

  /// Sets what a reset does not write to zero, in the lanes of the mask.
  private func clear(_ work: BatchColumns, _ columns: BoundColumns, _ mask: UnsafePointer<UInt8>?) {
    let costCount = shape.costCount
    for lane in 0..<shape.lanes where mask.map({ $0[lane] != 0 }) ?? true {
      work.rewards[lane] = 0
      columns.trueRewards?[lane] = 0
      for cell in lane * costCount..<(lane + 1) * costCount {
        work.costs[cell] = 0
        columns.trueCosts?[cell] = 0
      }
      work.endings[lane] = 0
      columns.terminated?[lane] = 0
      columns.truncated?[lane] = 0
      if !waits.isEmpty { waits[lane] = 0 }
    }
    anyWaits = waits.contains(1)
  }

  override func stepBound() -> gauntlet_status {
    guard let work, let columns else { return fail(Self.notBound) }
    guard hasSeed else { return fail(Self.needsReset(0)) }
    if shape.resetRule == GAUNTLET_RESET_MANUAL && anyWaits {
      return fail(Self.needsReset(waits.firstIndex { $0 != 0 } ?? 0))
    }
    if let fault = actionBounds.firstFault(columns.actions, shape.lanes) {
      return fail(actionBounds.failure(columns.actions, at: fault))
    }
    batch.step(actions: actions, into: work)
    let endings = UnsafePointer(work.endings.baseAddress.unsafelyUnwrapped)
    splitEndings(endings, shape.lanes, columns.terminated, columns.truncated)
    if shape.resetRule == GAUNTLET_RESET_MANUAL { noteWaiting(endings) }
    return GAUNTLET_OK
  }

  private func noteWaiting(_ endings: UnsafePointer<UInt8>) {
    var any: UInt8 = 0
    for lane in 0..<shape.lanes {
      waits[lane] = endings[lane]
      any |= endings[lane]
    }
    anyWaits = any != 0
  }

  override func save() throws(Failure) -> [UInt8] { throw Failure(GAUNTLET_UNSUPPORTED, "a batch has no snapshot; use environments") }
  override var snapshotBytes: Int { 0 }
  override func restore(_ bytes: [UInt8]) throws(Failure) { throw Failure(GAUNTLET_UNSUPPORTED, "a batch has no snapshot; use environments") }
}

/// Memory that is kept once it was needed.
final class Spare {
  private var bytes: UnsafeMutableRawBufferPointer?

  /// `count` bytes, the same at every call.
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

private struct SpareColumns {
  var observations = Spare()
  var rewards = Spare()
  var costs = Spare()
  var endings = Spare()
}
