import CGauntlet
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What a handle names.
class Resource {
  /// `GAUNTLET_BATCH`, `GAUNTLET_ENVIRONMENT`, `GAUNTLET_TABLE` or `GAUNTLET_ASYNC`.
  var kind: Int32 { preconditionFailure("abstract") }
  /// What messages call things of this kind.
  class var wanted: String { preconditionFailure("abstract") }

  /// One step over the bound columns.
  func step() -> gauntlet_status {
    fail(GAUNTLET_BAD_HANDLE, "this handle names no batch or environment; pass one that does")
  }

  /// One step over other columns, which are not kept.
  func step(into columns: UnsafePointer<gauntlet_columns>?) -> gauntlet_status { step() }
}

/// All handles of the process.
///
/// A handle is a slot's index plus one in its lower half and the slot's generation in its upper half. A
/// slot's word holds generation, fork epoch and two flags; taking a slot is one compare-exchange, which fails
/// for handles that are closed, taken, or from before a fork.
enum HandleTable {
  static var capacity: Int { Int(GAUNTLET_HANDLE_LIMIT) }
  // A cache line each: threads that use neighbouring handles do not disturb one another.
  private static let stride = 64
  private static let occupied: UInt64 = 1
  private static let taken: UInt64 = 2
  private static let epochMask: UInt64 = 0x3FFF_FFFF

  struct Slot: ~Copyable {
    /// Generation (32 bits), fork epoch (30 bits), taken, occupied.
    let word: Atomic<UInt64>
    /// Read and written by whoever has taken the slot.
    var resource: Unmanaged<Resource>?
  }

  /// How often this process has been forked off another, counted by its ancestors' handlers.
  private static let epoch = Atomic<UInt64>(0)

