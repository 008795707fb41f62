/// What a backup with a set for each row keeps of earlier sweeps, to do less in the next: 12 bytes per row and 12 per
/// state.
///
/// A row's worth cannot rise by more than discount * d while no value rises by more than d. So an upper bound
/// of it, once found, holds for good when the rises of all sweeps are added, and an action whose bound lies
/// below what another action is worth need not be looked at, nor its nature be asked. Values that rise
/// together make no difference: all bounds and all worths go along.
///
/// Only the time depends on what is kept, not the values, their bits included. Workers share it: a state, its
/// rows with it, is in one worker's hands at a time.
///
/// Source: M. Puterman, "Markov Decision Processes", Wiley 1994, section 6.7.4 (temporary elimination of
/// actions), doi:10.1002/9780470316887.
public final class SweepMemory: @unchecked Sendable {
  let stateCount: Int
  let rowCount: Int
  /// What `UncertaintySet.worstValue` left for each row; shape [states * actions].
  @usableFromInline let marks: UnsafeMutablePointer<Float>
  /// Upper bound of each row's worth, less the rises up to the sweep that found it; shape
  /// [states * actions].
  @usableFromInline let bounds: UnsafeMutablePointer<Double>
  /// Best action of each state when last seen, -1 at first; shape [states].
  @usableFromInline let favourites: UnsafeMutablePointer<Int32>
  /// Values that the last sweep over all actions started from; shape [states + 1].
  private let values: UnsafeMutablePointer<Double>
  /// What differs from sweep to sweep.
  @usableFromInline let sweep: UnsafeMutablePointer<Sweep>
  private var size = 0.0

  @frozen
  @usableFromInline
  struct Sweep {
    /// The rises of all sweeps so far, discounted.
    @usableFromInline var rise = 0.0
    /// `rise` and what round-off may come to; infinite while no sweep has begun, and no bound tells anything.
    @usableFromInline var limit = Double.infinity

    @usableFromInline init() {}
  }

  init(_ rows: TableRows) {
    stateCount = rows.stateCount
    rowCount = rows.stateCount * rows.actionCount
    marks = .allocate(capacity: rowCount)
    marks.initialize(repeating: 0, count: rowCount)
    bounds = .allocate(capacity: rowCount)
    bounds.initialize(repeating: .infinity, count: rowCount)
    favourites = .allocate(capacity: stateCount)
    favourites.initialize(repeating: -1, count: stateCount)
    values = .allocate(capacity: stateCount + 1)
    values.initialize(repeating: 0, count: stateCount + 1)
    sweep = .allocate(capacity: 1)
    sweep.initialize(to: Sweep())
  }

  deinit {
    marks.deallocate()
    bounds.deallocate()
    favourites.deallocate()
    values.deallocate()
    sweep.deallocate()
  }

  /// Makes the bounds good for worths of rows against `newValues`. `roundOff` bounds the error of a backup on
  /// values up to a size. O(states).
  func begin(
    from newValues: UnsafePointer<Double>, discount: Double, hasTermination: Bool,
    roundOff: (Double) -> Double
  ) {
    // The end's own value does not rise.
    var highest = hasTermination ? 0 : -Double.infinity
    var size = size
    // 0, or NaN where a rise is not finite.
    var nothing = 0.0
    for state in 0..<stateCount {
      let value = newValues[state]
      let rise = value - values[state]
      highest = rise > highest ? rise : highest
      size = abs(value) > size ? abs(value) : size
      nothing += rise - rise
      values[state] = value
    }
    self.size = size
    sweep.pointee.rise += discount * highest
    // Values that ran away tell nothing about those that come after.
    if nothing.isNaN {
      bounds.update(repeating: .infinity, count: rowCount)
      self.size = 0
      sweep.pointee.rise = 0
    }
    // A bound and the worth that it is held against were each computed, and rises were added up.
    sweep.pointee.limit = sweep.pointee.rise + 4 * roundOff(self.size)
  }

  /// Until the next `begin` the values may be any.
  func end() { sweep.pointee.limit = .infinity }
}
