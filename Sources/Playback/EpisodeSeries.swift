/// The course of an episode in at most 1024 bins of equal length.
///
/// Bins grow by pairs when there are too many, so a curve of any episode takes the same memory.
public struct EpisodeSeries: Sendable {
  /// Most bins.
  public static let capacity = 1024

  /// Steps per bin, a power of two; the last bin may hold fewer.
  public private(set) var stepsPerBin = 1
  /// Mean reward in each bin.
  public private(set) var rewards: [Double] = []
  /// Whether a constraint on single steps was violated in each bin.
  public private(set) var violations: [Bool] = []
  private var costColumns: [[Double]]
  private var marginColumns: [[Double]]
  /// Steps in the last bin.
  private var filled = 0

  init(costs: Int, margins: Int) {
    costColumns = Array(repeating: [], count: costs)
    marginColumns = Array(repeating: [], count: margins)
  }

  /// Largest cost of `channel` in each bin.
  public func costs(channel: Int) -> [Double] { costColumns[channel] }
  /// Largest of the margins of `channel` after steps 1, 2, 4, 8, ... of each bin; empty where the world
  /// declares none. Which steps those are depends on the bins' length when the steps were made.
  public func margins(channel: Int) -> [Double] {
    marginColumns.indices.contains(channel) ? marginColumns[channel] : []
  }
  /// Steps in all bins.
  public var steps: Int { rewards.isEmpty ? 0 : (rewards.count - 1) * stepsPerBin + filled }

  /// Adds a step at the end.
  mutating func append(_ moment: borrowing EpisodeMoment) {
    if rewards.isEmpty || filled == stepsPerBin { openBin() }
    let last = rewards.count - 1
    filled += 1
    rewards[last] += (moment.tally.reward - rewards[last]) / Double(filled)
    for channel in costColumns.indices {
      costColumns[channel][last] = max(costColumns[channel][last], moment.tally.costs[channel])
    }
    if moment.tally.isViolated { violations[last] = true }
    // A margin costs as much as a small step: long bins are sampled.
    guard !marginColumns.isEmpty, filled & (filled - 1) == 0 else { return }
    for (channel, margin) in moment.environment.margins.enumerated() {
      marginColumns[channel][last] = max(marginColumns[channel][last], margin)
    }
  }

  private mutating func openBin() {
    if rewards.count == Self.capacity { halve() }
    rewards.append(0)
    violations.append(false)
    for channel in costColumns.indices { costColumns[channel].append(-.infinity) }
    for channel in marginColumns.indices { marginColumns[channel].append(-.infinity) }
    filled = 0
  }

  /// Joins the bins two by two.
  private mutating func halve() {
    func pairs<T>(_ column: [T], _ join: (T, T) -> T) -> [T] {
      stride(from: 0, to: column.count, by: 2).map { join(column[$0], column[$0 + 1]) }
    }
    rewards = pairs(rewards) { ($0 + $1) / 2 }
    violations = pairs(violations) { $0 || $1 }
    costColumns = costColumns.map { pairs($0, max) }
    marginColumns = marginColumns.map { pairs($0, max) }
    stepsPerBin *= 2
  }

  /// Drops the bin that holds step `steps` + 1 and all behind it; answers how many steps are left.
  mutating func truncate(to steps: Int) -> Int {
    guard steps < self.steps else { return self.steps }
    let bins = steps / stepsPerBin
    rewards.removeSubrange(bins...)
    violations.removeSubrange(bins...)
    for channel in costColumns.indices { costColumns[channel].removeSubrange(bins...) }
    for channel in marginColumns.indices { marginColumns[channel].removeSubrange(bins...) }
    filled = stepsPerBin
    return bins * stepsPerBin
  }
}
