import Synchronization

/// Helper threads that run parts of some work beside the caller. A run allocates nothing and locks nothing.
///
/// Parts are claimed one by one from an atomic word, so whoever is free takes the next: a helper that has not
/// woken, or whose processor was taken away, holds up its own part alone. Small runs, and those that other
/// threads make no faster, stay on the caller (`Pace`). In the child of a fork, where the helpers do not
/// exist, the caller does all.
final class WorkerPool {
  private let board = RunBoard()
  private let helpers: [Helper]
  private unowned(unsafe) let work: PartedWork
  private let forks: UInt32
  private let sharesAlways: Bool
  private var pace = Pace()
  /// What resets take says nothing about steps.
  private var resetPace = Pace()

  /// - Parameters:
  ///   - work: outlives the pool.
  ///   - sharesAlways: whether runs are shared even where that is slower.
  init(_ work: PartedWork, helpers count: Int, sharesAlways: Bool) {
    self.work = work
    self.sharesAlways = sharesAlways
    forks = ForkCount.now
    helpers = (0..<count).compactMap { [board] index in Helper(work, board, number: index + 1) }
  }

  deinit {
    guard forks == ForkCount.now else { return }
    board.isStopping.store(true, ordering: .sequentiallyConsistent)
    for helper in helpers { helper.stop() }
  }

  /// Performs parts 0..<`parts`, some of them at the same time, and returns when all are done.
  ///
  /// - Parameters:
  ///   - units: size of the run in a measure that its cost grows with.
  ///   - isReset: whether lanes are started, not stepped.
  func run(parts: Int, units: Int, isReset: Bool = false) {
    guard parts > 1 && forks == ForkCount.now else { return runAlone(parts) }
    if sharesAlways { return runShared(parts) }
    let choice = isReset ? resetPace.choose(units: units) : pace.choose(units: units)
    guard choice.isTimed else {
      choice.isShared ? runShared(parts) : runAlone(parts)
      return
    }
    let start = monotonicNanoseconds()
    choice.isShared ? runShared(parts) : runAlone(parts)
    let time = Double(monotonicNanoseconds() &- start)
    if isReset {
      resetPace.note(time, units: units, isShared: choice.isShared)
    } else {
      pace.note(time, units: units, isShared: choice.isShared)
    }
  }

  private func runAlone(_ parts: Int) {
    for part in 0..<parts { work.perform(part: part, worker: 0) }
  }

  private func runShared(_ parts: Int) {
    board.post(parts)
    for index in 0..<min(helpers.count, parts - 1) { helpers[index].wake() }
    var own = 0
    while let part = board.claim() {
      work.perform(part: part, worker: 0)
      own += 1
    }
    board.wait(until: parts - own)
  }
}

/// Which parts of a run are still to be claimed.
private final class RunBoard: Board, @unchecked Sendable {
  /// Number of the run, and below it how many of its parts nobody has claimed. The number keeps a helper that
  /// read the word long ago from claiming a part of another run.
  private let word = Atomic<UInt64>(0)

  /// Opens a run; no part of an earlier one is unclaimed or unfinished.
  func post(_ parts: Int) {
    finished.store(0, ordering: .relaxed)
    let run = (word.load(ordering: .relaxed) >> 32) &+ 1
    word.store(run << 32 | UInt64(parts), ordering: .sequentiallyConsistent)
  }

  override var isOpen: Bool { word.load(ordering: .sequentiallyConsistent) & 0xFFFF_FFFF != 0 }

  override func claim() -> Int? {
    var seen = word.load(ordering: .acquiring)
    while seen & 0xFFFF_FFFF != 0 {
      let (isMine, found) = word.weakCompareExchange(
        expected: seen, desired: seen - 1, ordering: .acquiringAndReleasing)
      if isMine { return Int(seen & 0xFFFF_FFFF) - 1 }
      seen = found
    }
    return nil
  }
}
