import DecisionProcesses
import Synchronization

/// Single lanes, each a shard of its own, that wait for being stepped in the order in which they were sent.
final class LaneQueue: PartedWork {
  private let shape: BatchShape
  private let shards: [Shard]
  /// One for each thread; the caller's is the first.
  private let spaces: [Workspace]
  private let board: QueueBoard
  private var helpers: [Helper] = []
  private var forks: UInt32
  /// The actions of lanes under way, one row each.
  private let actions: UnsafeMutableRawPointer
  private var columns: BatchColumns?
  /// Where the next search for lanes that are done begins.
  private var cursor = 0
  private(set) var pending = 0

  init(_ shards: [Shard], spaces: [Workspace], shape: BatchShape) {
    self.shards = shards
    self.spaces = spaces
    self.shape = shape
    board = QueueBoard(count: shards.count)
    forks = ForkCount.now
    actions = .allocate(byteCount: shards.count * shape.actionBytes, alignment: 8)
    super.init()
    helpers = (1..<spaces.count).compactMap { Helper(self, board, number: $0) }
  }

  deinit { actions.deallocate() }

  /// Ends the helpers. Whoever owns the queue calls it before letting go: a helper in the middle of a lane holds
  /// the queue too, and would else be the one to free it, after the caller believes that all has ended.
  func stop() {
    if forks == ForkCount.now {
      board.isStopping.store(true, ordering: .sequentiallyConsistent)
      for helper in helpers { helper.stop() }
    }
    helpers = []
  }

  func reset(seed: UInt64, into columns: BatchColumns) {
    begin(columns)
    for lane in shards.indices { shards[lane].reset(seed: seed, into: part(columns, lane), spaces[0]) }
  }

  func reset(seeds: UnsafeBufferPointer<UInt64>, into columns: BatchColumns) {
    precondition(seeds.count == shards.count, "\(seeds.count) seeds for \(shards.count) lanes")
    begin(columns)
    withUnsafePointer(to: UInt8(1)) { every in
      for lane in shards.indices {
        shards[lane].reset(
          where: every, seeds: seeds.baseAddress! + lane, into: part(columns, lane), spaces[0])
      }
    }
  }

  func release() {
    settle()
    columns = nil
  }

  private func begin(_ columns: BatchColumns) {
    shape.check(columns)
    settle()
    self.columns = columns
  }

  /// Waits for the lanes under way, and forgets them.
  private func settle() {
    if forks == ForkCount.now {
      drain()
    } else {
      // In the child of a fork there are no helpers, and what they were doing stays undone.
      helpers = []
      forks = ForkCount.now
      board.clear()
    }
    pending = 0
  }

  func send(_ rows: UnsafeRawBufferPointer, _ lanes: UnsafeBufferPointer<Int32>) {
    requireColumns()
    let bytes = lanes.count * shape.actionBytes
    precondition(rows.count == bytes, "the action column needs \(bytes) bytes, not \(rows.count)")
    for (index, lane) in lanes.enumerated() {
      let lane = Int(lane)
      precondition(shards.indices.contains(lane), "there is no lane \(lane); use 0 to \(shards.count - 1)")
      let source = rows.baseAddress! + index * shape.actionBytes
      shards[lane].check(source)
      precondition(board.offer(lane), "lane \(lane) was sent before it was received")
      (actions + lane * shape.actionBytes).copyMemory(from: source, byteCount: shape.actionBytes)
    }
    board.publish()
    pending += lanes.count
    for index in 0..<min(helpers.count, lanes.count) { helpers[index].wake() }
  }

  func receive(_ minimum: Int, _ lanes: UnsafeMutableBufferPointer<Int32>) -> Int {
    requireColumns()
    precondition(minimum >= 0 && minimum <= pending, "\(minimum) lanes cannot come: \(pending) were sent")
    precondition(minimum <= lanes.count, "there is no room for \(minimum) lanes")
    awaitFinished(minimum)
    var found = 0
    for offset in 0..<shards.count where found < lanes.count {
      let lane = (cursor + offset) % shards.count
      guard board.take(lane) else { continue }
      lanes[found] = Int32(lane)
      found += 1
    }
    if found > 0 { cursor = (Int(lanes[found - 1]) + 1) % shards.count }
    pending -= found
    return found
  }

