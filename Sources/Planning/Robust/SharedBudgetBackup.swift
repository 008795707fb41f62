import UncertaintySets

/// The backup of a process in which nature has one budget per state for the rows of all its actions, the
/// s-rectangular problem:
///
///     max over policies w of min over (q_a) in U(s) of
///       sum over a of w_a (r(s, a) + discount * sum over s' of q_a(s') v(s'))
///
/// with the reward inside where it depends on the successor. The best w may have to mix actions, for nature
/// must spend its budget before it knows which one is drawn.
///
/// Actions that are too poor even nominally cost nature nothing and are passed over; the order of each row's
/// payoffs is kept from sweep to sweep, 4 bytes per transition, and repaired. A sweep is
/// O(entries + n log n for the n entries of actions that count). With support `all` each row also looks at
/// every state.
///
/// Sources: W. Wiesemann, D. Kuhn, B. Rustem, "Robust Markov decision processes", Mathematics of Operations
/// Research 38 (2013), doi:10.1287/moor.1120.0566; C. Ho, M. Petrik, W. Wiesemann, "Partial policy iteration
/// for L1-robust Markov decision processes", JMLR 22 (2021), section 5.
public struct SharedBudgetBackup: Backup {
  public static var mixes: Bool { true }

  public let discount: Double
  /// The set around the rows of every state.
  public let set: SharedBudget

  /// Throws for a discount outside [0, 1], and for a set that may put mass everywhere where rewards depend on
  /// the successor: no reward is known for a transition that the table lacks.
  public init(_ set: SharedBudget, on table: SolverTable, discount: Double) throws(PlanningError) {
    if set.support == .all, !table.reward.entries.isEmpty {
      throw PlanningError(
        "rewards that depend on the successor have no value where the nominal row has no mass; "
          + "keep the set's mass where the nominal row has some, or give each row one reward")
    }
    self.discount = try Discount.step(discount)
    self.set = set
  }

  /// The order of each row's payoffs, shared by workers.
  public final class Memory: Sendable {
    /// Row `row` has the outcomes from `rowStart[row] + row` on, and one more if mass may go anywhere.
    fileprivate nonisolated(unsafe) let order: UnsafeMutablePointer<Int32>

    fileprivate init(_ rows: TableRows) {
      let rowCount = rows.stateCount * rows.actionCount
      order = .allocate(capacity: rows.rowStart[rowCount] + rowCount)
      for row in 0..<rowCount {
        let start = rows.rowStart[row] + row
        for index in 0...(rows.rowStart[row + 1] - rows.rowStart[row]) {
          (order + start + index).initialize(to: Int32(truncatingIfNeeded: index))
        }
      }
    }

    deinit { order.deallocate() }
  }

  /// A worker's memory.
  public final class Scratch {
    fileprivate let workspace: SharedBudgetWorkspace
    fileprivate let memory: Memory
    /// Nominal rows with outcomes that the table lacks, and orders of such rows; nil where none are needed.
    fileprivate let nominal: UnsafeMutablePointer<Double>?
    fileprivate let order: UnsafeMutablePointer<Int32>?

    fileprivate init(actions: Int, rowCapacity: Int, extends: Bool, memory: Memory) {
      workspace = SharedBudgetWorkspace(actions: actions, entries: actions * rowCapacity)
      self.memory = memory
      nominal = extends ? .allocate(capacity: actions * rowCapacity) : nil
      order = extends ? .allocate(capacity: actions * rowCapacity) : nil
    }

    deinit {
      nominal?.deallocate()
      order?.deallocate()
    }
  }

  public func makeMemory(for rows: TableRows) -> Memory { Memory(rows) }

  public func makeScratch(for rows: TableRows, memory: Memory) -> Scratch {
    let outcomes = rows.stateCount + (rows.hasTermination ? 1 : 0)
    let length = set.support == .nominal ? rows.longestRow : max(rows.longestRow + 1, outcomes)
    return Scratch(
      actions: rows.actionCount, rowCapacity: max(1, length), extends: set.support == .all, memory: memory)
  }

  public func best(
    in state: Int, of rows: TableRows, values: UnsafePointer<Double>, scratch: inout Scratch
  ) -> Choice {
    search(state, rows, values, scratch)
    let action = set.weigh(scratch.workspace)
    return Choice(worth: set.value(scratch.workspace), action: action < 0 ? Choice.mixed : action)
  }

  public func best(
    in state: Int, of rows: TableRows, values: UnsafePointer<Double>,
    mixture: UnsafeMutablePointer<Double>, scratch: inout Scratch
  ) -> Choice {
    let choice = best(in: state, of: rows, values: values, scratch: &scratch)
    if choice.action == Choice.mixed {
      set.writePolicy(of: rows.actionCount, scratch.workspace, into: mixture)
    }
    return choice
  }

