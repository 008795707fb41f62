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

/// Stands beside the rules while they are applied: collects what they change, and holds back those that are
/// switched off.
///
/// An environment that needs none of this has no recorder, and its rules then do not look for one.
public struct RuleRecorder: Sendable {
  /// Every change since recording began, in order.
  public private(set) var changes: [AppliedChange] = []
  /// Whether `changes` grows.
  var keepsChanges = true
  /// Whether `lastChanges` are kept.
  var keepsLastChanges = false
  /// Whether what happens now goes on no record.
  var isSilent = false
  /// Positions of the rules that are switched off, ascending.
  private(set) var switchedOff: [Int] = []
  /// What each rule last added to its row, by position.
  private var lastChanges: [[Double]] = []
  private var before: [Double] = []

  public init() {}

  /// Whether nothing is asked of it.
  var isIdle: Bool { !keepsChanges && !keepsLastChanges && switchedOff.isEmpty }

  /// What the rule at `position` last added to its row; empty before it was applied.
  func lastChange(of position: Int) -> [Double] {
    lastChanges.indices.contains(position) ? lastChanges[position] : []
  }

  mutating func forgetLastChanges() { lastChanges = [] }
  mutating func forgetChanges() { changes = [] }

  mutating func setRule(_ position: Int, isOn: Bool) {
    switchedOff.removeAll { $0 == position }
    if !isOn {
      switchedOff.insert(position, at: switchedOff.firstIndex { $0 > position } ?? switchedOff.count)
    }
  }

  @usableFromInline
  func isOn(_ fitting: RuleFitting) -> Bool { !switchedOff.contains(fitting.position) }

  @usableFromInline
  mutating func keep(_ row: borrowing MutableSpan<Double>) {
    before.removeAll(keepingCapacity: true)
    for index in row.indices { before.append(row[index]) }
  }

  /// Undoes what a rule did to `row` since `keep`.
  @usableFromInline
  func takeBack(_ row: inout MutableSpan<Double>) {
    for index in row.indices { row[index] = before[index] }
  }

  /// Notes that a rule was not applied.
  @usableFromInline
  mutating func skip(_ fitting: RuleFitting) {
    guard keepsLastChanges, lastChanges.indices.contains(fitting.position) else { return }
    for index in lastChanges[fitting.position].indices { lastChanges[fitting.position][index] = 0 }
  }

  @usableFromInline
  mutating func note(
    _ row: borrowing MutableSpan<Double>, rule: String, channel: Channel, fitting: RuleFitting,
    at clock: Clock
  ) {
    if keepsLastChanges { noteLastChange(of: row, at: fitting.position) }
    guard keepsChanges && !isSilent else { return }
    for index in row.indices where row[index] != before[index] {
      changes.append(
        AppliedChange(
          episode: Int(clock.episode), step: Int(clock.step), rule: rule, channel: channel,
          component: index, before: before[index], after: row[index]))
    }
  }

  private mutating func noteLastChange(of row: borrowing MutableSpan<Double>, at position: Int) {
    while lastChanges.count <= position { lastChanges.append([]) }
    if lastChanges[position].count != row.count {
      lastChanges[position] = Array(repeating: 0, count: row.count)
    }
    for index in row.indices { lastChanges[position][index] = row[index] - before[index] }
  }
}