  override func perform(part lane: Int, worker: Int) {
    guard let columns else { return }
    shards[lane].step(
      actions: actions + lane * shape.actionBytes, nature: nil, into: part(columns, lane), spaces[worker])
  }

  private func awaitFinished(_ lanes: Int) {
    guard helpers.isEmpty else { return board.wait(until: lanes) }
    while board.finished.load(ordering: .relaxed) < lanes, let lane = board.claim() {
      perform(part: lane, worker: 0)
      board.finish(lane)
      board.finishOne()
    }
  }

  /// Waits for all lanes under way and forgets them.
  private func drain() {
    awaitFinished(pending)
    board.clear()
  }

  private func requireColumns() {
    precondition(columns != nil, "call reset(seed:into:) first")
    precondition(forks == ForkCount.now, "after a fork, call reset(seed:into:) before anything else")
  }

  private func part(_ columns: BatchColumns, _ lane: Int) -> ColumnPart {
    ColumnPart(columns, from: lane, of: shape)
  }
}

/// A ring of lanes to be stepped, and what is known of each lane. One thread offers and takes, many claim.
private final class QueueBoard: Board, @unchecked Sendable {
  private enum Progress {
    static let idle: UInt8 = 0
    static let sent: UInt8 = 1
    static let done: UInt8 = 2
  }

  private let count: Int
  private let mask: UInt64
  private let ring: UnsafeMutablePointer<Atomic<Int32>>
  private let progress: UnsafeMutablePointer<Atomic<UInt8>>
  /// Lanes claimed, and lanes published, since the beginning.
  private let head = Atomic<UInt64>(0)
  private let tail = Atomic<UInt64>(0)
  /// Lanes offered; the offering thread's own.
  private var offered: UInt64 = 0

  init(count: Int) {
    self.count = count
    var capacity = 1
    while capacity <= count { capacity *= 2 }
    mask = UInt64(capacity - 1)
    ring = .allocate(capacity: capacity)
    for place in 0..<capacity { (ring + place).initialize(to: Atomic(0)) }
    progress = .allocate(capacity: count)
    for lane in 0..<count { (progress + lane).initialize(to: Atomic(Progress.idle)) }
  }

  deinit {
    ring.deinitialize(count: Int(mask) + 1)
    ring.deallocate()
    progress.deinitialize(count: count)
    progress.deallocate()
  }

  /// Makes every lane idle; nobody claims meanwhile.
  func clear() {
    for lane in 0..<count { progress[lane].store(Progress.idle, ordering: .relaxed) }
    finished.store(0, ordering: .relaxed)
    head.store(offered, ordering: .relaxed)
    tail.store(offered, ordering: .sequentiallyConsistent)
  }

  /// Puts an idle lane into the ring, unseen until `publish`. False if it is not idle.
  func offer(_ lane: Int) -> Bool {
    guard progress[lane].load(ordering: .relaxed) == Progress.idle else { return false }
    progress[lane].store(Progress.sent, ordering: .relaxed)
    ring[Int(offered & mask)].store(Int32(lane), ordering: .relaxed)
    offered += 1
    return true
  }

  func publish() { tail.store(offered, ordering: .sequentiallyConsistent) }

  override var isOpen: Bool {
    head.load(ordering: .sequentiallyConsistent) != tail.load(ordering: .sequentiallyConsistent)
  }

  override func claim() -> Int? {
    var seen = head.load(ordering: .acquiring)
    while seen != tail.load(ordering: .acquiring) {
      // Read before it is claimed: afterwards the place may hold another lane. More lanes than there are
      // cannot be in the ring, so the place is not written before the head has passed it.
      let lane = ring[Int(seen & mask)].load(ordering: .relaxed)
      let (isMine, found) = head.weakCompareExchange(
        expected: seen, desired: seen + 1, ordering: .acquiringAndReleasing)
      if isMine { return Int(lane) }
      seen = found
    }
    return nil
  }

  override func finish(_ lane: Int) { progress[lane].store(Progress.done, ordering: .releasing) }

  /// Takes a lane that is done, which is idle then. False if it is not done.
  func take(_ lane: Int) -> Bool {
    guard progress[lane].load(ordering: .acquiring) == Progress.done else { return false }
    progress[lane].store(Progress.idle, ordering: .relaxed)
    finished.subtract(1, ordering: .sequentiallyConsistent)
    return true
  }
}
