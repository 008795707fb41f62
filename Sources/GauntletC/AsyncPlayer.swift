import Batching
import CGauntlet
import DecisionProcesses
import EnvironmentCatalog
import Recipes

/// A batch behind a handle whose lanes are stepped as they become ready.
final class AsyncPlayer: Player {
  private let batch: AsyncBatch
  private let actionBounds: ActionBounds
  private let spare = SpareColumns()
  private var work: BatchColumns?
  private var hasSeed = false
  /// Lanes that were sent and not received.
  private var isPending: [Bool]
  private let reservation: Reservation

  init(_ recipe: Recipe, _ options: gauntlet_batch_options) throws(Failure) {
    guard options.reset_rule == GAUNTLET_RESET_SAME_STEP else {
      throw .badArgument(
        "reset_rule is \(options.reset_rule); lanes that are stepped apart need GAUNTLET_RESET_SAME_STEP")
    }
    guard options.nature_element == 0 else {
      throw .badArgument("nature_element is \(options.nature_element); nature has no column here, set it to 0")
    }
    let request = try BatchRequest(recipe, options)
    let made: Admitted<AsyncBatch>
    do throws(RecipeError) {
      made = try EnvironmentCatalog.makeAsyncBatch(
        request.recipe, count: request.lanes, workers: request.threads,
        observationType: request.observation.elementType, actionType: request.action.elementType,
        within: Reservation.available)
    } catch {
      throw Failure(error)
    }
    guard let batch = made.value else { throw Reservation.refusal(made.bytes, remedy: "use fewer lanes") }
    reservation = try Reservation(made.bytes, remedy: "use fewer lanes")
    self.batch = batch
    actionBounds = ActionBounds(request.action, name: "the action")
    isPending = Array(repeating: false, count: request.lanes)
    super.init(
      request.shape(
        kind: GAUNTLET_ASYNC, threads: request.threads, horizon: batch.task.horizon,
        resetRule: options.reset_rule, nature: RowDescription([], elementType: .float32),
        costCount: batch.task.costs.count))
  }

  class override var wanted: String { "what gauntlet_make_async stored" }

  override var stepsTogether: Bool { false }

  static var stepsApart: Failure {
    Failure(
      GAUNTLET_UNSUPPORTED, "the lanes of this handle are stepped apart; use gauntlet_send and gauntlet_receive")
  }

  override func stepBound() -> gauntlet_status { fail(Self.stepsApart) }

  override func columnsChanged() {
    batch.release()
    hasSeed = false
    forgetPending()
    work = columns.map { spare.complete($0, of: shape, rows: shape.lanes) }
  }

  private func forgetPending() { for lane in isPending.indices { isPending[lane] = false } }

  override func reset(seed: UInt64) throws(Failure) {
    guard let work else { throw Self.notBound }
    batch.reset(seed: seed, into: work)
    begin(work)
  }

  override func reset(where mask: UnsafePointer<UInt8>?, seeds: UnsafePointer<UInt64>?) throws(Failure) {
    guard let work else { throw Self.notBound }
    guard mask == nil, let seeds else {
      throw Failure(
        GAUNTLET_UNSUPPORTED,
        "lanes that are stepped apart start their next episodes themselves; pass seeds for all, and no mask")
    }
    batch.reset(seeds: UnsafeBufferPointer(start: seeds, count: shape.lanes), into: work)
    begin(work)
  }

  /// Sets what a reset does not write to zero.
  private func begin(_ work: BatchColumns) {
    hasSeed = true
    forgetPending()
    guard let columns else { return }
    work.rewards.update(repeating: 0)
    work.costs.update(repeating: 0)
    work.endings.update(repeating: 0)
    columns.trueRewards?.update(repeating: 0, count: shape.lanes)
    columns.trueCosts?.update(repeating: 0, count: shape.lanes * shape.costCount)
    columns.terminated?.update(repeating: 0, count: shape.lanes)
    columns.truncated?.update(repeating: 0, count: shape.lanes)
  }

