import Recipes

/// The bundles of real-world challenges: delays, noise, failing sensors, held actions and useless
/// observation components, all at once.
///
/// Rules in order: held actions, delayed actions, noise on actions; noise on observations, dropped
/// sensors, stuck sensors, delayed observations, extra components; delayed rewards. Rules that do not fit
/// the world (noise on a discrete row) are left out; `Perturbed.contents` tells which remain. The bundles'
/// perturbed parameters belong to particular worlds and are not part of this: add `uncertain`.
/// Source: Dulac-Arnold et al., arXiv:2003.11881, table of the combined challenges.
public struct RealWorldChallenges: Sendable, Hashable {
  public enum Level: String, Sendable, Hashable, CaseIterable { case easy, medium, hard }

  /// Delay of actions and observations, steps.
  public let delay: Int
  /// Delay of rewards, steps.
  public let rewardDelay: Int
  /// Standard deviation of the noise on actions and observations, units of the row.
  public let sigma: Double
  /// Chance per step and component that a sensor drops out, and that it sticks.
  public let failureProbability: Double
  /// Steps that a failure lasts.
  public let failureDuration: Int
  /// Steps that an action is held.
  public let repetition: Int
  /// Components appended to the observation.
  public let extraDimensions: Int

  public init(_ level: Level) {
    switch level {
    case .easy:
      (delay, rewardDelay, sigma) = (3, 10, 0.1)
      (failureProbability, failureDuration) = (0.01, 1)
      (repetition, extraDimensions) = (1, 10)
    case .medium:
      (delay, rewardDelay, sigma) = (6, 20, 0.3)
      (failureProbability, failureDuration) = (0.05, 5)
      (repetition, extraDimensions) = (2, 20)
    case .hard:
      (delay, rewardDelay, sigma) = (9, 40, 1.0)
      (failureProbability, failureDuration) = (0.1, 10)
      (repetition, extraDimensions) = (3, 50)
    }
  }

  /// The rules.
  ///
  /// - Parameter widening: whether components are appended; a typed environment cannot show them.
  public func rules(widening: Bool = true) -> RuleList {
    var rules: [any RuleSequence] = [
      RuleSlot(RepeatAction(steps: repetition)), RuleSlot(ActionDelay(steps: delay)),
      RuleSlot(GaussianNoise(.action, sigma: sigma)), RuleSlot(GaussianNoise(.observation, sigma: sigma)),
      RuleSlot(Dropout(probability: failureProbability, duration: failureDuration)),
      RuleSlot(Stuck(probability: failureProbability, duration: failureDuration)),
      RuleSlot(ObservationDelay(steps: delay)),
    ]
    if widening { rules.append(RuleSlot(ExtraDimensions(count: extraDimensions))) }
    rules.append(RuleSlot(RewardDelay(steps: rewardDelay)))
    return RuleList(rules, dropsUnfit: true)
  }
}

extension RuleTable {
  static let presets: [RuleDescription] = [
    RuleDescription(
      "rwrl", "the real-world challenges at once: delays, noise, failing sensors, held actions, "
        + "useless components; rules that do not fit the world are left out",
      channels: [.action, .observation, .reward], common: [],
      [
        RuleArgument("level", "easy|medium|hard", "how hard"),
        RuleArgument("widening", "true|false", standard: "true", "whether components are appended"),
      ]
    ) { reader, _, _, _ throws(RecipeError) in
      let word = try reader.word("level", oneOf: RealWorldChallenges.Level.allCases.map(\.rawValue))
      let level = RealWorldChallenges.Level(rawValue: word) ?? .easy
      return RealWorldChallenges(level).rules(widening: try reader.flag("widening", default: true))
    }
  ]
}
