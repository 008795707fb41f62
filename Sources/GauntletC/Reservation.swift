import CGauntlet
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A share of the memory that handles may take, given back when it is released.
///
/// Swift ends the process when memory runs out, so large requests are weighed before they are made.
final class Reservation {
  private static let reserved = Atomic<Int>(0)
  let bytes: Int

  /// - Throws: `Failure` where less is left.
  init(_ bytes: Int, remedy: String) throws(Failure) {
    guard bytes <= Self.available else { throw Self.refusal(bytes, remedy: remedy) }
    self.bytes = bytes
    Self.reserved.add(bytes, ordering: .relaxed)
  }

  deinit { Self.reserved.subtract(bytes, ordering: .relaxed) }

  /// How many bytes are left.
  static var available: Int { max(0, limit - reserved.load(ordering: .relaxed)) }

  static func refusal(_ bytes: Int, remedy: String) -> Failure {
    Failure(
      GAUNTLET_TOO_LARGE,
      "this takes about \(bytes >> 20) MiB; \(available >> 20) MiB are left of the half of this machine's "
        + "memory that handles may take; \(remedy)")
  }

  /// Half of the machine's memory, or of what the process may have.
  private static let limit: Int = {
    let pages = sysconf(Int32(_SC_PHYS_PAGES))
    let size = sysconf(Int32(_SC_PAGESIZE))
    var limit = pages > 0 && size > 0 ? pages * size / 2 : 1 << 30
    var allowed = rlimit()
    #if canImport(Darwin)
      let status = getrlimit(RLIMIT_AS, &allowed)
    #else
      let status = getrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &allowed)
    #endif
    if status == 0, allowed.rlim_cur / 2 < UInt64(limit) { limit = Int(allowed.rlim_cur / 2) }
    return limit
  }()
}
