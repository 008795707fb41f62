/// A finite process that is given by its tables.
///
/// Entries of probability zero stay in the table, for uncertainty sets to use; the process never takes them.
public struct TableProcess: TabularProcess {
  public typealias ActionSpace = Discrete
  public typealias ObservationSpace = Discrete
  public typealias Observation = Int

  public let table: TransitionTable
  public let task: TaskDescription

  /// - Precondition: at least one state and one action, a row with positive probability for each pair, and
  ///   as many cost channels in the task as in the table.
  public init(_ table: TransitionTable, task: TaskDescription) {
    precondition(table.stateCount > 0 && table.actionCount > 0, "a process without states or actions")
    precondition(
      task.costs.count == table.costCount,
      "a task with \(task.costs.count) costs for a table with \(table.costCount)")
    for row in 0..<(table.stateCount * table.actionCount) {
      precondition(
        (table.rowStart[row]..<table.rowStart[row + 1]).contains { table.probability[$0] > 0 },
        "state \(row / table.actionCount), action \(row % table.actionCount): no transition")
    }
    self.table = table
    self.task = task
  }

  @inlinable public var stateCount: Int { table.stateCount }
  @inlinable public var actionCount: Int { table.actionCount }

  @inlinable
  public func enumerateInitialStates(_ body: (Int, Double) -> Bool) {
    for state in table.initial.indices where table.initial[state] > 0 {
      guard body(state, table.initial[state]) else { return }
    }
  }

  @inlinable
  public func enumerateTransitions(from state: Int, by action: Int, _ body: (Transition) -> Bool) {
    for entry in table.row(state, action) where table.probability[entry] > 0 {
      let transition = Transition(
        to: table.next[entry], probability: table.probability[entry], outcome: table.outcome(entry))
      guard body(transition) else { return }
    }
  }
}

extension TransitionTable {
  /// What the entry at `entry` gives. Allocates nothing.
  @inlinable @inline(__always)
  public func outcome(_ entry: Int) -> Outcome {
    var costs = Costs(count: costCount)
    for channel in 0..<costCount { costs[channel] = self.costs[entry * costCount + channel] }
    return Outcome(reward: reward[entry], costs: costs, ending: ending[entry])
  }
}
