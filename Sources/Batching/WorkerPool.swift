#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif
import Synchronization

/// Helper threads that run the parts of a step beside the caller. A run allocates nothing.
///
/// Part 0 runs on the caller, part i on helper i - 1; the hand-over is a semaphore each way.
final class WorkerPool {
  private let helpers: [Helper]

  init(helpers count: Int) { helpers = (0..<count).map { _ in Helper() } }

  deinit { for helper in helpers { helper.stop() } }

  /// Calls `body` with 0 ... helpers, at the same time, and returns when all are done.
  func run(_ body: (Int) -> Void) {
    withoutActuallyEscaping(body) { escaping in
      for (index, helper) in helpers.enumerated() { helper.start(escaping, index + 1) }
      escaping(0)
      for helper in helpers { helper.wait() }
    }
  }
}

/// One thread that waits for work.
private final class Helper: @unchecked Sendable {
  // The semaphores order every access to `work` and `part`: only one side runs between them.
  private let ready: UnsafeMutablePointer<sem_t>
  private let done: UnsafeMutablePointer<sem_t>
  private var work: ((Int) -> Void)?
  private var part = 0
  private var thread = pthread_t()

  init() {
    ready = .allocate(capacity: 1)
    done = .allocate(capacity: 1)
    sem_init(ready, 0, 0)
    sem_init(done, 0, 0)
    let status = pthread_create(
      &thread, nil,
      { context in
        Unmanaged<Helper>.fromOpaque(context!).takeUnretainedValue().loop()
        return nil
      }, Unmanaged.passUnretained(self).toOpaque())
    precondition(status == 0, "the system refuses another thread (error \(status))")
  }

  func start(_ work: @escaping (Int) -> Void, _ part: Int) {
    self.work = work
    self.part = part
    sem_post(ready)
  }

  func wait() {
    while sem_wait(done) != 0 {}
    work = nil
  }

  /// Ends the thread and frees the semaphores.
  func stop() {
    work = nil
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
      guard let work else { return }
      work(part)
      sem_post(done)
    }
  }
}
