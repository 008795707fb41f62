import UncertaintySets

/// The backup of a process whose every row may be replaced by the worst one in its own set, the
/// (s, a)-rectangular problem:
///
///     r(s, a) + discount * min over q in U(p(. | s, a)) of sum over s' of q(s') v(s')
///
/// with the reward inside the minimum where it depends on the successor. Penalised sets add their penalty
/// inside. An action that is too poor even under the nominal row is passed over without solving nature's
/// problem.
///
/// Sources: G. Iyengar, "Robust dynamic programming", Mathematics of Operations Research 30 (2005),
/// doi:10.1287/moor.1040.0129; W. Wiesemann, D. Kuhn, B. Rustem, "Robust Markov decision processes",
/// Mathematics of Operations Research 38 (2013), doi:10.1287/moor.1120.0566.
public struct RectangularBackup<Ambiguity: UncertaintySet>: Backup {
  public let discount: Double
  /// The set around every row; its rows are the entries of the table, or with support `.all` all states.
  public let set: Ambiguity
  /// Whether no worst case is above the nominal worth.
  @usableFromInline let holdsNominal: Bool

  /// - Throws: `PlanningError` for a discount outside [0, 1], a set whose lists do not fit a row of `table`,
  ///   and for a set that may put mass everywhere where rewards depend on the successor: no reward is known
  ///   for a transition that the table lacks.
  public init(_ set: Ambiguity, on table: SolverTable, discount: Double) throws(PlanningError) {
    if set.support == .all, !table.reward.entries.isEmpty {
      throw PlanningError(
        "rewards that depend on the successor have no value where the nominal row has no mass; "
          + "keep the set's mass where the nominal row has some, or give each row one reward")
    }
    self.discount = try Discount.step(discount)
    self.set = set
    holdsNominal = set.holdsNominal
    try check(table)
  }

  private func check(_ table: SolverTable) throws(PlanningError) {
    if set.support == .all {
      // One row of all states tells whether the set's lists fit.
      var row = Array(repeating: 0.0, count: table.stateCount + (table.hasTermination ? 1 : 0))
      for entry in table.rowStart[0]..<table.rowStart[1] {
        row[Int(table.next[entry])] += table.probability[entry]
      }
      return try check(row.span, state: 0, action: 0)
    }
    for state in 0..<table.stateCount {
      for action in 0..<table.actionCount {
        let entries = table.row(state, action)
        try check(table.probability.span.extracting(entries), state: state, action: action)
      }
    }
  }

  private func check(_ row: Span<Double>, state: Int, action: Int) throws(PlanningError) {
    do throws(UncertaintySetError) {
      try set.check(nominal: row)
    } catch {
      throw PlanningError("state \(state), action \(action): \(error)")
    }
  }

  /// A worker's rows to work on, and the addresses of what is kept from sweep to sweep.
  @frozen
  public struct Scratch {
    @usableFromInline let buffers: Buffers
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

    @usableFromInline
    init(capacity: Int, actionCount: Int, memory: SweepMemory) {
      buffers = Buffers(capacity: capacity, actionCount: actionCount)
      self.memory = memory
      (workspace, worths) = (buffers.workspace, buffers.worths)
      (actions, expectations) = (buffers.actions, buffers.expectations)
      (marks, bounds, favourites) = (memory.marks, memory.bounds, memory.favourites)
      sweep = memory.sweep
    }
  }

  @usableFromInline
  final class Buffers {
    let workspace: UnsafeMutablePointer<SetWorkspace>
    let worths: UnsafeMutablePointer<Double>
    let actions: UnsafeMutablePointer<Int32>
    let expectations: UnsafeMutablePointer<Double>
    /// With the support `.all`: a row of all states, 0 between uses, and nature's answer to it.
    @usableFromInline let nominal: UnsafeMutablePointer<Double>
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

  /// What workers share, from sweep to sweep.
  public struct Memory: Sendable {
    @usableFromInline let sweeps: SweepMemory

    @usableFromInline init(_ sweeps: SweepMemory) { self.sweeps = sweeps }
  }

  public func makeMemory(for rows: TableRows) -> Memory { Memory(SweepMemory(rows)) }

  public func makeScratch(for rows: TableRows, memory: Memory) -> Scratch {
    Scratch(
      capacity: set.support == .all ? rows.stateCount + (rows.hasTermination ? 1 : 0) : rows.longestRow,
      actionCount: rows.actionCount, memory: memory.sweeps)
  }

  public func beginSweep(from values: UnsafePointer<Double>, in rows: TableRows, memory: Memory) {
    memory.sweeps.begin(from: values, discount: discount, hasTermination: rows.hasTermination) {
      roundOff(in: rows, size: $0)
    }
  }