  /// Opens actions in falling order of nominal worth until the next one does not matter.
  private func search(
    _ state: Int, _ rows: TableRows, _ values: UnsafePointer<Double>, _ scratch: Scratch
  ) {
    let first = state &* rows.actionCount
    set.begin(scratch.workspace)
    for action in 0..<rows.actionCount {
      scratch.workspace.worths[action] = nominalWorth(first &+ action, rows, values)
    }
    while let action = set.nextAction(of: rows.actionCount, scratch.workspace) {
      open(
        first &+ action, action, scratch.workspace.worths[action], weight: 0, rows, values, scratch,
        kernel: nil)
      set.admitLast(scratch.workspace)
    }
  }

  /// The whole budget goes to the one row.
  public func worth(
    ofRow row: Int, in rows: TableRows, values: UnsafePointer<Double>, floor: Double, scratch: inout Scratch
  ) -> Double {
    let nominal = nominalWorth(row, rows, values)
    guard nominal > floor else { return nominal }
    set.begin(scratch.workspace)
    open(row, 0, nominal, weight: 1, rows, values, scratch, kernel: nil)
    return set.spend(scratch.workspace)
  }

  public func worth(
    ofMixture mixture: UnsafePointer<Double>, in state: Int, of rows: TableRows,
    values: UnsafePointer<Double>, scratch: inout Scratch
  ) -> Double {
    openAll(mixture, state, rows, values, scratch, kernels: nil)
    return set.spend(scratch.workspace)
  }

  public func kernel(
    ofRow row: Int, in rows: TableRows, values: UnsafePointer<Double>, scratch: inout Scratch,
    into probabilities: UnsafeMutablePointer<Double>
  ) -> Double {
    set.begin(scratch.workspace)
    open(
      row, 0, nominalWorth(row, rows, values), weight: 1, rows, values, scratch, kernel: probabilities)
    let worth = set.spend(scratch.workspace)
    set.writeKernels(scratch.workspace)
    if set.support == .all { pick(row, rows, scratch.workspace.kernels, into: probabilities) }
    return worth
  }

  /// Rows that the mixture does not use stay nominal.
  public func kernels(
    ofMixture mixture: UnsafePointer<Double>, in state: Int, of rows: TableRows,
    values: UnsafePointer<Double>, scratch: inout Scratch, into probabilities: UnsafeMutablePointer<Double>
  ) -> Double {
    let first = state * rows.actionCount
    let start = rows.rowStart[first]
    probabilities.update(
      from: rows.probability + start, count: rows.rowStart[first + rows.actionCount] - start)
    openAll(mixture, state, rows, values, scratch, kernels: probabilities)
    let worth = set.spend(scratch.workspace)
    set.writeKernels(scratch.workspace)
    if set.support == .all {
      var place = 0
      for action in 0..<rows.actionCount where mixture[action] > 0 {
        let row = first + action
        pick(
          row, rows, scratch.workspace.kernels + place, into: probabilities + (rows.rowStart[row] - start))
        place += length(of: row, rows)
      }
    }
    return worth
  }

  /// As the nominal backup's and the sums over pieces; the smooth measures are solved to 1e-12 of the values.
  public func roundOff(in rows: TableRows, size: Double) -> Double {
    let length =
      set.support == .nominal ? rows.longestRow : max(rows.longestRow, rows.stateCount) + 1
    let operations = Double.ulpOfOne * Double(8 * (length + rows.actionCount) + 64)
    let isSmooth = set.measure == .kl || set.measure == .chiSquare
    return (operations + (isSmooth ? 4e-12 : 0)) * (rows.largestReward + size)
  }
}

extension SharedBudgetBackup {
  @inline(__always)
  private func nominalWorth(_ row: Int, _ rows: TableRows, _ values: UnsafePointer<Double>) -> Double {
    rows.reward[row] + discount * rows.expectation(ofRow: row, values: values)
  }

  private func openAll(
    _ mixture: UnsafePointer<Double>, _ state: Int, _ rows: TableRows, _ values: UnsafePointer<Double>,
    _ scratch: Scratch, kernels: UnsafeMutablePointer<Double>?
  ) {
    let first = state &* rows.actionCount
    let start = rows.rowStart[first]
    set.begin(scratch.workspace)
    for action in 0..<rows.actionCount where mixture[action] > 0 {
      let row = first &+ action
      open(
        row, action, nominalWorth(row, rows, values), weight: mixture[action], rows, values, scratch,
        kernel: kernels.map { $0 + (rows.rowStart[row] - start) })
    }
  }

