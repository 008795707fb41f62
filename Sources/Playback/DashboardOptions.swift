/// What a dashboard shows beside the world.
public struct DashboardOptions: Sendable, Equatable {
  /// A word in the corner: what the program is doing.
  public enum Badge: String, Sendable { case paused, busy, recording }

  /// Whether anything but the world is drawn.
  public var showsPanels = true
  public var showsTrail = true
  public var badges: [Badge] = []
  /// The keys to list over the picture; none, no list.
  public var help: [KeyHelp] = []
  /// How the program plays, such as `30 steps/s`.
  public var status: String?
  /// One line of news at the foot, such as why a command was refused.
  public var message: String?
  /// The parameter, or the rule behind the parameters, that keys act on, to be marked.
  public var selection: Selection?

  public enum Selection: Sendable, Equatable { case parameter(Int), rule(Int) }

  public init() {}
}

/// A key and what it does.
public struct KeyHelp: Sendable, Equatable {
  public var key: String
  public var meaning: String

  public init(_ key: String, _ meaning: String) {
    self.key = key
    self.meaning = meaning
  }
}
