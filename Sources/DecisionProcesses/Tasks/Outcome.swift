/// Why an episode ended; empty while it goes on. Both reasons may hold at once.
public struct Ending: OptionSet, Hashable, Sendable {
  public let rawValue: UInt8
  @inlinable @inline(__always) public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// The task reached an end of its own: there is no future to bootstrap from.
  @inlinable public static var terminated: Ending { Ending(rawValue: 1) }
  /// The horizon cut the episode: the value of the last state still counts.
  @inlinable public static var truncated: Ending { Ending(rawValue: 2) }
  /// The state stopped being finite; always together with `truncated`.
  @inlinable public static var failed: Ending { Ending(rawValue: 4) }

  /// The words for reports: `terminated`, `truncated`, `failed`, joined by `+`; `running` when empty.
  public var name: String {
    var words: [String] = []
    if contains(.terminated) { words.append("terminated") }
    if contains(.truncated) { words.append("truncated") }
    if contains(.failed) { words.append("failed") }
    return words.isEmpty ? "running" : words.joined(separator: "+")
  }
}

/// What one transition gave: reward, costs, and whether the episode ended.
public struct Outcome: Sendable, Equatable {
  public var reward: Double
  public var costs: Costs
  public var ending: Ending

  @inlinable @inline(__always)
  public init(reward: Double, costs: Costs = .none, ending: Ending = []) {
    self.reward = reward
    self.costs = costs
    self.ending = ending
  }
}

/// What an agent receives for an action: the next observation and the outcome.
public struct Step<Observation: Sendable>: Sendable {
  public var observation: Observation
  public var reward: Double
  public var costs: Costs
  public var ending: Ending

  @inlinable @inline(__always)
  public init(observation: Observation, outcome: Outcome) {
    self.observation = observation
    reward = outcome.reward
    costs = outcome.costs
    ending = outcome.ending
  }

  /// Whether the episode is over and a reset is due.
  @inlinable @inline(__always) public var hasEnded: Bool { !ending.isEmpty }

  @inlinable @inline(__always)
  public var outcome: Outcome { Outcome(reward: reward, costs: costs, ending: ending) }
}

extension Step: Equatable where Observation: Equatable {}