  /// Zeroed pages: a slot of zeros is free, at generation 0. Nil where there is no memory for them.
  nonisolated(unsafe) private static let slots: UnsafeMutableRawPointer? = {
    let pages = mmap(
      nil, capacity * stride, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
    return pages == MAP_FAILED ? nil : pages
  }()

  private static func slot(_ index: Int) -> UnsafeMutablePointer<Slot>? {
    slots.map { ($0 + index * stride).assumingMemoryBound(to: Slot.self) }
  }

  // MARK: Taking

  /// The word of the slot that `handle` names while it is occupied and not taken.
  @inline(__always)
  private static func restingWord(_ handle: gauntlet_handle) -> UInt64 {
    handle & 0xFFFF_FFFF_0000_0000 | epoch.load(ordering: .relaxed) << 2 | occupied
  }

  /// Takes the slot of `handle` until `release`; nil when that is refused: see `refusal`.
  @inline(__always)
  static func take(_ handle: gauntlet_handle) -> UnsafeMutablePointer<Slot>? {
    let index = handle & 0xFFFF_FFFF
    guard index &- 1 < UInt64(capacity), let slot = slot(Int(index &- 1)) else { return nil }
    let resting = restingWord(handle)
    let exchange = slot.pointee.word.compareExchange(
      expected: resting, desired: resting | taken, successOrdering: .acquiring, failureOrdering: .relaxed)
    return exchange.exchanged ? slot : nil
  }

  @inline(__always)
  static func release(_ slot: UnsafeMutablePointer<Slot>, _ handle: gauntlet_handle) {
    slot.pointee.word.store(restingWord(handle), ordering: .releasing)
  }

  /// Why `take` refused `handle`.
  static func refusal(_ handle: gauntlet_handle) -> Failure {
    let index = handle & 0xFFFF_FFFF
    guard index &- 1 < UInt64(capacity), let slot = slot(Int(index &- 1)) else {
      return Failure(
        GAUNTLET_BAD_HANDLE, "\(handle) is no handle; pass one that a gauntlet_make function stored")
    }
    let word = slot.pointee.word.load(ordering: .relaxed)
    guard word & occupied != 0, word >> 32 == handle >> 32 else {
      return Failure(
        GAUNTLET_BAD_HANDLE, "handle \(handle) was closed, or never made; make a new one")
    }
    guard word >> 2 & epochMask == epoch.load(ordering: .relaxed) & epochMask else {
      return Failure(
        GAUNTLET_FORKED,
        "handle \(handle) was made before this process was forked off; make a new one in this process")
    }
    return Failure(
      GAUNTLET_BUSY, "another thread is inside handle \(handle); wait for it, or give each thread its own")
  }

  // MARK: Making and closing

  /// Indices of closed slots, and the first index never used; guarded by `lock`.
  nonisolated(unsafe) private static var free: [UInt32] = []
  nonisolated(unsafe) private static var used = 0

  /// A lock that forking takes too, so that a child never inherits it locked.
  nonisolated(unsafe) private static let lock: UnsafeMutablePointer<pthread_mutex_t> = {
    let lock = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    lock.initialize(to: pthread_mutex_t())
    pthread_mutex_init(lock, nil)
    pthread_atfork(
      { HandleTable.beforeFork() }, { HandleTable.afterForkInParent() }, { HandleTable.afterForkInChild() })
    return lock
  }()

  private static func beforeFork() { pthread_mutex_lock(lock) }
  private static func afterForkInParent() { pthread_mutex_unlock(lock) }
  private static func afterForkInChild() {
    epoch.store(epoch.load(ordering: .relaxed) &+ 1 & epochMask, ordering: .relaxed)
    pthread_mutex_unlock(lock)
  }

  /// Gives `resource` a handle.
  ///
  /// - Throws: `Failure` when all are in use.
  static func insert(_ resource: Resource) throws(Failure) -> gauntlet_handle {
    pthread_mutex_lock(lock)
    defer { pthread_mutex_unlock(lock) }
    let index: Int
    if let last = free.popLast() {
      index = Int(last)
    } else if used < capacity {
      index = used
      used += 1
    } else {
      throw Failure(GAUNTLET_TOO_LARGE, "all \(capacity) handles are in use; close some")
    }
    guard let slot = slot(index) else {
      throw Failure(GAUNTLET_TOO_LARGE, "there is no memory for handles; free some")
    }
    slot.pointee.resource = Unmanaged.passRetained(resource)
    // Generations begin at 1, so that no handle is a small number.
    let generation = slot.pointee.word.load(ordering: .relaxed) >> 32 + 1
    let handle = generation << 32 | UInt64(index + 1)
    slot.pointee.word.store(restingWord(handle), ordering: .releasing)
    return handle
  }

  /// Ends `handle` and returns what it named.
  static func remove(_ handle: gauntlet_handle) throws(Failure) -> Resource {
    guard let slot = take(handle) else { throw refusal(handle) }
    guard let resource = slot.pointee.resource?.takeRetainedValue() else {
      preconditionFailure("an occupied slot has a resource")
    }
    slot.pointee.resource = nil
    slot.pointee.word.store(handle & 0xFFFF_FFFF_0000_0000, ordering: .releasing)
    pthread_mutex_lock(lock)
    // A slot whose generations are used up is left alone.
    if handle >> 32 < 0xFFFF_FFFF { free.append(UInt32(truncatingIfNeeded: handle) - 1) }
    pthread_mutex_unlock(lock)
    return resource
  }
}

/// Runs `body` with what `handle` names, alone.
func use<R: Resource>(
  _ handle: gauntlet_handle, as type: R.Type, _ body: (R) throws(Failure) -> Void
) -> gauntlet_status {
  guard let slot = HandleTable.take(handle) else { return fail(HandleTable.refusal(handle)) }
  defer { HandleTable.release(slot, handle) }
  return attempt { () throws(Failure) in
    guard let resource = slot.pointee.resource?.takeUnretainedValue() as? R else {
      throw Failure(GAUNTLET_BAD_HANDLE, "handle \(handle) names something else; pass \(R.wanted)")
    }
    try body(resource)
  }
}

@c @implementation
public func gauntlet_close(_ handle: gauntlet_handle) -> gauntlet_status {
  attempt { () throws(Failure) in _ = try HandleTable.remove(handle) }
}
