#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif
import Synchronization

/// Threads that sleep until they are called and then run a closure with their number, from 1.
///
/// Calling does not wait for them, and they may come late or not at all: what they run must see for itself
/// whether there is still something to do.
@usableFromInline
final class SweepHelpers: @unchecked Sendable {
  // `body` never changes; `isStopping` is atomic; the semaphore has its own order.
  private let body: @Sendable (Int) -> Void
  private let calls: UnsafeMutablePointer<sem_t>
  private let isStopping = Atomic<Bool>(false)
  private var threads: [pthread_t] = []

  /// Starts `count` threads, or as many as the system gives.
  @usableFromInline
  init(count: Int, _ body: @escaping @Sendable (Int) -> Void) {
    self.body = body
    calls = .allocate(capacity: 1)
    guard sem_init(calls, 0, 0) == 0 else { return }
    for part in 1...max(1, count) {
      var thread = pthread_t()
      let start = Unmanaged.passRetained(Start(self, part: part))
      let status = pthread_create(
        &thread, nil,
        { context in
          let start = Unmanaged<Start>.fromOpaque(context!).takeRetainedValue()
          start.helpers.loop(start.part)
          return nil
        }, start.toOpaque())
      guard status == 0 else {
        start.release()
        break
      }
      threads.append(thread)
    }
  }

  /// The owner's: ends the threads and waits for them.
  @usableFromInline
  func stop() {
    isStopping.store(true, ordering: .releasing)
    for _ in threads { sem_post(calls) }
    for thread in threads { pthread_join(thread, nil) }
    threads = []
  }

  deinit {
    sem_destroy(calls)
    calls.deallocate()
  }

  /// Calls every thread once.
  @usableFromInline
  func call() { for _ in threads { sem_post(calls) } }

  private func loop(_ part: Int) {
    while true {
      while sem_wait(calls) != 0 {}
      if isStopping.load(ordering: .acquiring) { return }
      body(part)
    }
  }

  /// What a new thread is told.
  private final class Start {
    unowned let helpers: SweepHelpers
    let part: Int

    init(_ helpers: SweepHelpers, part: Int) {
      self.helpers = helpers
      self.part = part
    }
  }
}
