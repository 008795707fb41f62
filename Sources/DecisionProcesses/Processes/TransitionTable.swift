/// The exact tables of a finite process: initial distribution, transitions, rewards, costs, endings.
///
/// Row (s, a) is the range `rowStart[s * actionCount + a] ..< rowStart[s * actionCount + a + 1]` of the
/// parallel arrays below. A terminated successor contributes no future value.
public struct TransitionTable: Sendable, Equatable {
  public let stateCount: Int
  public let actionCount: Int
  public let costCount: Int
  /// Probability of each first state; shape [stateCount].
  public let initial: [Double]
  /// Shape [stateCount * actionCount + 1].
  public let rowStart: [Int]
  /// Successor of each entry.
  public let next: [Int]
  /// Probability of each entry.
  public let probability: [Double]
  /// Reward of each entry.
  public let reward: [Double]
  /// Costs of each entry; shape [entries, costCount], row-major.
  public let costs: [Double]
  /// Whether the entry ends the episode, and why.
  public let ending: [Ending]

  /// Tabulates `process`. O(entries).
  public init<P: TabularProcess>(_ process: P) {
    let costCount = process.task.costs.count
    var initial = Array(repeating: 0.0, count: process.stateCount)
    process.enumerateInitialStates { state, probability in
      initial[state] += probability
      return true
    }
    var rowStart = [0]
    var next: [Int] = []
    var probability: [Double] = []
    var reward: [Double] = []
    var costs: [Double] = []
    var ending: [Ending] = []
    for state in 0..<process.stateCount {
      for action in 0..<process.actionCount {
        process.enumerateTransitions(from: state, by: action) { transition in
          next.append(transition.next)
          probability.append(transition.probability)
          reward.append(transition.outcome.reward)
          costs.append(contentsOf: transition.outcome.costs.values)
          ending.append(transition.outcome.ending)
          return true
        }
        rowStart.append(next.count)
      }
    }
    stateCount = process.stateCount
    actionCount = process.actionCount
    self.costCount = costCount
    self.initial = initial
    self.rowStart = rowStart
    self.next = next
    self.probability = probability
    self.reward = reward
    self.costs = costs
    self.ending = ending
  }

  /// How many entries the table of `process` has; nil where these, or the pairs of states and actions, are
  /// more than `limit`. Needs no memory; O(entries), at most O(limit).
  public static func entryCount<P: TabularProcess>(of process: P, limit: Int) -> Int? {
    let (pairs, overflows) = process.stateCount.multipliedReportingOverflow(by: process.actionCount)
    guard !overflows && pairs <= limit else { return nil }
    var count = 0
    for state in 0..<process.stateCount {
      for action in 0..<process.actionCount {
        process.enumerateTransitions(from: state, by: action) { _ in
          count += 1
          return count <= limit
        }
        guard count <= limit else { return nil }
      }
    }
    return count
  }

  /// The entries of row (`state`, `action`).
  @inlinable
  public func row(_ state: Int, _ action: Int) -> Range<Int> {
    let index = state * actionCount + action
    return rowStart[index]..<rowStart[index + 1]
  }
}
