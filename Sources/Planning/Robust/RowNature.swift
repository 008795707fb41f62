import UncertaintySets

/// A set for each row of a table.
@usableFromInline
protocol RowSets: Sendable {
  associatedtype Ambiguity: UncertaintySet

  subscript(row: Int) -> Ambiguity { get }
}

/// The same set around every row.
@frozen
@usableFromInline
struct SameSet<Ambiguity: UncertaintySet>: RowSets {
  @usableFromInline let set: Ambiguity

  @inlinable
  init(_ set: Ambiguity) { self.set = set }

  @inlinable @inline(__always)
  subscript(row: Int) -> Ambiguity { self.set }
}

/// The operations of backups in which nature has a set for each row: `RectangularBackup` and `RowwiseBackup`.
@frozen
@usableFromInline
struct RowNature<Sets: RowSets>: Sendable {
  @usableFromInline let discount: Double
  @usableFromInline let sets: Sets
  /// Whether no worst case is above the nominal worth.
  @usableFromInline let holdsNominal: Bool
  /// Whether a row's outcomes are all states, not the entries of the table alone.
  @usableFromInline let reachesAllStates: Bool

  @usableFromInline
  init(_ sets: Sets, discount: Double, holdsNominal: Bool, reachesAllStates: Bool) {
    self.sets = sets
    self.discount = discount
    self.holdsNominal = holdsNominal
    self.reachesAllStates = reachesAllStates
  }

  func makeScratch(for rows: TableRows, memory: SweepMemory) -> RowScratch {
    RowScratch(
      capacity: reachesAllStates ? rows.stateCount + (rows.hasTermination ? 1 : 0) : rows.longestRow,
      actionCount: rows.actionCount, memory: memory)
  }

  func beginSweep(from values: UnsafePointer<Double>, in rows: TableRows, memory: SweepMemory) {
    memory.begin(from: values, discount: discount, hasTermination: rows.hasTermination) {
      roundOff(in: rows, size: $0)
    }
  }

  /// Asks nature about last sweep's best action first, then, in falling order of their nominal worths, about
  /// those that may be better by these and by their bounds.
  @inlinable
  func best(
    in state: Int, of rows: TableRows, values: UnsafePointer<Double>, scratch: inout RowScratch
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
      let isWorthwhile = !(scratch.bounds[first &+ action] + limit < choice.worth)
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
    // No worth that is a number: an action all the same.
    if choice.action == rows.actionCount { choice.action = 0 }
    scratch.favourites[state] = Int32(truncatingIfNeeded: choice.action)
    return choice
  }

  @inlinable
  func worth(
    ofRow row: Int, in rows: TableRows, values: UnsafePointer<Double>, floor: Double, scratch: inout RowScratch
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
    _ scratch: RowScratch
  ) -> Double {
    let reward = rows.reward[row]
    let nominal = reward + expectation
    guard !reachesAllStates else {
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
    let worst = sets[row].worstValue(
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

  func kernel(
    ofRow row: Int, in rows: TableRows, values: UnsafePointer<Double>, scratch: inout RowScratch,
    into probabilities: UnsafeMutablePointer<Double>
  ) -> Double {
    let start = rows.rowStart[row]
    let count = rows.rowStart[row + 1] - start
    if reachesAllStates {
      return withRowOfAllStates(row, in: rows, values: values, scratch) { worths, nominal in
        var kernel = UnsafeMutableBufferPointer(
          start: scratch.buffers.kernel, count: nominal.count
        ).mutableSpan
        let worst = sets[row].worstCase(
          of: worths, around: nominal, into: &kernel, workspace: &scratch.workspace.pointee)
        for index in 0..<count { probabilities[index] = kernel[Int(rows.next[start + index])] }
        return rows.reward[row] + worst
      }
    }
    fill(scratch.worths, from: start, count: count, in: rows, values: values)
    var kernel = UnsafeMutableBufferPointer(start: probabilities, count: count).mutableSpan
    let worst = sets[row].worstCase(
      of: UnsafeBufferPointer(start: scratch.worths, count: count).span,
      around: UnsafeBufferPointer(start: rows.probability + start, count: count).span, into: &kernel,
      workspace: &scratch.workspace.pointee)
    return rows.entryReward == nil ? rows.reward[row] + worst : worst
  }

  @usableFromInline
  func worstAnywhere(
    ofRow row: Int, in rows: TableRows, values: UnsafePointer<Double>, expectation: Double, floor: Double,
    _ scratch: RowScratch
  ) -> Double {
    withRowOfAllStates(row, in: rows, values: values, scratch) { worths, nominal in
      sets[row].worstValue(
        of: worths, around: nominal, expectation: expectation, floor: floor, mark: &scratch.marks[row],
        workspace: &scratch.workspace.pointee)
    }
  }

  /// Gives `body` the worths of all states and the nominal row over them. O(states).
  private func withRowOfAllStates(
    _ row: Int, in rows: TableRows, values: UnsafePointer<Double>, _ scratch: RowScratch,
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
  func roundOff(in rows: TableRows, size: Double) -> Double {
    (Double.ulpOfOne * Double(8 * rows.longestRow + 64) + 4e-12) * (rows.largestReward + size)
  }
}
