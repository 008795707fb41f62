import DecisionProcesses

/// The largest set of states from which some policy keeps every-step constraints for ever, with certainty.
///
/// A state stays in the set if it has an action whose every successor of positive probability costs at most
/// the limits and lies in the set again, or ends the episode; states are removed until that holds for all
/// that are left. The set is the viability kernel of the constraint, and exact.
///
/// Source: J.-P. Aubin, "Viability Theory", Birkhäuser 1991, doi:10.1007/978-0-8176-4910-4.
public struct FeasibleSet: Sendable, Equatable {
  /// Whether each state belongs to the set; shape [states].
  public let contains: [Bool]
  /// Whether each action keeps the constraints and the set; shape [states, actions], row-major.
  public let isSafe: [Bool]
  public let actionCount: Int

  /// Number of states in the set. O(states).
  public var count: Int { contains.count { $0 } }

  /// Computes the set for costs that may not exceed `limits` in any step, by channel.
  ///
  /// Throws for a channel that the table lacks and for a limit that is not a number. O(entries).
  public init(
    _ table: TransitionTable, limits: [(channel: Int, limit: Double)]
  ) throws(PlanningError) {
    for (channel, limit) in limits {
      guard channel >= 0, channel < table.costCount else {
        throw PlanningError("cost channel \(channel): the table has \(table.costCount)")
      }
      guard !limit.isNaN else { throw PlanningError("cost channel \(channel): the limit is not a number") }
    }
    let rows = table.stateCount * table.actionCount
    var isSafe = [Bool](repeating: true, count: rows)
    // The rows that may lead to each state, by counting and placing.
    var start = [Int](repeating: 0, count: table.stateCount + 1)
    for row in 0..<rows {
      for entry in table.rowStart[row]..<table.rowStart[row + 1] where table.probability[entry] > 0 {
        let isTooDear = limits.contains { table.costs[entry * table.costCount + $0.channel] > $0.limit }
        if isTooDear { isSafe[row] = false }
        if !table.ending[entry].contains(.terminated) { start[table.next[entry] + 1] += 1 }
      }
    }
    for state in 0..<table.stateCount { start[state + 1] += start[state] }
    var position = start
    var predecessors = [Int](repeating: 0, count: start[table.stateCount])
    for row in 0..<rows {
      for entry in table.rowStart[row]..<table.rowStart[row + 1] where table.probability[entry] > 0 {
        guard !table.ending[entry].contains(.terminated) else { continue }
        predecessors[position[table.next[entry]]] = row
        position[table.next[entry]] += 1
      }
    }
    var safeActions = [Int](repeating: 0, count: table.stateCount)
    for row in 0..<rows where isSafe[row] { safeActions[row / table.actionCount] += 1 }
    var contains = safeActions.map { $0 > 0 }
    var lost = contains.indices.filter { !contains[$0] }
    while let state = lost.popLast() {
      for index in start[state]..<start[state + 1] where isSafe[predecessors[index]] {
        let row = predecessors[index]
        isSafe[row] = false
        let source = row / table.actionCount
        safeActions[source] -= 1
        if safeActions[source] == 0 && contains[source] {
          contains[source] = false
          lost.append(source)
        }
      }
    }
    self.contains = contains
    self.isSafe = isSafe
    actionCount = table.actionCount
  }

  /// The set for the every-step constraints of `process`.
  ///
  /// Throws where it has none.
  public init<P: TabularProcess>(_ process: P) throws(PlanningError) {
    var limits: [(channel: Int, limit: Double)] = []
    for constraint in process.task.constraints {
      if case .everyStep(let limit) = constraint.requirement { limits.append((constraint.channel, limit)) }
    }
    guard !limits.isEmpty else { throw PlanningError("the task has no every-step constraint") }
    try self.init(TransitionTable(process), limits: limits)
  }
}
