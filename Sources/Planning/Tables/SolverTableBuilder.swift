/// Fills a `SolverTable` row by row and refuses rows that are no distributions.
///
/// Rows come in order: state 0 with its actions, then state 1. Numbers per entry are stored from the first
/// row on in which they differ.
public struct SolverTableBuilder {
  private let stateCount: Int
  private let actionCount: Int
  private let costCount: Int
  private var rowStart: [Int] = [0]
  private var next: [Int32] = []
  private var probability: [Double] = []
  private var expected: [[Double]]
  private var entries: [[Double]]
  private var hasTermination = false
  private var longestRow = 0

  // The open row, at `next.count` onwards.
  private var openSignals: [[Double]]
  private var fault: PlanningError?
  /// Row entry of each successor, valid where `stamp` says so.
  private var position: [Int32]
  private var stamp: [Int32]

  /// Throws without states or actions, or where a count does not fit 32 bits.
  public init(
    stateCount: Int, actionCount: Int, costCount: Int = 0, entryCapacity: Int = 0
  ) throws(PlanningError) {
    guard stateCount > 0, actionCount > 0 else {
      throw PlanningError("a table needs at least one state and one action")
    }
    let rows = stateCount.multipliedReportingOverflow(by: actionCount)
    guard !rows.overflow, rows.partialValue < Int(Int32.max) else {
      throw PlanningError("\(stateCount) states times \(actionCount) actions: more than 2^31 - 2 rows")
    }
    self.stateCount = stateCount
    self.actionCount = actionCount
    self.costCount = costCount
    rowStart.reserveCapacity(rows.partialValue + 1)
    next.reserveCapacity(entryCapacity)
    probability.reserveCapacity(entryCapacity)
    expected = Array(repeating: [], count: costCount + 1)
    entries = Array(repeating: [], count: costCount + 1)
    openSignals = entries
    for channel in expected.indices { expected[channel].reserveCapacity(rows.partialValue) }
    position = Array(repeating: 0, count: 2 * stateCount)
    stamp = Array(repeating: -1, count: 2 * stateCount)
  }

  /// Adds an entry to the open row; faults come to light in `endRow`. O(1).
  public mutating func add(
    to successor: Int, probability p: Double, reward: Double, costs: some Collection<Double> = [Double](),
    terminated ends: Bool = false
  ) {
    guard fault == nil else { return }
    guard costs.count == costCount else {
      fault = fault("\(costs.count) costs where the table has \(costCount)")
      return
    }
    guard successor >= 0, successor < stateCount else {
      fault = fault("successor \(successor) lies outside 0...\(stateCount - 1)")
      return
    }
    guard p >= 0, p.isFinite else {
      fault = fault("probability \(p) of successor \(successor); give a number from 0 to 1")
      return
    }
    guard reward.isFinite, costs.allSatisfy(\.isFinite) else {
      fault = fault("reward \(reward) and costs \(Array(costs)) to successor \(successor) must be finite")
      return
    }
    let row = Int32(rowStart.count - 1)
    let key = ends ? stateCount + successor : successor
    let start = rowStart[Int(row)]
    if stamp[key] == row {
      let entry = Int(position[key])
      let total = probability[entry] + p
      let share = total > 0 ? p / total : 0.5
      merge(reward, share, channel: 0, entry - start)
      for (channel, cost) in costs.enumerated() { merge(cost, share, channel: channel + 1, entry - start) }
      probability[entry] = total
      return
    }
    stamp[key] = row
    position[key] = Int32(truncatingIfNeeded: next.count)
    hasTermination = hasTermination || ends
    next.append(Int32(ends ? stateCount : successor))
    probability.append(p)
    openSignals[0].append(reward)
    for (channel, cost) in costs.enumerated() { openSignals[channel + 1].append(cost) }
  }

  private mutating func merge(_ value: Double, _ share: Double, channel: Int, _ index: Int) {
    let old = openSignals[channel][index]
    // Equal numbers stay as they are, bit for bit.
    if old != value { openSignals[channel][index] = old + share * (value - old) }
  }

  private func fault(_ text: String) -> PlanningError {
    let row = rowStart.count - 1
    return PlanningError("state \(row / actionCount), action \(row % actionCount): \(text)")
  }

  /// Closes the open row.
  ///
  /// Probabilities whose sum is one within 1e-9 are divided by it. Throws for a row that is empty or sums to
  /// something else, and for what `add` found, naming state and action.
  public mutating func endRow() throws(PlanningError) {
    if let fault { throw fault }
    guard rowStart.count <= stateCount * actionCount else {
      throw PlanningError("more rows than \(stateCount) states times \(actionCount) actions")
    }
    let start = rowStart[rowStart.count - 1]
    let count = next.count - start
    guard count > 0 else { throw fault("the row has no entries; every state needs every action") }
    guard next.count <= Int(Int32.max) else { throw fault("more than 2^31 - 1 entries") }
    var total = 0.0
    for entry in start..<next.count { total += probability[entry] }
    guard abs(total - 1) <= 1e-9 else { throw fault("the row sums to \(total), not 1") }
    // A sum that differs by round-off alone stays, so that a written table reads back the same.
    if abs(total - 1) > 0.5 * Double.ulpOfOne * Double(count) {
      for entry in start..<next.count { probability[entry] /= total }
    }
    for channel in openSignals.indices {
      let numbers = openSignals[channel]
      let isUniform = numbers.allSatisfy { $0 == numbers[0] }
      var sum = numbers[0]
      if !isUniform {
        sum = 0
        for index in 0..<count { sum += probability[start + index] * numbers[index] }
        if entries[channel].isEmpty { spread(channel, upTo: start) }
      }
      if !isUniform || !entries[channel].isEmpty { entries[channel] += numbers }
      expected[channel].append(sum)
      openSignals[channel].removeAll(keepingCapacity: true)
    }
    longestRow = max(longestRow, count)
    rowStart.append(next.count)
  }

  /// Gives the rows so far, all uniform, their numbers per entry.
  private mutating func spread(_ channel: Int, upTo end: Int) {
    entries[channel].reserveCapacity(next.capacity)
    for row in expected[channel].indices {
      for _ in rowStart[row]..<rowStart[row + 1] { entries[channel].append(expected[channel][row]) }
    }
    precondition(entries[channel].count == end, "rows and entries disagree")
  }

  /// The table; the builder is used up.
  ///
  /// `initial` defaults to the uniform distribution. Throws when rows are missing, or `initial` is not a
  /// distribution over the states.
  public consuming func finish(initial: [Double]? = nil) throws(PlanningError) -> SolverTable {
    guard rowStart.count == stateCount * actionCount + 1 else {
      throw fault("the row is missing; every state needs every action")
    }
    let first = initial ?? Array(repeating: 1 / Double(stateCount), count: stateCount)
    guard first.count == stateCount, first.allSatisfy({ $0 >= 0 && $0.isFinite }) else {
      throw PlanningError("the distribution of the first state needs \(stateCount) numbers from 0 to 1")
    }
    let total = first.reduce(0, +)
    guard abs(total - 1) <= 1e-9 else {
      throw PlanningError("the distribution of the first state sums to \(total), not 1")
    }
    return SolverTable(
      stateCount: stateCount, actionCount: actionCount, rowStart: rowStart, next: next,
      probability: probability, reward: RowSignal(expected: expected[0], entries: entries[0]),
      costs: (0..<costCount).map { RowSignal(expected: expected[$0 + 1], entries: entries[$0 + 1]) },
      initial: first, hasTermination: hasTermination, longestRow: longestRow)
  }
}
