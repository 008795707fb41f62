import Synchronization

/// Work in numbered parts that may run at the same time, in any order.
class PartedWork {
  func perform(part: Int) { preconditionFailure("abstract") }
}

/// Helper threads that run parts of some work beside the caller. A run allocates nothing and locks nothing.
///
/// Parts are claimed one by one from an atomic word, so whoever is free takes the next: a helper that has not
/// woken, or whose processor was taken away, costs nothing but its own part. Helpers look for work for some
/// microseconds before they sleep. Small runs, and those that other threads make no faster, stay on the caller
/// (`Pace`). In the child of a fork, where the helpers do not exist, the caller does all.
final class WorkerPool {
  private let board: ClaimBoard
  private let helpers: [Helper]
  private let work: PartedWork
  private let forks: UInt32
  private var pace = Pace()

  init(_ work: PartedWork, helpers count: Int) {
    self.work = work
    forks = ForkCount.now
    let board = ClaimBoard()
    self.board = board
    helpers = (0..<count).map { _ in Helper(work, board) }
  }

  deinit {
    guard forks == ForkCount.now else { return }
    board.isStopping.store(true, ordering: .sequentiallyConsistent)
    for helper in helpers { helper.stop() }
  }

  /// Performs parts 0..<`parts`, some of them at the same time, and returns when all are done.
  ///
  /// - Parameter units: size of the run in a measure that its cost grows with.
  func run(parts: Int, units: Int) {
    guard parts > 1 && forks == ForkCount.now else { return runAlone(parts) }
    let choice = pace.choose(units: units)
    guard choice.isTimed else {
      choice.isShared ? runShared(parts) : runAlone(parts)
      return
    }
    let start = monotonicNanoseconds()
    choice.isShared ? runShared(parts) : runAlone(parts)
    pace.note(Double(monotonicNanoseconds() - start), units: units, isShared: choice.isShared)
  }

  private func runAlone(_ parts: Int) {
    for part in 0..<parts { work.perform(part: part) }
  }

  private func runShared(_ parts: Int) {
    board.post(parts)
    for helper in helpers.prefix(parts - 1) { helper.wake() }
    var own = 0
    while let part = board.claim() {
      work.perform(part: part)
      own += 1
    }
    board.wait(until: parts - own)
  }
}

/// Which parts of a run are still to be claimed, and how many of them helpers have finished.
private final class ClaimBoard: Sendable {
  /// Number of the run, and below it how many of its parts nobody has claimed. The number keeps a helper that
  /// read the word long ago from claiming a part of another run.
  private let word = Atomic<UInt64>(0)
  private let finished = Atomic<Int>(0)
  private let isCallerAsleep = Atomic<Bool>(false)
  private let callerSignal = Signal()
  let isStopping = Atomic<Bool>(false)

  /// Opens a run; no part of an earlier one is claimed or unfinished.
  func post(_ parts: Int) {
    finished.store(0, ordering: .relaxed)
    let run = (word.load(ordering: .relaxed) >> 32) &+ 1
    word.store(run << 32 | UInt64(parts), ordering: .sequentiallyConsistent)
  }

  /// Whether some part is to be claimed; ordered with `post` for helpers about to sleep.
  var isOpen: Bool { word.load(ordering: .sequentiallyConsistent) & 0xFFFF_FFFF != 0 }

  /// Claims a part, if there is one.
  func claim() -> Int? {
    var seen = word.load(ordering: .acquiring)
    while seen & 0xFFFF_FFFF != 0 {
      let (isMine, found) = word.weakCompareExchange(
        expected: seen, desired: seen - 1, ordering: .acquiringAndReleasing)
      if isMine { return Int(seen & 0xFFFF_FFFF) - 1 }
      seen = found
    }
    return nil
  }

  /// A helper has finished a part.
  func finish() {
    finished.add(1, ordering: .sequentiallyConsistent)
    if isCallerAsleep.exchange(false, ordering: .sequentiallyConsistent) { callerSignal.raise() }
  }

  /// Waits until helpers have finished `parts` parts.
  func wait(until parts: Int) {
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

/// One thread that performs parts whenever there are some.
private final class Helper: @unchecked Sendable {
  // The board's atomics order every access to what the work reads and writes.
  private unowned let work: PartedWork
  private let board: ClaimBoard
  private let isAsleep = Atomic<Bool>(false)
  private let signal = Signal()
  /// The processor that it last ran on.
  private let place = Atomic<Int32>(-1)
  /// Runs in a row that found caller and helper on one processor.
  private var meetings = 0
  private var thread: Thread?

  init(_ work: PartedWork, _ board: ClaimBoard) {
    self.work = work
    self.board = board
    thread = Thread(Unmanaged.passUnretained(self).toOpaque()) { context in
      Unmanaged<Helper>.fromOpaque(context!).takeUnretainedValue().loop()
      return nil
    }
  }

  func wake() {
    if isAsleep.exchange(false, ordering: .sequentiallyConsistent) { signal.raise() }
    separate()
  }

  /// The scheduler may keep caller and helper on one processor for as long as a program runs: sends the helper
  /// elsewhere when they have met several times.
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

  func stop() {
    isAsleep.store(false, ordering: .sequentiallyConsistent)
    signal.raise()
    thread?.join()
  }

  private func loop() {
    while !board.isStopping.load(ordering: .acquiring) {
      if let part = board.claim() {
        place.store(currentProcessor(), ordering: .relaxed)
        work.perform(part: part)
        board.finish()
        continue
      }
      if spin(until: { board.isOpen }) { continue }
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