  /// Gathers the payoffs of `row` and opens it; `kernel`, shape [entries of the row], is where nature's row
  /// is wanted, unless mass may go anywhere: then it is in the workspace.
  @inline(__always)
  private func open(
    _ row: Int, _ action: Int, _ worth: Double, weight: Double, _ rows: TableRows,
    _ values: UnsafePointer<Double>, _ scratch: Scratch, kernel: UnsafeMutablePointer<Double>?
  ) {
    let start = rows.rowStart[row]
    let count = rows.rowStart[row &+ 1] &- start
    guard set.support == .nominal else {
      return openExtended(row, action, worth, weight: weight, rows, values, scratch)
    }
    let target = kernel ?? scratch.workspace.freeKernels
    let order = scratch.memory.order + (start &+ row)
    if set.gathers && rows.entryReward == nil {
      return set.open(
        gathering: values, at: rows.next + start, times: discount, plus: rows.reward[row],
        nominal: rows.probability + start, count: count, kernel: target, order: order, action: action,
        worth: worth, weight: weight, in: scratch.workspace)
    }
    let payoffs = scratch.workspace.freePayoffs
    for index in 0..<count {
      let reward = rows.entryReward.map { $0[start + index] } ?? rows.reward[row]
      payoffs[index] = reward + discount * values[Int(rows.next[start + index])]
    }
    set.open(
      payoffs, nominal: rows.probability + start, count: count, kernel: target, order: order,
      action: action, worth: worth, weight: weight, in: scratch.workspace)
  }

  /// Outcomes of the row of nature's problem.
  private func length(of row: Int, _ rows: TableRows) -> Int {
    guard set.support == .all else { return rows.rowStart[row + 1] - rows.rowStart[row] }
    return set.measure == .l1
      ? rows.rowStart[row + 1] - rows.rowStart[row] + 1 : rows.stateCount + (rows.hasTermination ? 1 : 0)
  }

  /// Mass may go anywhere. With L1 it all goes to the least value, one outcome beside the row's own;
  /// otherwise the row is one of all states.
  private func openExtended(
    _ row: Int, _ action: Int, _ worth: Double, weight: Double, _ rows: TableRows,
    _ values: UnsafePointer<Double>, _ scratch: Scratch
  ) {
    let start = rows.rowStart[row]
    let count = rows.rowStart[row + 1] - start
    let length = length(of: row, rows)
    let reward = rows.reward[row]
    let place = scratch.workspace.freePayoffs - scratch.workspace.payoffs
    let (payoffs, nominal) = (scratch.workspace.freePayoffs, scratch.nominal.unsafelyUnwrapped + place)
    let order: UnsafeMutablePointer<Int32>
    if set.measure == .l1 {
      var least = Double.infinity
      for state in 0..<(rows.stateCount + (rows.hasTermination ? 1 : 0)) { least = min(least, values[state]) }
      for index in 0..<count {
        payoffs[index] = reward + discount * values[Int(rows.next[start + index])]
        nominal[index] = rows.probability[start + index]
      }
      payoffs[count] = reward + discount * least
      nominal[count] = 0
      order = scratch.memory.order + (start + row)
    } else {
      order = scratch.order.unsafelyUnwrapped + place
      for state in 0..<length {
        payoffs[state] = reward + discount * values[state]
        nominal[state] = 0
        order[state] = Int32(truncatingIfNeeded: state)
      }
      for entry in start..<(start + count) { nominal[Int(rows.next[entry])] += rows.probability[entry] }
    }
    set.open(
      payoffs, nominal: nominal, count: length, kernel: scratch.workspace.freeKernels, order: order,
      action: action, worth: worth, weight: weight, in: scratch.workspace)
  }

  /// The table's entries of a row of all outcomes; what nature puts elsewhere is left out. Several entries
  /// that end the episode share the end's mass as the table does.
  private func pick(
    _ row: Int, _ rows: TableRows, _ kernel: UnsafePointer<Double>,
    into probabilities: UnsafeMutablePointer<Double>
  ) {
    let entries = rows.rowStart[row]..<rows.rowStart[row + 1]
    if set.measure == .l1 { return probabilities.update(from: kernel, count: entries.count) }
    var (ends, ending) = (0, 0.0)
    for entry in entries where Int(rows.next[entry]) == rows.stateCount {
      ends += 1
      ending += rows.probability[entry]
    }
    for entry in entries {
      let next = Int(rows.next[entry])
      let share = next < rows.stateCount ? 1 : ending > 0 ? rows.probability[entry] / ending : 1 / Double(ends)
      probabilities[entry - entries.lowerBound] = share * kernel[next]
    }
  }
}