  public func endSweep(memory: Memory) { memory.sweeps.end() }

  /// Asks nature about last sweep's best action first, then, in falling order of their nominal worths, about
  /// those that may be better by these and by their bounds.
  @inlinable
  public func best(
    in state: Int, of rows: TableRows, values: UnsafePointer<Double>, scratch: inout Scratch
  ) -> Choice {
    let first = state &* rows.actionCount
    let rise = scratch.sweep.pointee.rise
    let limit = scratch.sweep.pointee.limit
    let isSteady = limit < .infinity
    let favourite = Int(truncatingIfNeeded: scratch.favourites[state])
    // Worse than any action, until one is known.
    var choice = Choice(worth: -.infinity, action: rows.actionCount)
    if favourite >= 0 {
      let row = first &+ favourite
      let expectation = discount * rows.expectation(ofRow: row, values: values)
      let worth = worstWorth(
        ofRow: row, in: rows, values: values, expectation: expectation, floor: -.infinity, scratch)
      if isSteady { scratch.bounds[row] = worth - rise }
      choice = Choice(worth: worth, action: favourite)
    }
    // Short loops one after the other: the processor foresees where they go, and fetches rows ahead.
    let (actions, expectations) = (scratch.actions, scratch.expectations)
    var count = 0
    var action = 0
    while action < rows.actionCount {
      actions[count] = Int32(truncatingIfNeeded: action)
      let isWorthwhile = scratch.bounds[first &+ action] + limit >= choice.worth
      count &+= isWorthwhile && action != favourite ? 1 : 0
      action &+= 1
    }
    var highest = -Double.infinity
    var highestIndex = 0
    var index = 0
    while index < count {
      let row = first &+ Int(truncatingIfNeeded: actions[index])
      let expectation = discount * rows.expectation(ofRow: row, values: values)
      expectations[index] = expectation
      let isHigher = rows.reward[row] + expectation > highest
      highest = isHigher ? rows.reward[row] + expectation : highest
      highestIndex = isHigher ? index : highestIndex
      index &+= 1
    }
    // The highest one goes first: exchanged with the first, which comes in its place.
    if count > 1 {
      (actions[0], actions[highestIndex]) = (actions[highestIndex], actions[0])
      (expectations[0], expectations[highestIndex]) = (expectations[highestIndex], expectations[0])
    }
    index = 0
    while index < count {
      let action = Int(truncatingIfNeeded: actions[index])
      let row = first &+ action
      // An equal worth counts where its index is lower.
      let floor = action < choice.action ? choice.worth.nextDown : choice.worth
      var worth = rows.reward[row] + expectations[index]
      if worth > floor || !holdsNominal {
        worth = worstWorth(
          ofRow: row, in: rows, values: values, expectation: expectations[index], floor: floor, scratch)
        if worth > floor { choice = Choice(worth: worth, action: action) }
      }
      if isSteady { scratch.bounds[row] = worth - rise }
      index &+= 1
    }
    scratch.favourites[state] = Int32(truncatingIfNeeded: choice.action)
    return choice
  }

  @inlinable
  public func worth(
    ofRow row: Int, in rows: TableRows, values: UnsafePointer<Double>, floor: Double, scratch: inout Scratch
  ) -> Double {
    let expectation = discount * rows.expectation(ofRow: row, values: values)
    let nominal = rows.reward[row] + expectation
    guard nominal > floor || !holdsNominal else { return nominal }
    return worstWorth(
      ofRow: row, in: rows, values: values, expectation: expectation, floor: floor, scratch)
  }

  /// As `worth`, where `expectation` is the discounted nominal one of the successors.
  @inlinable
  func worstWorth(
    ofRow row: Int, in rows: TableRows, values: UnsafePointer<Double>, expectation: Double, floor: Double,
    _ scratch: Scratch
  ) -> Double {
    let reward = rows.reward[row]
    let nominal = reward + expectation
    guard set.support == .nominal else {
      let worst = worstAnywhere(
        ofRow: row, in: rows, values: values, expectation: expectation, floor: lower(floor, by: reward),
        scratch)
      return holdsNominal && reward + worst > nominal ? nominal : reward + worst
    }
    let worths = scratch.worths
    let start = rows.rowStart[row]
    let count = rows.rowStart[row &+ 1] &- start
    fill(worths, from: start, count: count, in: rows, values: values)
    // Rewards of entries are among their worths.
    let apart = rows.entryReward == nil ? reward : 0
    let worst = set.worstValue(
      of: UnsafeBufferPointer(start: worths, count: count).span,
      around: UnsafeBufferPointer(start: rows.probability + start, count: count).span,
      expectation: nominal - apart, floor: lower(floor, by: apart), mark: &scratch.marks[row],
      workspace: &scratch.workspace.pointee)
    return holdsNominal && apart + worst > nominal ? nominal : apart + worst
  }

