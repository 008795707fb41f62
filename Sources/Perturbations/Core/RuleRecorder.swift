import DecisionProcesses

/// One component that a rule changed.
public struct AppliedChange: Sendable, Hashable, CustomStringConvertible {
  public let episode: Int
  /// t of the schedule.
  public let step: Int
  public let rule: String
  public let channel: Channel
  public let component: Int
  public let before: Double
  public let after: Double

  public var description: String {
    "episode \(episode) step \(step) \(rule): \(channel.rawValue)[\(component)] \(before) -> \(after)"
  }
}

/// Collects what the rules changed, component by component.
public struct RuleRecorder: Sendable {
  /// Every change since recording began, in order.
  public private(set) var changes: [AppliedChange] = []
  private var before: [Double] = []

  public init() {}

  @usableFromInline
  mutating func keep(_ row: borrowing MutableSpan<Double>) {
    before.removeAll(keepingCapacity: true)
    for index in row.indices { before.append(row[index]) }
  }

  @usableFromInline
  mutating func note(
    _ row: borrowing MutableSpan<Double>, rule: String, channel: Channel, at clock: Clock
  ) {
    for index in row.indices where row[index] != before[index] {
      changes.append(
        AppliedChange(
          episode: Int(clock.episode), step: Int(clock.step), rule: rule, channel: channel,
          component: index, before: before[index], after: row[index]))
    }
  }
}
