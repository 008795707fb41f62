/// VA-DRPVI: DRPVI with regressions weighted by the variance of the next value.
///
/// The first half of the episodes gives DRPVI's values V' (ridge 1) and variances
///
///     s2(s, a) = max(1, [phi z(V'^2)]_[0, H^2] - [phi z(V')]_[0, H]^2),
///
/// with which the second half is regressed: weights 1 / s2, ridge 1 / H^2. The paper takes a small amount off
/// the variance, which is left out here.
///
/// Source: Z. Liu, P. Xu, NeurIPS 2024, arXiv 2403.09621, algorithm 2.
public struct VADRPVI: LinearAgent {
  public static let identifier = "va-drpvi"
  public static let summary = "Pessimistic robust value iteration weighted by variances, offline (VA-DRPVI)."
  public static let isOnline = false
  public static let settings: Set<AgentSetting> = [.nature, .radius, .factors, .bonus, .width, .ridge]
  public static let natures: [FactorOperator] = [.totalVariation]

  private let settings: AgentSettings

  public init(_ settings: AgentSettings = AgentSettings()) throws(AgentError) {
    try settings.check(for: Self.self)
    self.settings = settings
  }

  public func makeLearner(for model: LinearModel) throws(AgentError) -> any StagedLearner {
    try regression(settings, for: model)
  }

  private func regression(_ settings: AgentSettings, for model: LinearModel) throws(AgentError)
    -> RegressionLearner
  {
    let horizon = Double(model.horizon)
    let design = try settings.design(
      for: model, nature: .totalVariation, outlook: .pessimistic, width: .sum, ridge: 1 / (horizon * horizon))
    return try RegressionLearner(model, design: design)
  }

  public func learn(from data: EpisodeData, model: LinearModel) throws(AgentError) -> any StagedLearner {
    try data.check(for: model)
    let half = data.episodes.count / 2
    let pilot = try self.pilot(from: data, model: model)
    let learner = try regression(settings, for: model)
    for episode in data.episodes[half...] {
      for (step, transition) in episode.enumerated() {
        guard let variance = pilot.variance(step: step, state: transition.state, action: transition.action)
        else {
          continue
        }
        learner.observe(
          step: step, state: transition.state, action: transition.action, reward: transition.reward,
          next: transition.next, weight: 1 / variance)
      }
    }
    learner.plan()
    return learner
  }

  /// DRPVI on the first half of the episodes.
  package func pilot(from data: EpisodeData, model: LinearModel) throws(AgentError) -> RegressionLearner {
    var first = settings
    first.ridge = 1
    let pilot = try regression(first, for: model)
    pilot.observe(data, 0..<(data.episodes.count / 2))
    pilot.plan()
    return pilot
  }
}

extension RegressionLearner {
  /// s2 of a pair at a step: the variance of the last plan's next value, at least 1; nil where the return is
  /// known.
  package func variance(step: Int, state: Int, action: Int) -> Double? {
    let row = model.rows.rowOfPair[state * model.actionCount + action]
    guard row >= 0 else { return nil }
    let u = NumberBuffer(model.featureCount)
    _ = moments.squaredLength(model.layout.view, row: row, step: step, into: u.base)
    let next = stateValues.base + (step + 1) * model.stateCount
    return max(1, moments.spread(moments.nextMoments(of: next, step: step, along: u.base)))
  }
}