  /// `floor` without the reward, and lower by enough that adding the reward again stays below.
  @inlinable @inline(__always)
  func lower(_ floor: Double, by reward: Double) -> Double {
    floor - reward - 4 * Double.ulpOfOne * (abs(floor) + abs(reward))
  }

  /// Writes what the entries from `start` on are worth: their rewards, where they have their own, and their
  /// successors, discounted.
  @inlinable @inline(__always)
  func fill(
    _ worths: UnsafeMutablePointer<Double>, from start: Int, count: Int, in rows: TableRows,
    values: UnsafePointer<Double>
  ) {
    let next = rows.next + start
    var index = 0
    while index &+ 4 <= count {
      // Written as they will be read, four at once.
      let worth =
        discount
        * SIMD4(
          values[Int(truncatingIfNeeded: next[index])], values[Int(truncatingIfNeeded: next[index &+ 1])],
          values[Int(truncatingIfNeeded: next[index &+ 2])], values[Int(truncatingIfNeeded: next[index &+ 3])])
      UnsafeMutableRawPointer(worths + index).storeBytes(of: worth, as: SIMD4<Double>.self)
      index &+= 4
    }
    while index < count {
      worths[index] = discount * values[Int(truncatingIfNeeded: next[index])]
      index &+= 1
    }
    guard let entryReward = rows.entryReward else { return }
    for index in 0..<count { worths[index] += entryReward[start &+ index] }
  }

  public func kernel(
    ofRow row: Int, in rows: TableRows, values: UnsafePointer<Double>, scratch: inout Scratch,
    into probabilities: UnsafeMutablePointer<Double>
  ) -> Double {
    let start = rows.rowStart[row]
    let count = rows.rowStart[row + 1] - start
    if set.support == .all {
      return withRowOfAllStates(row, in: rows, values: values, scratch) { worths, nominal in
        var kernel = UnsafeMutableBufferPointer(
          start: scratch.buffers.kernel, count: nominal.count
        ).mutableSpan
        let worst = set.worstCase(
          of: worths, around: nominal, into: &kernel, workspace: &scratch.workspace.pointee)
        for index in 0..<count { probabilities[index] = kernel[Int(rows.next[start + index])] }
        return rows.reward[row] + worst
      }
    }
    fill(scratch.worths, from: start, count: count, in: rows, values: values)
    var kernel = UnsafeMutableBufferPointer(start: probabilities, count: count).mutableSpan
    let worst = set.worstCase(
      of: UnsafeBufferPointer(start: scratch.worths, count: count).span,
      around: UnsafeBufferPointer(start: rows.probability + start, count: count).span, into: &kernel,
      workspace: &scratch.workspace.pointee)
    return rows.entryReward == nil ? rows.reward[row] + worst : worst
  }

  @usableFromInline
  func worstAnywhere(
    ofRow row: Int, in rows: TableRows, values: UnsafePointer<Double>, expectation: Double, floor: Double,
    _ scratch: Scratch
  ) -> Double {
    withRowOfAllStates(row, in: rows, values: values, scratch) { worths, nominal in
      set.worstValue(
        of: worths, around: nominal, expectation: expectation, floor: floor, mark: &scratch.marks[row],
        workspace: &scratch.workspace.pointee)
    }
  }

  /// Gives `body` the worths of all states and the nominal row over them. O(states).
  private func withRowOfAllStates(
    _ row: Int, in rows: TableRows, values: UnsafePointer<Double>, _ scratch: Scratch,
    _ body: (Span<Double>, Span<Double>) -> Double
  ) -> Double {
    let length = rows.stateCount + (rows.hasTermination ? 1 : 0)
    let nominal = scratch.buffers.nominal
    for state in 0..<length { scratch.worths[state] = discount * values[state] }
    let entries = rows.rowStart[row]..<rows.rowStart[row + 1]
    for entry in entries { nominal[Int(rows.next[entry])] += rows.probability[entry] }
    defer { for entry in entries { nominal[Int(rows.next[entry])] = 0 } }
    return body(
      UnsafeBufferPointer(start: scratch.worths, count: length).span,
      UnsafeBufferPointer(start: nominal, count: length).span)
  }

  /// As the nominal backup's, and the error of nature's problem, which is solved to 1e-12 of its values.
  public func roundOff(in rows: TableRows, size: Double) -> Double {
    (Double.ulpOfOne * Double(8 * rows.longestRow + 64) + 4e-12) * (rows.largestReward + size)
  }
}
