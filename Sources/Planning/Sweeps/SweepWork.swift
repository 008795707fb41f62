#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif
import Synchronization

/// What a sweep looks at: every action, or the policy's.
@frozen
@usableFromInline
enum SweepKind: Sendable { case optimality, evaluation }

/// A sweep cut into chunks of states, which the caller and helper threads take as they get to them.
///
/// The caller never waits for a helper that has taken nothing, so a core that is taken away costs at most the
/// chunk in hand. Who takes a chunk does not matter to its values, and extremes do not depend on the order in
/// which they are merged: the bits are those of one thread.
@usableFromInline
final class SweepWork<B: Backup>: @unchecked Sendable {
  // Between `open` and the last completed chunk only chunk holders touch what is shared; the two counters
  // order those accesses.
  @usableFromInline let backup: B
  @usableFromInline let rows: TableRows
  @usableFromInline let buffers: SweepBuffers
  @usableFromInline let parts: Int
  @usableFromInline let memory: B.Memory
  /// One per part; part 0 is the caller's.
  @usableFromInline let scratch: UnsafeMutablePointer<B.Scratch>
  /// One per part.
  @usableFromInline let changes: UnsafeMutablePointer<SweepChange>
  @usableFromInline var kind = SweepKind.optimality
  @usableFromInline let taken: Atomic<Int>
  @usableFromInline let completed = Atomic<Int>(0)

  @inlinable static var chunkCount: Int { 64 }

  @inlinable
  init(_ backup: B, _ rows: TableRows, _ buffers: SweepBuffers, parts: Int) {
    self.backup = backup
    self.rows = rows
    self.buffers = buffers
    self.parts = parts
    taken = Atomic(Self.chunkCount)
    scratch = .allocate(capacity: parts)
    changes = .allocate(capacity: parts)
    memory = backup.makeMemory(for: rows)
    for part in 0..<parts {
      (scratch + part).initialize(to: backup.makeScratch(for: rows, memory: memory))
      (changes + part).initialize(to: SweepChange(hasTermination: rows.hasTermination))
    }
  }

  deinit {
    scratch.deinitialize(count: parts)
    scratch.deallocate()
    changes.deallocate()
  }

  /// Offers the chunks of a new sweep.
  @inlinable
  func open(_ kind: SweepKind) {
    self.kind = kind
    if kind == .optimality { backup.beginSweep(from: buffers.values, in: rows, memory: memory) }
    for part in 0..<parts { changes[part] = SweepChange(hasTermination: rows.hasTermination) }
    completed.store(0, ordering: .relaxed)
    taken.store(0, ordering: .releasing)
  }

  /// Takes and performs chunks until none is left; tells how many.
  @inlinable @discardableResult
  func perform(part: Int) -> Int {
    let count = Self.chunkCount
    var performed = 0
    while true {
      let chunk = taken.add(1, ordering: .acquiringAndReleasing).oldValue
      guard chunk < count else { return performed }
      performed += 1
      let states = (rows.stateCount * chunk / count)..<(rows.stateCount * (chunk + 1) / count)
      switch kind {
      case .optimality:
        changes[part].merge(
          Sweeps.optimality(
            backup, rows, states: states, values: buffers.values, into: buffers.swept,
            policy: buffers.policy, scratch: &scratch[part]))
      case .evaluation:
        changes[part].merge(
          Sweeps.evaluation(
            backup, rows, states: states, values: buffers.values, into: buffers.swept,
            policy: buffers.policy, scratch: &scratch[part]))
      }
      completed.add(1, ordering: .acquiringAndReleasing)
    }
  }

  /// Waits for chunks in other hands, then tells what all changed together.
  @inlinable
  func close() -> SweepChange {
    while completed.load(ordering: .acquiring) < Self.chunkCount { yieldProcessor() }
    if kind == .optimality { backup.endSweep(memory: memory) }
    var change = SweepChange(hasTermination: rows.hasTermination)
    for part in 0..<parts { change.merge(changes[part]) }
    return change
  }
}

/// Lets another thread run, the holder of a chunk perhaps.
@usableFromInline
func yieldProcessor() { sched_yield() }
