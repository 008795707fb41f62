#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif
import Synchronization

// What the worker threads need of the operating system.

/// A thread that runs a function.
final class Thread: @unchecked Sendable {
  // Written once, before anybody else sees it.
  private var handle = pthread_t()

  /// Nil where the system refuses another thread.
  init?(
    _ context: UnsafeMutableRawPointer,
    _ body: @escaping @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer?
  ) {
    guard pthread_create(&handle, nil, body, context) == 0 else { return nil }
  }

  func join() { pthread_join(handle, nil) }

  /// Moves the thread away from `processor`, if it may run on another; it is not kept there.
  func leave(processor: Int32) {
    guard let get = Affinity.get, let set = Affinity.set else { return }
    var allowed = Affinity.Processors(repeating: 0)
    guard get(handle, MemoryLayout<Affinity.Processors>.size, &allowed) == 0 else { return }
    var others = allowed
    let word = Int(processor) / 64
    if word < others.count { others[word] &= ~(1 << UInt64(processor % 64)) }
    // Fails and changes nothing where no other processor is allowed.
    guard set(handle, MemoryLayout<Affinity.Processors>.size, &others) == 0 else { return }
    _ = set(handle, MemoryLayout<Affinity.Processors>.size, &allowed)
  }
}

/// GNU functions that the C library's module does not show; nil on other systems.
private enum Affinity {
  /// One bit for each of 1024 processors.
  typealias Processors = InlineArray<16, UInt64>
  typealias Access = @convention(c) (pthread_t, Int, UnsafeMutableRawPointer) -> Int32

  static let get = find("pthread_getaffinity_np").map { unsafeBitCast($0, to: Access.self) }
  static let set = find("pthread_setaffinity_np").map { unsafeBitCast($0, to: Access.self) }
  static let processor = find("sched_getcpu").map { unsafeBitCast($0, to: (@convention(c) () -> Int32).self) }

  private static func find(_ name: String) -> UnsafeMutableRawPointer? {
    #if os(Linux)
      return dlsym(nil, name)
    #else
      return nil
    #endif
  }
}

/// The processor that the caller runs on; -1 where the system does not say.
func currentProcessor() -> Int32 { Affinity.processor?() ?? -1 }

/// Nanoseconds of a clock that never goes back.
@inline(__always)
func monotonicNanoseconds() -> UInt64 {
  var now = timespec()
  clock_gettime(CLOCK_MONOTONIC, &now)
  return UInt64(bitPattern: Int64(now.tv_sec) &* 1_000_000_000 &+ Int64(now.tv_nsec))
}

/// A flag that one thread raises and another waits for.
final class Signal: @unchecked Sendable {
  // The semaphore is made for many threads.
  private let semaphore: UnsafeMutablePointer<sem_t>

  init() {
    semaphore = .allocate(capacity: 1)
    precondition(sem_init(semaphore, 0, 0) == 0, "the system offers no semaphores; use one shard")
  }

  deinit {
    sem_destroy(semaphore)
    semaphore.deallocate()
  }

  func raise() { sem_post(semaphore) }

  func wait() { while sem_wait(semaphore) != 0 {} }
}

/// How often this process is the child of a fork of one that used threads.
enum ForkCount {
  private static let count = Atomic<UInt32>(0)
  private static let isWatching: Bool = {
    pthread_atfork(nil, nil, { ForkCount.count.add(1, ordering: .relaxed) }) == 0
  }()

  static var now: UInt32 {
    precondition(isWatching, "the system refuses to tell of forks; use one shard")
    return count.load(ordering: .relaxed)
  }
}
