/// PEVI: pessimistic value iteration on recorded episodes, without nature.
///
///     Q_h = clip(w_h . phi - beta sqrt(phi Lambda^-1 phi), 0, H - h),  w_h as in LSVI-UCB
///
/// Source: Y. Jin, Z. Yang, Z. Wang, ICML 2021, algorithm 2.
public struct PEVI: LinearAgent {
  public static let identifier = "pevi"
  public static let summary = "Pessimistic value iteration, offline, no nature (PEVI)."
  public static let isOnline = false
  public static let settings: Set<AgentSetting> = [.bonus, .width, .ridge]
  public static let natures: [FactorOperator] = []

  private let settings: AgentSettings

  public init(_ settings: AgentSettings = AgentSettings()) throws(AgentError) {
    try settings.check(for: Self.self)
    self.settings = settings
  }

  public func makeLearner(for model: LinearModel) throws(AgentError) -> any StagedLearner {
    let design = try settings.design(
      for: model, nature: .nominal, outlook: .pessimistic, width: .norm, ridge: 0.1)
    return try RegressionLearner(model, design: design)
  }
}
