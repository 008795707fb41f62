/// R2PVI: pessimistic value iteration where nature pays a penalty for leaving the model, on recorded
/// episodes.
///
///     Q_h = clip(phi . (theta_h + nu_h) - beta sum_i phi_i sqrt((Lambda^-1)_ii), 0, H - h),  greedy
///
/// nu_h in closed form under total variation and Kullback-Leibler, by an exact search over the pieces of
/// nature's dual under chi-square.
///
/// Source: C. Tang, Z. Liu, P. Xu, ICML 2025, arXiv 2411.18612.
public struct R2PVI: LinearAgent {
  public static let identifier = "r2pvi"
  public static let summary = "Pessimistic value iteration with a penalised nature, offline (R2PVI)."
  public static let isOnline = false
  public static let settings: Set<AgentSetting> = [
    .nature, .penalty, .factors, .bonus, .width, .ridge, .mean,
  ]
  public static let natures: [FactorOperator] = [
    .totalVariationPenalty, .kullbackLeiblerPenalty, .chiSquarePenalty,
  ]

  private let settings: AgentSettings

  public init(_ settings: AgentSettings = AgentSettings()) throws(AgentError) {
    try settings.check(for: Self.self)
    self.settings = settings
  }

  public func makeLearner(for model: LinearModel) throws(AgentError) -> any StagedLearner {
    let design = try settings.design(
      for: model, nature: settings.nature ?? Self.natures[0], outlook: .pessimistic, width: .sum, ridge: 0.1)
    return try RegressionLearner(model, design: design)
  }
}
