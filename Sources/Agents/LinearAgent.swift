/// A learner that can be named, set and made: what the agents with linear features have in common.
public protocol LinearAgent: Sendable {
  /// As in `gauntlet train NAME`.
  static var identifier: String { get }
  /// One line for listings.
  static var summary: String { get }
  /// Whether it plays by itself or learns from episodes that another policy played.
  static var isOnline: Bool { get }
  /// What `AgentSettings` may set; everything else is refused.
  static var settings: Set<AgentSetting> { get }
  /// Sets or penalties that it knows; the first one is the default. Empty for agents without nature.
  static var natures: [FactorOperator] { get }

  /// Throws for a setting that it has no use for or that makes no sense.
  init(_ settings: AgentSettings) throws(AgentError)

  /// A learner without data.
  func makeLearner(for model: LinearModel) throws(AgentError) -> any StagedLearner

  /// A learner that has learnt from `data` and planned.
  func learn(from data: EpisodeData, model: LinearModel) throws(AgentError) -> any StagedLearner
}

extension LinearAgent {
  public func learn(from data: EpisodeData, model: LinearModel) throws(AgentError) -> any StagedLearner {
    try data.check(for: model)
    let learner = try makeLearner(for: model)
    learner.observe(data)
    learner.plan()
    return learner
  }
}

/// Every agent with linear features.
public enum LinearAgents {
  public static let all: [any LinearAgent.Type] = [
    DRRPO.self, LSVIUCB.self, DRLSVIUCB.self, WeDRIVEU.self, PEVI.self, DRPVI.self, VADRPVI.self, R2PVI.self,
  ]

  /// The agent called `identifier`; nil if there is none.
  public static func named(_ identifier: String) -> (any LinearAgent.Type)? {
    all.first { $0.identifier == identifier }
  }
}
