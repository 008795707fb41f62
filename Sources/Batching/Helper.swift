import Synchronization

/// Work in numbered parts that may run at the same time, in any order.
class PartedWork {
  /// - Parameter worker: number of the thread; no two threads at the same time have the same.
  func perform(part: Int, worker: Int) { preconditionFailure("abstract") }
}

/// Where threads find the parts of some work that nobody has begun. All its operations are free of locks.
class Board: @unchecked Sendable {
  // Unchecked because classes inherit from it; what changes is atomic.
  /// Parts that helpers have finished.
  let finished = Atomic<Int>(0)
  private let isCallerAsleep = Atomic<Bool>(false)
  private let callerSignal = Signal()
  let isStopping = Atomic<Bool>(false)

  /// Whether some part is to be claimed; sequentially consistent with its being offered.
  var isOpen: Bool { preconditionFailure("abstract") }

  /// Claims a part, if there is one.
  func claim() -> Int? { preconditionFailure("abstract") }

  /// A helper has finished `part`; it is followed by `finishOne`.
  func finish(_ part: Int) {}

  final func finishOne() {
    finished.add(1, ordering: .sequentiallyConsistent)
    if isCallerAsleep.exchange(false, ordering: .sequentiallyConsistent) { callerSignal.raise() }
  }

  /// Waits until helpers have finished `parts` parts.
  final func wait(until parts: Int) {
    while finished.load(ordering: .acquiring) < parts {
      if spin(until: { finished.load(ordering: .acquiring) >= parts }) { return }
      isCallerAsleep.store(true, ordering: .sequentiallyConsistent)
      if finished.load(ordering: .sequentiallyConsistent) >= parts {
        // Whoever takes the flag back decides whether a signal is on its way.
        if !isCallerAsleep.exchange(false, ordering: .sequentiallyConsistent) { callerSignal.wait() }
        return
      }
      callerSignal.wait()
    }
  }
}

/// One thread that performs parts whenever there are some. It looks for them for some microseconds before it
/// sleeps.
final class Helper: @unchecked Sendable {
  // The board's atomics order every access to what the work reads and writes.
  private unowned(unsafe) let work: PartedWork
  private let board: Board
  private let number: Int
  private let isAsleep = Atomic<Bool>(false)
  private let signal = Signal()
  /// The processor that it last ran on.
  private let place = Atomic<Int32>(-1)
  /// Times in a row that the caller met the helper on its own processor.
  private var meetings = 0
  private var thread: Thread?

  /// Nil where the system refuses another thread: whoever calls does its parts then.
  ///
  /// - Parameters:
  ///   - work: outlives the helper's `stop`.
  ///   - number: what the work knows the helper by.
  init?(_ work: PartedWork, _ board: Board, number: Int) {
    self.work = work
    self.number = number
    self.board = board
    thread = Thread(Unmanaged.passUnretained(self).toOpaque()) { context in
      Unmanaged<Helper>.fromOpaque(context!).takeUnretainedValue().loop()
      return nil
    }
    if thread == nil { return nil }
  }

  /// Tells the helper that the board is open.
  func wake() {
    if isAsleep.exchange(false, ordering: .sequentiallyConsistent) { signal.raise() }
    separate()
  }

  /// The scheduler may keep caller and helper on one processor for as long as a program runs: sends the
  /// helper elsewhere when they have met several times.
  private func separate() {
    let here = currentProcessor()
    guard here >= 0 && here == place.load(ordering: .relaxed) else {
      meetings = 0
      return
    }
    meetings += 1
    guard meetings >= 8 else { return }
    meetings = 0
    thread?.leave(processor: here)
  }

  /// Ends the thread; the board says that it is stopping.
  func stop() {
    isAsleep.store(false, ordering: .sequentiallyConsistent)
    signal.raise()
    thread?.join()
  }

  private func loop() {
    while !board.isStopping.load(ordering: .acquiring) {
      if let part = board.claim() {
        place.store(currentProcessor(), ordering: .relaxed)
        work.perform(part: part, worker: number)
        board.finish(part)
        board.finishOne()
        continue
      }
      if spin(until: { board.isOpen || board.isStopping.load(ordering: .acquiring) }) { continue }
      isAsleep.store(true, ordering: .sequentiallyConsistent)
      if board.isOpen || board.isStopping.load(ordering: .sequentiallyConsistent) {
        if !isAsleep.exchange(false, ordering: .sequentiallyConsistent) { signal.wait() }
        continue
      }
      signal.wait()
    }
  }
}

/// Asks again and again for about 10 µs; waking a thread takes about 5.
@inline(__always)
private func spin(until isTrue: () -> Bool) -> Bool {
  let start = monotonicNanoseconds()
  repeat {
    // Reading the clock is the pause between two looks.
    if isTrue() { return true }
  } while monotonicNanoseconds() &- start < 10_000
  return false
}
