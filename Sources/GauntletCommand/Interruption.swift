import ArgumentParser
import Foundation
import Synchronization

private let received = Atomic<Int32>(0)

/// Ctrl-C and the wish of others that the program end: long work looks here and cleans up first.
enum Interruption {
  /// From now on SIGINT and SIGTERM are remembered instead of ending the program.
  static func watch() {
    // A parent may have started the program with these signals blocked.
    var signals = sigset_t()
    sigemptyset(&signals)
    for number in [SIGINT, SIGTERM] {
      Foundation.signal(number) { received.store($0, ordering: .relaxed) }
      sigaddset(&signals, number)
    }
    pthread_sigmask(SIG_UNBLOCK, &signals, nil)
  }

  /// The signal that came, if one did.
  static var signal: Int32? {
    let number = received.load(ordering: .relaxed)
    return number == 0 ? nil : number
  }

  /// The end of an interrupted command, after a message.
  static func failure() -> ExitCode {
    _ = fail("interrupted; nothing was written")
    // What shells report for a program that a signal ended.
    return ExitCode(128 + (signal ?? 0))
  }

  /// - Throws: `failure()` when a signal came.
  static func check() throws {
    if signal != nil { throw failure() }
  }
}
