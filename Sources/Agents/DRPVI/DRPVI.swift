/// DRPVI: pessimistic robust value iteration on recorded episodes.
///
///     Q_h = clip(phi . (theta_h + nu_h) - beta sum_i phi_i sqrt((Lambda^-1)_ii), 0, H - h),  greedy
///
/// Under Kullback-Leibler it is DRVI-L, under chi-square our extension.
///
/// Source: Z. Liu, P. Xu, NeurIPS 2024, arXiv 2403.09621, algorithm 1.
public struct DRPVI: LinearAgent {
  public static let identifier = "drpvi"
  public static let summary = "Pessimistic robust value iteration, offline (DRPVI; DRVI-L under kl)."
  public static let isOnline = false
  public static let settings: Set<AgentSetting> = [.nature, .radius, .factors, .bonus, .width, .ridge, .mean]
  public static let natures: [FactorOperator] = [.totalVariation, .kullbackLeibler, .chiSquare]

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
