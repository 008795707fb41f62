#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What a thread sleeps on until another one rings, or until a time has passed.
///
/// A ring that nobody waits for is kept, once, for the next to wait.
final class Bell: @unchecked Sendable {
  // The mutex guards `isRung` and is held for a few instructions only.
  private let mutex: UnsafeMutablePointer<pthread_mutex_t>
  private let condition: UnsafeMutablePointer<pthread_cond_t>
  private var isRung = false

  init() {
    mutex = .allocate(capacity: 1)
    condition = .allocate(capacity: 1)
    pthread_mutex_init(mutex, nil)
    #if canImport(Darwin)
      pthread_cond_init(condition, nil)
    #else
      var attributes = pthread_condattr_t()
      pthread_condattr_init(&attributes)
      pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
      pthread_cond_init(condition, &attributes)
      pthread_condattr_destroy(&attributes)
    #endif
  }

  deinit {
    pthread_cond_destroy(condition)
    pthread_mutex_destroy(mutex)
    condition.deallocate()
    mutex.deallocate()
  }

  func ring() {
    pthread_mutex_lock(mutex)
    isRung = true
    pthread_cond_signal(condition)
    pthread_mutex_unlock(mutex)
  }

  func wait() {
    pthread_mutex_lock(mutex)
    while !isRung { pthread_cond_wait(condition, mutex) }
    isRung = false
    pthread_mutex_unlock(mutex)
  }

  /// Waits no longer than `limit`, and perhaps less.
  func wait(atMost limit: Duration) {
    guard limit > .zero else { return }
    let (seconds, attoseconds) = limit.components
    let nanoseconds = Int(attoseconds / 1_000_000_000)
    pthread_mutex_lock(mutex)
    if !isRung {
      #if canImport(Darwin)
        var time = timespec(tv_sec: Int(seconds), tv_nsec: nanoseconds)
        pthread_cond_timedwait_relative_np(condition, mutex, &time)
      #else
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        time.tv_sec += Int(seconds) + (time.tv_nsec + nanoseconds) / 1_000_000_000
        time.tv_nsec = (time.tv_nsec + nanoseconds) % 1_000_000_000
        pthread_cond_timedwait(condition, mutex, &time)
      #endif
    }
    isRung = false
    pthread_mutex_unlock(mutex)
  }
}

/// A thread that runs one function.
final class Worker: @unchecked Sendable {
  // `thread` is written once, before the object is shared.
  #if canImport(Darwin)
    private var thread: pthread_t?
  #else
    private var thread = pthread_t()
  #endif

  init(_ body: @escaping @Sendable () -> Void) {
    let box = Unmanaged.passRetained(Body(body))
    #if canImport(Darwin)
      var handle: pthread_t?
    #else
      var handle = pthread_t()
    #endif
    let status = pthread_create(&handle, nil, Self.start, box.toOpaque())
    precondition(status == 0, "the system refuses another thread (error \(status))")
    thread = handle
  }

  #if canImport(Darwin)
    private static let start: @convention(c) (UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? = {
      Unmanaged<Body>.fromOpaque($0).takeRetainedValue().function()
      return nil
    }
  #else
    private static let start: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? = {
      Unmanaged<Body>.fromOpaque($0!).takeRetainedValue().function()
      return nil
    }
  #endif

  /// Waits for the thread's end; once only.
  func join() {
    #if canImport(Darwin)
      pthread_join(thread!, nil)
    #else
      pthread_join(thread, nil)
    #endif
  }

  private final class Body {
    let function: @Sendable () -> Void
    init(_ function: @escaping @Sendable () -> Void) { self.function = function }
  }
}
