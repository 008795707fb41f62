import DecisionProcesses
import UncertaintySets

/// The largest set of states from which some policy keeps every-step constraints for ever, with certainty.
///
/// A state stays in the set if it has an action whose every possible successor costs at most the limits and
/// lies in the set again, or ends the episode; states are removed until that holds for all that are left. The
/// set is the viability kernel of the constraint, and exact. Against nature a successor is possible if she
/// can give it positive probability: by how much does not matter.
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
    try Self.validate(limits, channels: table.costCount)
    self.init(PossibleSuccessors(table)) { row, entry in
      limits.contains { table.costs[entry * table.costCount + $0.channel] > $0.limit }
    }
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

  /// Computes the set where nature may lead to any entry of a row: those of positive probability, or with
  /// support `.all` every one that the table lists, with probability 0 too.
  ///
  /// An entry that stands for several transitions to one successor has their mean cost. Throws as above.
  /// O(entries).
  public init(
    _ table: SolverTable, limits: [(channel: Int, limit: Double)], support: Support
  ) throws(PlanningError) {
    try self.init(table, limits: limits, PossibleSuccessors(table, support: support))
  }

  /// Computes the set against a nature that picks each row from `set`, as in `RectangularBackup`: with
  /// support `.all` she may lead to states that the table does not list.
  ///
  /// The nominal rows count as hers. An entry that stands for several transitions to one successor has their
  /// mean cost. Throws as above, for a set that does not fit a row, and where nature reaches a successor that
  /// the row does not list and whose cost is therefore unknown, because the row's costs differ. One inner
  /// problem per outcome of a row.
  public init<S: UncertaintySet>(
    _ table: SolverTable, limits: [(channel: Int, limit: Double)], against set: S
  ) throws(PlanningError) {
    try self.init(table, limits: limits, PossibleSuccessors(table, set: set))
  }

  private init(
    _ table: SolverTable, limits: [(channel: Int, limit: Double)], _ successors: PossibleSuccessors
  ) throws(PlanningError) {
    try Self.validate(limits, channels: table.costs.count)
    if successors.entry.contains(-1) {
      for (channel, _) in limits where !table.costs[channel].entries.isEmpty {
        throw PlanningError(
          "cost channel \(channel) depends on the successor, and nature may lead to successors that the "
            + "table does not list; list them, be it with probability 0, or give each row one cost")
      }
    }
    self.init(successors) { row, entry in
      limits.contains { channel, limit in
        let cost = table.costs[channel]
        return (entry < 0 ? cost.expected[row] : cost.value(ofEntry: entry, inRow: row)) > limit
      }
    }
  }

  private static func validate(
    _ limits: [(channel: Int, limit: Double)], channels: Int
  ) throws(PlanningError) {
    for (channel, limit) in limits {
      guard channel >= 0, channel < channels else {
        throw PlanningError("cost channel \(channel): the table has \(channels)")
      }
      guard !limit.isNaN else { throw PlanningError("cost channel \(channel): the limit is not a number") }
    }
  }

  /// Removes states until all that are left can stay; `isTooDear` judges a row's entry.
  private init(_ successors: PossibleSuccessors, isTooDear: (Int, Int) -> Bool) {
    let (states, rows) = (successors.stateCount, successors.rowCount)
    actionCount = successors.actionCount
    var isSafe = [Bool](repeating: true, count: rows)
    // The rows that may lead to each state, by counting and placing.
    var start = [Int](repeating: 0, count: states + 1)
    for row in 0..<rows {
      for index in successors.rowStart[row]..<successors.rowStart[row + 1] {
        if isTooDear(row, successors.entry[index]) { isSafe[row] = false }
        let next = Int(successors.next[index])
        if next < states { start[next + 1] += 1 }
      }
    }
    for state in 0..<states { start[state + 1] += start[state] }
    var position = start
    var predecessors = [Int](repeating: 0, count: start[states])
    for row in 0..<rows {
      for index in successors.rowStart[row]..<successors.rowStart[row + 1] {
        let next = Int(successors.next[index])
        guard next < states else { continue }
        predecessors[position[next]] = row
        position[next] += 1
      }
    }
    var safeActions = [Int](repeating: 0, count: states)
    for row in 0..<rows where isSafe[row] { safeActions[row / actionCount] += 1 }
    var contains = safeActions.map { $0 > 0 }
    var lost = contains.indices.filter { !contains[$0] }
    while let state = lost.popLast() {
      for index in start[state]..<start[state + 1] where isSafe[predecessors[index]] {
        let row = predecessors[index]
        isSafe[row] = false
        let source = row / actionCount
        safeActions[source] -= 1
        if safeActions[source] == 0 && contains[source] {
          contains[source] = false
          lost.append(source)
        }
      }
    }
    self.contains = contains
    self.isSafe = isSafe
  }
}
