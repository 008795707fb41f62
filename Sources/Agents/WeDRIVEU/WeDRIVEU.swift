/// We-DRIVE-U: variance-weighted robust value iteration with rare switching, online; see `SwitchingLearner`.
///
/// Source: Z. Liu, W. Wang, P. Xu, arXiv 2409.20521; a reconstruction (see its card).
public struct WeDRIVEU: LinearAgent {
  public static let identifier = "we-drive-u"
  public static let summary =
    "Variance-weighted robust value iteration with rare switching, online (We-DRIVE-U)."
  public static let isOnline = true
  public static let settings: Set<AgentSetting> = [.nature, .radius, .factors, .bonus, .ridge, .weighting]
  public static let natures: [FactorOperator] = [.totalVariation]

  private let settings: AgentSettings

  public init(_ settings: AgentSettings = AgentSettings()) throws(AgentError) {
    try settings.check(for: Self.self)
    self.settings = settings
  }

  public func makeLearner(for model: LinearModel) throws(AgentError) -> any StagedLearner {
    let horizon = Double(model.horizon)
    let design = try settings.design(
      for: model, nature: .totalVariation, outlook: .optimistic, width: .sum, ridge: 1 / (horizon * horizon))
    return try SwitchingLearner(
      model, design: design,
      weighting: settings.hasTheoreticalWeights == true ? .theoretical : VarianceWeighting())
  }
}
