import Batching
import CGauntlet
import DecisionProcesses
import EnvironmentCatalog
import Recipes

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A batch behind a handle.
final class BatchPlayer: Player {
  private let batch: any BatchEnvironment
  private let recipe: String
  private let actionBounds: ActionBounds
  private let natureBounds: ActionBounds
  /// What is bound.
  private var binding: Binding?
  /// Columns that `gauntlet_step_into` has accepted lately: callers step into the same few again and again.
  private var accepted: [Accepted] = []
  private var nextAccepted = 0
  private let spare = SpareColumns()
  private var hasSeed = false
  /// A mask of all lanes.
  private let everyLane: [UInt8]
  /// Lanes that wait for a reset, where they are not 0; for the manual rule.
  private var waits: [UInt8]
  private var anyWaits = true
  private let reservation: Reservation
  private let actionBytes: Int
  private let actionAlignment: Int

  init(_ recipe: Recipe, _ options: gauntlet_batch_options) throws(Failure) {
    let rule: ResetRule
    switch options.reset_rule {
    case GAUNTLET_RESET_MANUAL: rule = .manual
    case GAUNTLET_RESET_SAME_STEP: rule = .sameStep
    case GAUNTLET_RESET_NEXT_STEP: rule = .nextStep
    default:
      throw .badArgument("reset_rule is \(options.reset_rule); use one of the GAUNTLET_RESET_ constants")
    }
    let request = try BatchRequest(recipe, options)
    var nature = request.single.seatDescription
    nature.elementType = try .chosen(options.nature_element, for: nature, "nature_element")
    let (lanes, action) = (request.lanes, request.action)
    let shards = min(max(request.threads, 1), lanes)
    let made: Admitted<any BatchEnvironment>
    do throws(RecipeError) {
      made = try EnvironmentCatalog.makeBatch(
        request.recipe, count: lanes,
        options: BatchOptions(
          resetRule: rule, shards: shards, observationType: request.observation.elementType,
          actionType: action.elementType, seatType: nature.elementType), within: Reservation.available)
    } catch {
      throw Failure(error)
    }
    guard let batch = made.value else { throw Reservation.refusal(made.bytes, remedy: "use fewer lanes") }
    reservation = try Reservation(made.bytes, remedy: "use fewer lanes")
    self.batch = batch
    self.recipe = request.recipe.description
    actionBounds = ActionBounds(action, name: "the action")
    natureBounds = ActionBounds(nature, name: "nature's action")
    actionBytes = lanes * action.width * action.elementType.byteCount
    actionAlignment = action.elementType.byteCount
    everyLane = Array(repeating: 1, count: lanes)
    waits = Array(repeating: 1, count: rule == .manual ? lanes : 0)
    super.init(
      request.shape(
        kind: GAUNTLET_BATCH, threads: shards, horizon: batch.task.horizon, resetRule: options.reset_rule,
        nature: nature, costCount: batch.task.costs.count))
  }

  class override var wanted: String { "a batch" }

  override func columnsChanged() { binding = columns.map(prepared) }

  private func prepared(_ columns: BoundColumns) -> Binding {
    Binding(columns: columns, work: spare.complete(columns, of: shape, rows: shape.lanes))
  }

  override func reset(seed: UInt64) throws(Failure) {
    guard let binding else { throw Self.notBound }
    batch.reset(seed: seed, into: binding.work)
    hasSeed = true
    clear(binding, nil)
  }

  override func reset(where mask: UnsafePointer<UInt8>?, seeds: UnsafePointer<UInt64>?) throws(Failure) {
    guard let binding else { throw Self.notBound }
    guard hasSeed || (mask == nil && seeds != nil) else {
      throw Failure(
        GAUNTLET_NEEDS_RESET, "no lane has a seed yet; start all of them with gauntlet_reset or with seeds first")
    }
    everyLane.withUnsafeBufferPointer { every in
      let chosen = UnsafeBufferPointer(start: mask ?? every.baseAddress, count: shape.lanes)
      if let seeds {
        let seeds = UnsafeBufferPointer(start: seeds, count: shape.lanes)
        batch.reset(where: chosen, seeds: seeds, into: binding.work)
      } else {
        batch.reset(where: chosen, into: binding.work)
      }
    }
    hasSeed = true
    clear(binding, mask)
  }

  /// Sets what a reset does not write to zero, in the lanes of the mask.
  private func clear(_ binding: Binding, _ mask: UnsafePointer<UInt8>?) {
    let (work, columns) = (binding.work, binding.columns)
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
    anyWaits = waits.contains { $0 != 0 }
  }

  override func stepBound() -> gauntlet_status {
    guard let binding else { return fail(Self.notBound) }
    return step(binding)
  }

  override func step(into columns: UnsafePointer<gauntlet_columns>?) -> gauntlet_status {
    guard let columns, UInt(bitPattern: columns) % 8 == 0 else { return super.step(into: columns) }
    for known in accepted where known.agrees(with: columns) {
      if known.readActions(of: columns, actionBytes, actionAlignment) { return step(known.binding) }
    }
    var fresh: Binding?
    let checked = attempt { () throws(Failure) in fresh = prepared(try BoundColumns(columns, for: shape)) }
    guard let fresh else { return checked }
    let entry = Accepted(given: columns.pointee, binding: fresh)
    if accepted.count < 2 {
      accepted.append(entry)
    } else {
      accepted[nextAccepted] = entry
      nextAccepted = 1 - nextAccepted
    }
    return step(fresh)
  }

