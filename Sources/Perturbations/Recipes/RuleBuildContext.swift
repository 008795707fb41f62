import DecisionProcesses

/// What rules need from outside their text: the policies that `by=` may name.
public struct RuleBuildContext: Sendable {
  /// Names of rules that are no rules on rows and are taken out beforehand, for messages.
  public var otherRules: [String] = []
  /// Names that `policy` knows, for messages.
  public var policyNames: [String]
  /// The policy of a name; nil when unknown.
  public var policy: @Sendable (String) -> (any RowPolicy)?

  public init(
    policyNames: [String] = [],
    policy: @escaping @Sendable (String) -> (any RowPolicy)? = { _ in nil }
  ) {
    self.policyNames = policyNames
    self.policy = policy
  }
}