  func send(_ lanes: UnsafeBufferPointer<Int32>, _ actions: UnsafeRawBufferPointer) throws(Failure) {
    guard columns != nil else { throw Self.notBound }
    guard hasSeed else { throw Self.needsReset(0) }
    let rowBytes = shape.action.width * shape.action.elementType.byteCount
    guard actions.count == lanes.count * rowBytes else {
      throw .badArgument("action_bytes is \(actions.count); \(lanes.count) lanes need \(lanes.count * rowBytes)")
    }
    guard let start = actions.baseAddress, !lanes.isEmpty else { return }
    try checkAlignment(UInt(bitPattern: start), shape.action.elementType.byteCount, "actions")
    if let fault = actionBounds.firstFault(start, lanes.count) {
      throw actionBounds.failure(start, at: fault)
    }
    for index in lanes.indices {
      let lane = Int(lanes[index])
      guard isPending.indices.contains(lane), !isPending[lane] else {
        for other in lanes[..<index] { isPending[Int(other)] = false }
        throw .badArgument(
          isPending.indices.contains(lane)
            ? "lane \(lane) is under way already; receive it before it is sent again"
            : "lanes[\(index)] is \(lane); use 0 to \(shape.lanes - 1)")
      }
      isPending[lane] = true
    }
    batch.send(actions: actions, lanes: lanes)
  }

  func receive(_ minimum: UInt64, into lanes: UnsafeMutableBufferPointer<Int32>) throws(Failure) -> Int {
    guard let work, let columns else { throw Self.notBound }
    guard hasSeed else { throw Self.needsReset(0) }
    guard minimum <= UInt64(batch.pending) else {
      throw .badArgument("minimum is \(minimum), but \(batch.pending) lanes are under way; send more first")
    }
    guard minimum <= UInt64(lanes.count) else {
      throw .badArgument("capacity is \(lanes.count), less than minimum, which is \(minimum)")
    }
    let found = batch.receive(minimum: Int(minimum), into: lanes)
    for lane in lanes[..<found] {
      let lane = Int(lane)
      isPending[lane] = false
      columns.terminated?[lane] = work.endings[lane] & 1
      columns.truncated?[lane] = work.endings[lane] >> 1 & 1
    }
    return found
  }

  override func save() throws(Failure) -> [UInt8] {
    throw Failure(
      GAUNTLET_UNSUPPORTED, "lanes that are stepped apart have no common moment to save; use gauntlet_make_batch")
  }

  override var snapshotBytes: Int { 0 }

  override func restore(_ bytes: [UInt8]) throws(Failure) { _ = try save() }
}

@c @implementation
public func gauntlet_send(
  _ handle: gauntlet_handle, _ lanes: UnsafePointer<Int32>!, _ lane_count: UInt64,
  _ actions: UnsafeRawPointer!, _ action_bytes: UInt64
) -> gauntlet_status {
  use(handle, as: AsyncPlayer.self) { player throws(Failure) in
    guard lane_count <= UInt64(player.shape.lanes) else {
      throw .badArgument("lane_count is \(lane_count); there are \(player.shape.lanes) lanes")
    }
    if lane_count > 0 {
      _ = try required(lanes, "lanes")
      guard actions != nil else { throw .badArgument("actions is null; pass a row for each lane") }
    }
    guard action_bytes <= UInt64(Int32.max) * 8 else {
      throw .badArgument("action_bytes is \(action_bytes); pass a row for each lane")
    }
    try player.send(
      UnsafeBufferPointer(start: lanes, count: Int(lane_count)),
      UnsafeRawBufferPointer(start: actions, count: actions == nil ? 0 : Int(action_bytes)))
  }
}

@c @implementation
public func gauntlet_receive(
  _ handle: gauntlet_handle, _ minimum: UInt64, _ lanes: UnsafeMutablePointer<Int32>!, _ capacity: UInt64,
  _ received: UnsafeMutablePointer<UInt64>!
) -> gauntlet_status {
  use(handle, as: AsyncPlayer.self) { player throws(Failure) in
    let place = try required(received, "received")
    if capacity > 0 { _ = try required(lanes, "lanes") }
    let room = min(Int(clamping: capacity), player.shape.lanes)
    place.pointee = UInt64(
      try player.receive(minimum, into: UnsafeMutableBufferPointer(start: lanes, count: lanes == nil ? 0 : room)))
  }
}