  private func step(_ binding: Binding) -> gauntlet_status {
    guard hasSeed else { return fail(Self.needsReset(0)) }
    if shape.resetRule == GAUNTLET_RESET_MANUAL && anyWaits {
      return fail(Self.needsReset(waits.firstIndex { $0 != 0 } ?? 0))
    }
    let columns = binding.columns
    if let fault = actionBounds.firstFault(columns.actions, shape.lanes) {
      return fail(actionBounds.failure(columns.actions, at: fault))
    }
    let actions = UnsafeRawBufferPointer(start: columns.actions, count: actionBytes)
    if let nature = columns.nature {
      if let fault = natureBounds.firstFault(nature, shape.lanes) {
        return fail(natureBounds.failure(nature, at: fault))
      }
      let row = shape.nature.width * shape.nature.elementType.byteCount
      batch.step(
        actions: actions, nature: UnsafeRawBufferPointer(start: nature, count: shape.lanes * row),
        into: binding.work)
    } else {
      batch.step(actions: actions, into: binding.work)
    }
    let endings = UnsafePointer(binding.work.endings.baseAddress.unsafelyUnwrapped)
    splitEndings(endings, shape.lanes, columns.terminated, columns.truncated)
    if shape.resetRule == GAUNTLET_RESET_MANUAL { noteWaiting(endings) }
    return GAUNTLET_OK
  }

  override func rollout(_ steps: Int, _ columns: BoundColumns) throws(Failure) {
    guard shape.resetRule == GAUNTLET_RESET_SAME_STEP else {
      throw Failure(
        GAUNTLET_UNSUPPORTED, "only lanes that reset in the same step can be rolled out; make the batch with "
          + "GAUNTLET_RESET_SAME_STEP")
    }
    guard hasSeed else { throw Self.needsReset(0) }
    guard columns.nature == nil else {
      throw Failure(
        GAUNTLET_UNSUPPORTED, "column 'nature': a rollout reads no actions of nature; step with gauntlet_step_into")
    }
    let rows = steps * shape.lanes
    if let fault = actionBounds.firstFault(columns.actions, rows) {
      throw actionBounds.failure(columns.actions, at: fault)
    }
    let work = spare.complete(columns, of: shape, rows: rows)
    let bytes = rows * shape.action.width * shape.action.elementType.byteCount
    batch.rollout(
      steps: steps, actions: UnsafeRawBufferPointer(start: columns.actions, count: bytes), into: work)
    let endings = UnsafePointer(work.endings.baseAddress.unsafelyUnwrapped)
    splitEndings(endings, rows, columns.terminated, columns.truncated)
    // The spare memory may have moved.
    accepted = []
    columnsChanged()
  }

  private func noteWaiting(_ endings: UnsafePointer<UInt8>) {
    var any: UInt8 = 0
    for lane in 0..<shape.lanes {
      waits[lane] = endings[lane]
      any |= endings[lane]
    }
    anyWaits = any != 0
  }

  // MARK: Snapshots

  override func save() throws(Failure) -> [UInt8] {
    guard hasSeed else {
      throw Failure(GAUNTLET_NEEDS_RESET, "nothing has begun that could be saved; call gauntlet_reset first")
    }
    var writer = ByteWriter()
    writer.write(recipe)
    return writer.bytes + batch.save()
  }

  override var snapshotBytes: Int { batch.save().count }

  override func restore(_ bytes: [UInt8]) throws(Failure) {
    do throws(SnapshotError) {
      var reader = ByteReader(bytes)
      let text = try reader.readText()
      guard text == recipe else {
        throw SnapshotError("a snapshot of '\(text)' cannot restore '\(recipe)'", offset: 0)
      }
      try batch.restore(Array(bytes[reader.offset...]))
    } catch {
      throw Failure(GAUNTLET_BAD_SNAPSHOT, "\(error); pass what gauntlet_save wrote for a batch made alike")
    }
    hasSeed = true
    if !waits.isEmpty {
      for lane in waits.indices { waits[lane] = batch.waitsForReset(lane) ? 1 : 0 }
      anyWaits = waits.contains { $0 != 0 }
    }
  }
}

/// Columns that were checked, and the engine's view of them.
///
/// A class, so that a step copies neither.
private final class Binding {
  var columns: BoundColumns
  let work: BatchColumns

  init(columns: BoundColumns, work: BatchColumns) {
    self.columns = columns
    self.work = work
  }
}

/// A structure of columns as the caller gave it, and what it stands for.
private final class Accepted {
  private static let start = MemoryLayout<gauntlet_columns>.offset(of: \.actions.bytes) ?? 0
  private let given: gauntlet_columns
  let binding: Binding

  init(given: gauntlet_columns, binding: Binding) {
    self.given = given
    self.binding = binding
  }

  /// Whether the caller's structure is this one, wherever its actions lie.
  func agrees(with columns: UnsafePointer<gauntlet_columns>) -> Bool {
    guard columns.pointee.size == given.size, columns.pointee.actions.data != nil else { return false }
    let start = Self.start
    return withUnsafeBytes(of: given) { own in
      memcmp(
        UnsafeRawPointer(columns) + start, own.baseAddress.unsafelyUnwrapped + start,
        MemoryLayout<gauntlet_columns>.size - start) == 0
    }
  }

  func readActions(
    of columns: UnsafePointer<gauntlet_columns>, _ bytes: Int, _ alignment: Int
  ) -> Bool {
    let data = columns.pointee.actions.data.unsafelyUnwrapped
    return data == binding.columns.actions
      || binding.columns.readActions(from: data, bytes: UInt(bytes), alignment: UInt(alignment))
  }
}
