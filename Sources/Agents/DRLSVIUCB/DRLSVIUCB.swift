/// DR-LSVI-UCB: optimistic robust value iteration under total variation, online.
///
///     Q_h = clip(phi . (theta_h + nu_h) + beta sum_i phi_i sqrt((Lambda^-1)_ii), 0, H - h),  greedy
///
/// nu_h by an exact search over the knots of nature's dual.
///
/// Source: Z. Liu, P. Xu, "Distributionally robust off-dynamics reinforcement learning: provable efficiency
/// with linear function approximation", AISTATS 2024.
public struct DRLSVIUCB: LinearAgent {
  public static let identifier = "dr-lsvi-ucb"
  public static let summary = "Optimistic robust value iteration under total variation, online (DR-LSVI-UCB)."
  public static let isOnline = true
  public static let settings: Set<AgentSetting> = [.nature, .radius, .factors, .bonus, .width, .ridge]
  public static let natures: [FactorOperator] = [.totalVariation]

  private let settings: AgentSettings

  public init(_ settings: AgentSettings = AgentSettings()) throws(AgentError) {
    try settings.check(for: Self.self)
    self.settings = settings
  }

  public func makeLearner(for model: LinearModel) throws(AgentError) -> any StagedLearner {
    let design = try settings.design(
      for: model, nature: .totalVariation, outlook: .optimistic, width: .sum,
      ridge: AgentSettings.onlineRidge(for: model))
    return try RegressionLearner(model, design: design)
  }
}
