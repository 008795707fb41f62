/// One rule of a running environment: what it is, and what it does at the moment.
public struct RuleState: Sendable, Hashable {
  public var name: String
  public var channel: Channel
  /// The rule as a recipe writes it; the name alone where no recipe is known.
  public var text: String
  /// Whether it is switched on; rules are, unless somebody switched them off.
  public var isOn: Bool
  /// Whether its schedule lets it act at the present step, switched on or not.
  public var isActiveNow: Bool
  /// What it added to each component of its row when it was last applied; empty unless the environment is
  /// monitored.
  public var lastChange: [Double]

  /// Whether it acts at the present step.
  public var isActing: Bool { isOn && isActiveNow }
}

/// Why a running environment refuses to be changed. The message says "fault; remedy".
public struct InterventionError: Error, Equatable, CustomStringConvertible {
  public let message: String

  public init(_ message: String) { self.message = message }

  public var description: String { message }
}
