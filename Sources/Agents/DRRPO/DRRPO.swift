/// DR-RPO: robust regularised policy optimisation, online.
///
/// Optimistic robust action values Q_h = clip(phi . (theta_h + nu_h) + beta Gamma_h) and policies that stay
/// near a reference policy at temperature eta: the closed form pi prop. to pi_ref exp(Q / eta) by default, or
/// mirror descent across episodes.
///
/// Source: Gu, He, Liu, Xu, arXiv 2510.14246, of which the abstract alone was available; a reconstruction
/// (see its card).
public struct DRRPO: LinearAgent {
  public static let identifier = "dr-rpo"
  public static let summary = "Robust policies regularised towards a reference, online (DR-RPO)."
  public static let isOnline = true
  public static let settings: Set<AgentSetting> = [
    .nature, .radius, .penalty, .factors, .temperature, .mirrorStep, .bonus, .width, .ridge, .mean,
  ]
  public static let natures: [FactorOperator] = [
    .totalVariation, .kullbackLeibler, .chiSquare, .totalVariationPenalty, .kullbackLeiblerPenalty,
    .chiSquarePenalty,
  ]

  private let settings: AgentSettings

  public init(_ settings: AgentSettings = AgentSettings()) throws(AgentError) {
    try settings.check(for: Self.self)
    self.settings = settings
  }

  public func makeLearner(for model: LinearModel) throws(AgentError) -> any StagedLearner {
    var design = try settings.design(
      for: model, nature: settings.nature ?? Self.natures[0], outlook: .optimistic, width: .sum,
      ridge: AgentSettings.onlineRidge(for: model))
    let temperature = settings.temperature ?? 0.05
    design.policy =
      settings.mirrorStep.map { .mirrorDescent(temperature: temperature, step: $0) }
      ?? .softmax(temperature: temperature)
    return try RegressionLearner(model, design: design)
  }
}
