import CGauntlet

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Why a call failed: its status, and what was wrong and what to do about it in one line.
struct Failure: Error {
  let status: gauntlet_status
  let message: String

  init(_ status: gauntlet_status, _ message: String) {
    self.status = status
    self.message = message
  }

  static func badArgument(_ message: String) -> Failure { Failure(GAUNTLET_BAD_ARGUMENT, message) }
}

/// Runs `body`; what it throws becomes the thread's last error.
func attempt(_ body: () throws(Failure) -> Void) -> gauntlet_status {
  do throws(Failure) {
    try body()
    return GAUNTLET_OK
  } catch {
    return fail(error)
  }
}

/// Remembers `failure` for the thread and returns its status.
@inline(never)
func fail(_ failure: Failure) -> gauntlet_status {
  LastError.set(failure)
  return failure.status
}

@inline(never)
func fail(_ status: gauntlet_status, _ message: String) -> gauntlet_status {
  fail(Failure(status, message))
}

/// The last failure of each thread.
enum LastError {
  private final class Record {
    let failure: Failure
    init(_ failure: Failure) { self.failure = failure }
  }

  /// Nil where the system has no key left: errors then keep their status and lose their text.
  private static let key: pthread_key_t? = {
    var key = pthread_key_t()
    let status = pthread_key_create(&key) { value in
      #if canImport(Darwin)
        Unmanaged<Record>.fromOpaque(value).release()
      #else
        if let value { Unmanaged<Record>.fromOpaque(value).release() }
      #endif
    }
    return status == 0 ? key : nil
  }()

  static func set(_ failure: Failure) {
    guard let key else { return }
    let old = pthread_getspecific(key)
    let new = Unmanaged.passRetained(Record(failure))
    guard pthread_setspecific(key, new.toOpaque()) == 0 else {
      new.release()
      return
    }
    if let old { Unmanaged<Record>.fromOpaque(old).release() }
  }

  static var failure: Failure? {
    guard let key, let value = pthread_getspecific(key) else { return nil }
    return Unmanaged<Record>.fromOpaque(value).takeUnretainedValue().failure
  }
}

@c @implementation
public func gauntlet_last_status() -> gauntlet_status { LastError.failure?.status ?? GAUNTLET_OK }

@c @implementation
public func gauntlet_last_error(
  _ buffer: UnsafeMutablePointer<CChar>!, _ capacity: UInt64, _ needed: UnsafeMutablePointer<UInt64>!
) -> gauntlet_status {
  // Must not remember its own errors: they would replace the one asked for.
  do throws(Failure) {
    try copy(LastError.failure?.message ?? "", buffer, capacity, needed)
    return GAUNTLET_OK
  } catch {
    return error.status
  }
}
