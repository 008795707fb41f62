import DecisionProcesses
import RandomStreams

/// A finite process as arrays that a kernel steps through: what a draw leads to from each state and action.
///
/// Row (s, a) has number s * actionCount + a and `width` entries, the last one repeated where there are
/// fewer. Entry j of a row is drawn when j of its thresholds are at most the draw, a whole number below 2^53:
/// these are the running sums of `TabularProcess.advance`, so the same entry is drawn to the bit.
package final class StateTable: @unchecked Sendable {
  // Unchecked for the pointers: nothing is written after `init`.
  let stateCount: Int
  let actionCount: Int
  let costCount: Int
  /// Entries of every row.
  package let width: Int
  /// Running sums times 2^53, rounded up; 2^53 and more behind the last. Shape [rows, width].
  let thresholds: UnsafeMutablePointer<Int64>
  /// Successor, and from bit 32 on the ending. Shape [rows, width].
  let successors: UnsafeMutablePointer<Int64>
  /// Shape [rows, width].
  let rewards: UnsafeMutablePointer<Double>
  /// Shape [rows, width, costCount].
  let costs: UnsafeMutablePointer<Double>
  /// What is seen of each state; nil where that is the state itself.
  let observations: UnsafeMutablePointer<Int64>?
  /// The only possible first state, if there is one.
  let firstState: Int64?
  /// Whether all rewards and costs are finite.
  private(set) var isFinite = true

  /// Most numbers that a table may hold.
  private static var capacity: Int { 1 << 23 }

  /// Tabulates `process`, or returns nil where it is too large, draws in another way, or has rows that are
  /// none: such a process is stepped as it is, and the laws tell what is wrong with it.
  package init?<P: TabularProcess>(_ process: P) {
    guard P.drawsFromRows, P.Observation.self == Int.self else { return nil }
    stateCount = process.stateCount
    actionCount = process.actionCount
    costCount = process.task.costs.count
    let rows = stateCount * actionCount
    guard let widest = Self.widestRow(process), rows * widest * (3 + costCount) <= Self.capacity else {
      return nil
    }
    width = widest
    thresholds = Self.column(rows * widest, Int64.max)
    successors = Self.column(rows * widest, 0)
    rewards = Self.column(rows * widest, 0)
    costs = Self.column(rows * widest * costCount, 0)
    let seen = (0..<stateCount).map { state -> Int64 in
      var stream = RandomStream(seed: 0, purpose: .observation)
      return Int64(process.observe(state, using: &stream) as? Int ?? -1)
    }
    let showsState = seen.enumerated().allSatisfy { Int($1) == $0 }
    observations = showsState ? nil : Self.column(stateCount, 0)
    for (state, number) in seen.enumerated() { observations?[state] = number }
    var first: [Int] = []
    process.enumerateInitialStates { state, _ in
      first.append(state)
      return first.count < 2
    }
    firstState = first.count == 1 ? Int64(first[0]) : nil
    for state in 0..<stateCount {
      for action in 0..<actionCount where !fill(process, state, action) { return nil }
    }
    guard agrees(with: process) else { return nil }
  }

  deinit {
    thresholds.deallocate()
    successors.deallocate()
    rewards.deallocate()
    costs.deallocate()
    observations?.deallocate()
  }

  private static func column<T>(_ count: Int, _ value: T) -> UnsafeMutablePointer<T> {
    let column = UnsafeMutablePointer<T>.allocate(capacity: count)
    column.initialize(repeating: value, count: count)
    return column
  }

  /// Entries of the longest row; nil where there are too many.
  private static func widestRow<P: TabularProcess>(_ process: P) -> Int? {
    guard process.stateCount * process.actionCount <= capacity else { return nil }
    var widest = 1
    for state in 0..<process.stateCount {
      for action in 0..<process.actionCount {
        var count = 0
        process.enumerateTransitions(from: state, by: action) { _ in
          count += 1
          return count <= capacity
        }
        widest = max(widest, count)
      }
    }
    return widest
  }

  /// Writes one row; returns false where it is none.
  private func fill<P: TabularProcess>(_ process: P, _ state: Int, _ action: Int) -> Bool {
    let start = (state * actionCount + action) * width
    var entry = start
    var sum = 0.0
    var isSound = true
    process.enumerateTransitions(from: state, by: action) { transition in
      sum += transition.probability
      isSound = entry < start + width && sum >= 0 && sum < 2 && (0..<stateCount).contains(transition.next)
      guard isSound else { return false }
      let outcome = transition.outcome
      thresholds[entry] = Int64((sum * 0x1p53).rounded(.up))
      successors[entry] = Int64(transition.next) | Int64(outcome.ending.rawValue) << 32
      rewards[entry] = outcome.reward
      for channel in 0..<costCount { costs[entry * costCount + channel] = outcome.costs[channel] }
      if !(outcome.reward.isFinite && outcome.costs.isFinite) { isFinite = false }
      entry += 1
      return true
    }
    guard isSound && entry > start else { return false }
    // The last entry stands for all draws that none of the others takes.
    for index in entry - 1..<start + width { thresholds[index] = .max }
    for index in entry..<start + width {
      successors[index] = successors[entry - 1]
      rewards[index] = rewards[entry - 1]
      for channel in 0..<costCount {
        costs[index * costCount + channel] = costs[(entry - 1) * costCount + channel]
      }
    }
    return true
  }

  /// The entry of row `row` that `draw` leads to.
  @inline(__always)
  package func entry(_ row: Int, _ draw: Int64) -> Int {
    let start = row &* width
    var entry = start
    if width <= 8 {
      for index in 0..<width &- 1 { entry &+= draw >= thresholds[start &+ index] ? 1 : 0 }
      return entry
    }
    // Thresholds never fall: the first one above the draw, by halving.
    var rest = width &- 1
    while rest > 0 {
      let half = rest >> 1
      if draw >= thresholds[entry &+ half] {
        entry &+= half &+ 1
        rest &-= half &+ 1
      } else {
        rest = half
      }
    }
    return entry
  }

  /// The draw of a fresh stream: its first uniform number times 2^53.
  @inline(__always)
  static func draw(from stream: inout RandomStream) -> Int64 {
    let words = stream.nextFourWords()
    return Int64(truncatingIfNeeded: (UInt64(words.0) | UInt64(words.1) &<< 32) &>> 11)
  }

  /// Whether a few steps are the process's own: one with an `advance` of its own may have forgotten to set
  /// `drawsFromRows` to false.
  private func agrees<P: TabularProcess>(with process: P) -> Bool {
    var luck = RandomStream(seed: 1, purpose: .instance)
    for sample in 0..<64 {
      let (state, action) = (luck.integer(below: stateCount), luck.integer(below: actionCount))
      var stream = RandomStream(seed: UInt64(sample))
      var copy = stream
      var reached = state
      let outcome = process.advance(&reached, by: action, using: &stream)
      let entry = entry(state * actionCount + action, Self.draw(from: &copy))
      let isSame =
        successors[entry] == Int64(reached) | Int64(outcome.ending.rawValue) << 32
        && rewards[entry].bitPattern == outcome.reward.bitPattern
        && (0..<costCount).allSatisfy { costs[entry * costCount + $0] == outcome.costs[$0] }
      guard isSame else { return false }
    }
    return true
  }
}
