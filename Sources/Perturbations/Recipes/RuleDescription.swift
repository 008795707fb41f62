import Recipes

/// One argument of a rule, for listings and documentation.
public struct RuleArgument: Sendable, Hashable {
  public var name: String
  /// What it may be: `number`, `number or list`, `integer`, or words joined by `|`.
  public var form: String
  /// The value when it is not given; nil when it must be given.
  public var standard: String?
  public var meaning: String

  public init(_ name: String, _ form: String, standard: String? = nil, _ meaning: String) {
    self.name = name
    self.form = form
    self.standard = standard
    self.meaning = meaning
  }
}

/// A rule as recipes know it: name, arguments, channels, and how it is built.
public struct RuleDescription: Sendable {
  public let name: String
  /// One line for listings.
  public let summary: String
  /// Channels that it may act on, the standard one first.
  public let channels: [Channel]
  /// Its own arguments; those of `RuleTable.commonArguments` named in `common` come in addition.
  public let arguments: [RuleArgument]
  /// Names of the common arguments that it takes.
  public let common: [String]
  let build: RuleBuilding

  /// Reads the rule's own arguments and makes the rule.
  typealias RuleBuilding =
    @Sendable (inout ArgumentReader, Channel, RuleOptions, RuleBuildContext) throws(RecipeError)
    -> any RuleSequence

  init(
    _ name: String, _ summary: String, channels: [Channel], common: [String] = RuleTable.everyOption,
    _ arguments: [RuleArgument], build: @escaping RuleBuilding
  ) {
    self.name = name
    self.summary = summary
    self.channels = channels
    self.common = channels.count > 1 && !common.isEmpty ? ["channel"] + common : common
    self.arguments = arguments
    self.build = build
  }
}
