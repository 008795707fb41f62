#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif
import Synchronization

/// Work in numbered parts that may run at the same time.
class PartedWork {
  func perform(part: Int) { preconditionFailure("abstract") }
}

/// Helper threads that run the parts of a step beside the caller. A run allocates nothing.
///
/// Part 0 runs on the caller, part i on helper i - 1; the hand-over is a semaphore each way.
final class WorkerPool {
  private let work: PartedWork
  private let helpers: [Helper]

  init(_ work: PartedWork, helpers count: Int) {
    self.work = work
    helpers = (0..<count).map { Helper(work, part: $0 + 1) }
  }

  deinit { for helper in helpers { helper.stop() } }

  /// Performs every part, at the same time, and returns when all are done.
  func run() {
    for helper in helpers { helper.start() }
    work.perform(part: 0)
    for helper in helpers { helper.wait() }
  }
}

/// One thread that performs its part whenever it is told to.
private final class Helper: @unchecked Sendable {
  // The semaphores order every access to what the work reads and writes, and to `isStopping`: only one
  // side runs between them.
  private let ready: UnsafeMutablePointer<sem_t>
  private let done: UnsafeMutablePointer<sem_t>
  private unowned let work: PartedWork
  private let part: Int
  private var isStopping = false
  private var thread = pthread_t()

  init(_ work: PartedWork, part: Int) {
    self.work = work
    self.part = part
    ready = .allocate(capacity: 1)
    done = .allocate(capacity: 1)
    precondition(
      sem_init(ready, 0, 0) == 0 && sem_init(done, 0, 0) == 0,
      "the system offers no unnamed semaphores; use one shard")
    let status = pthread_create(
      &thread, nil,
      { context in
        Unmanaged<Helper>.fromOpaque(context!).takeUnretainedValue().loop()
        return nil
      }, Unmanaged.passUnretained(self).toOpaque())
    precondition(status == 0, "the system refuses another thread (error \(status))")
  }

  func start() { sem_post(ready) }

  func wait() { while sem_wait(done) != 0 {} }

  /// Ends the thread and frees the semaphores.
  func stop() {
    isStopping = true
    sem_post(ready)
    pthread_join(thread, nil)
    sem_destroy(ready)
    sem_destroy(done)
    ready.deallocate()
    done.deallocate()
  }

  private func loop() {
    while true {
      while sem_wait(ready) != 0 {}
      if isStopping { return }
      work.perform(part: part)
      sem_post(done)
    }
  }
}
