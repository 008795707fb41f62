/// LSVI-UCB: least-squares value iteration with an upper confidence bound, online and without nature.
///
///     Q_h = clip(w_h . phi + beta sqrt(phi Lambda^-1 phi), 0, H)
///     w_h = Lambda^-1 sum phi (r + max_a Q_{h+1}(s', a))
///
/// Source: C. Jin, Z. Yang, Z. Wang, M. Jordan, COLT 2020, algorithm 1.
public struct LSVIUCB: LinearAgent {
  public static let identifier = "lsvi-ucb"
  public static let summary = "Optimistic least-squares value iteration, online, no nature (LSVI-UCB)."
  public static let isOnline = true
  public static let settings: Set<AgentSetting> = [.bonus, .width, .ridge]
  public static let natures: [FactorOperator] = []

  private let settings: AgentSettings

  public init(_ settings: AgentSettings = AgentSettings()) throws(AgentError) {
    try settings.check(for: Self.self)
    self.settings = settings
  }

  public func makeLearner(for model: LinearModel) throws(AgentError) -> any StagedLearner {
    var design = try settings.design(
      for: model, nature: .nominal, outlook: .optimistic, width: .norm,
      ridge: AgentSettings.onlineRidge(for: model))
    design.isCeilingWhole = true
    return try RegressionLearner(model, design: design)
  }
}
