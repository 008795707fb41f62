import UncertaintySets

/// What a worker of a backup with a set per row needs: rows to work on, and the addresses of what is kept from
/// sweep to sweep.
@frozen
public struct RowScratch {
  let buffers: RowBuffers
  @usableFromInline let memory: SweepMemory
  // Addresses beside their owners: inner loops count no references.
  @usableFromInline let workspace: UnsafeMutablePointer<SetWorkspace>
  /// What each outcome of a row is worth, discounted.
  @usableFromInline let worths: UnsafeMutablePointer<Double>
  /// Actions that may be best, and what their successors are worth nominally; shape [actions].
  @usableFromInline let actions: UnsafeMutablePointer<Int32>
  @usableFromInline let expectations: UnsafeMutablePointer<Double>
  @usableFromInline let marks: UnsafeMutablePointer<Float>
  @usableFromInline let bounds: UnsafeMutablePointer<Double>
  @usableFromInline let favourites: UnsafeMutablePointer<Int32>
  @usableFromInline let sweep: UnsafeMutablePointer<SweepMemory.Sweep>

  /// For rows of up to `capacity` outcomes.
  init(capacity: Int, actionCount: Int, memory: SweepMemory) {
    buffers = RowBuffers(capacity: max(1, capacity), actionCount: actionCount)
    self.memory = memory
    (workspace, worths) = (buffers.workspace, buffers.worths)
    (actions, expectations) = (buffers.actions, buffers.expectations)
    (marks, bounds, favourites) = (memory.marks, memory.bounds, memory.favourites)
    sweep = memory.sweep
  }
}

/// Owner of a worker's memory.
@usableFromInline
final class RowBuffers {
  let workspace: UnsafeMutablePointer<SetWorkspace>
  let worths: UnsafeMutablePointer<Double>
  let actions: UnsafeMutablePointer<Int32>
  let expectations: UnsafeMutablePointer<Double>
  /// Where mass may go to any state: a row of all states, 0 between uses, and nature's answer to it.
  let nominal: UnsafeMutablePointer<Double>
  let kernel: UnsafeMutablePointer<Double>

  init(capacity: Int, actionCount: Int) {
    func row(_ count: Int) -> UnsafeMutablePointer<Double> {
      let row = UnsafeMutablePointer<Double>.allocate(capacity: count)
      row.initialize(repeating: 0, count: count)
      return row
    }
    workspace = .allocate(capacity: 1)
    workspace.initialize(to: SetWorkspace(capacity: capacity))
    (worths, nominal, kernel) = (row(capacity), row(capacity), row(capacity))
    actions = .allocate(capacity: actionCount)
    actions.initialize(repeating: 0, count: actionCount)
    expectations = row(actionCount)
  }

  deinit {
    workspace.deinitialize(count: 1)
    workspace.deallocate()
    actions.deallocate()
    for row in [worths, nominal, kernel, expectations] { row.deallocate() }
  }
}
