import DecisionProcesses
import ElementaryFunctions

/// The names of what can be set, as on the command line.
public enum AgentSetting: String, Sendable, CaseIterable {
  case nature = "set"
  case radius, penalty, factors
  case temperature = "eta"
  case mirrorStep = "mirror-step"
  case bonus = "beta"
  case width, ridge, mean
  case weighting = "theoretical-weights"
}

/// What a user sets of an agent; nil stands for the agent's own default.
public struct AgentSettings: Sendable, Equatable, Codable {
  /// What nature may do.
  public var nature: FactorOperator?
  /// The radius of a constraint.
  public var radius: Double?
  /// The penalty lambda.
  public var penalty: Double?
  /// Factors that nature disturbs, each with a size of its own or the common one; nil for every one.
  public var factors: [SizedFactor]?
  /// eta of regularised policies.
  public var temperature: Double?
  /// Step size of mirror descent; nil for the closed form.
  public var mirrorStep: Double?
  /// beta, or the theoretical one.
  public var bonus: Bonus?
  public var width: BonusWidth?
  public var ridge: Double?
  public var mean: ExponentialMean?
  /// Whether We-DRIVE-U takes the theoretical weights.
  public var hasTheoreticalWeights: Bool?
  /// Episodes K that the run will have: the theoretical bonus asks for them.
  public var episodes = 2000

  public init() {}

  /// All but `episodes`, which belongs to the run.
  private enum CodingKeys: String, CodingKey {
    case nature, radius, penalty, factors, temperature, mirrorStep, bonus, width, ridge, mean,
      hasTheoreticalWeights
  }

  /// A factor of a step, both counted from 0.
  public struct SizedFactor: Sendable, Equatable, Codable {
    public var step: Int
    public var factor: Int
    /// Its radius or penalty; nil for the common one.
    public var size: Double?

    public init(step: Int, factor: Int, size: Double? = nil) {
      (self.step, self.factor, self.size) = (step, factor, size)
    }
  }

  /// The scale beta of a bonus.
  public enum Bonus: Sendable, Equatable, Codable {
    case tuned(Double)
    /// beta = d H sqrt(log(2 d H K / 0.1)): the papers' order, with a constant that is ours.
    case theoretical
  }

  /// What is set here.
  public var given: Set<AgentSetting> {
    var given: Set<AgentSetting> = []
    if nature != nil { given.insert(.nature) }
    if radius != nil { given.insert(.radius) }
    if penalty != nil { given.insert(.penalty) }
    if factors != nil { given.insert(.factors) }
    if temperature != nil { given.insert(.temperature) }
    if mirrorStep != nil { given.insert(.mirrorStep) }
    if bonus != nil { given.insert(.bonus) }
    if width != nil { given.insert(.width) }
    if ridge != nil { given.insert(.ridge) }
    if mean != nil { given.insert(.mean) }
    if hasTheoreticalWeights != nil { given.insert(.weighting) }
    return given
  }

  /// Throws for what `agent` has no use for.
  public func check<Agent: LinearAgent>(for agent: Agent.Type) throws(AgentError) {
    let strange = given.subtracting(Agent.settings).map(\.rawValue).sorted()
    if let first = strange.first {
      let known = Agent.settings.map(\.rawValue).sorted().joined(separator: ", ")
      throw AgentError("\(Agent.identifier) has no setting '\(first)'; it knows \(known)")
    }
    if let nature, !Agent.natures.contains(nature) {
      let known = Agent.natures.map(\.rawValue).joined(separator: ", ")
      throw AgentError("\(Agent.identifier) knows no set '\(nature.rawValue)'; give one of \(known)")
    }
    let chosen = nature ?? Agent.natures.first ?? .nominal
    if penalty != nil && !chosen.isPenalty {
      throw AgentError(
        "a penalty goes with a set that has one, not with \(chosen.rawValue); give a radius, or "
          + "'\(chosen.rawValue)-penalty' as the set")
    }
    if radius != nil && chosen.isPenalty {
      throw AgentError("\(chosen.rawValue) has a penalty instead of a radius; give that")
    }
    guard episodes > 0 else { throw AgentError("\(episodes) episodes; give at least one") }
  }

  /// The default ridge of online agents: the authors' 0.1, or 1 / H^2 where that is less.
  ///
  /// Without data the bonus is beta / sqrt(ridge) under the width `sum`: with beta = 1 it reaches H, so that
  /// nothing that is unseen looks worse than what is seen. Under `norm` it is less where features are mixed,
  /// down to beta / sqrt(d ridge).
  static func onlineRidge(for model: LinearModel) -> Double {
    min(0.1, 1 / Double(model.horizon * model.horizon))
  }

  /// The sizes of `nature` for a model: the common one at the chosen factors, no disturbance elsewhere.
  public func sizes(of nature: FactorOperator, for model: LinearModel) throws(AgentError) -> FactorSizes {
    let (common, none) = nature.isPenalty ? (penalty ?? 1, Double.infinity) : (radius ?? 0.1, 0)
    guard let factors, nature != .nominal else {
      return FactorSizes(common, horizon: model.horizon, featureCount: model.featureCount)
    }
    return try FactorSizes(
      factors.map { ($0.step, $0.factor, $0.size ?? common) }, elsewhere: none, horizon: model.horizon,
      featureCount: model.featureCount)
  }

  /// beta for a model.
  public func bonusScale(for model: LinearModel) -> Double {
    switch bonus ?? .tuned(1) {
    case .tuned(let scale): return scale
    case .theoretical:
      let product = Double(model.featureCount * model.horizon)
      return product * Elementary.log(2 * product * Double(episodes) / 0.1).squareRoot()
    }
  }

  /// The design that most agents start from.
  public func design(
    for model: LinearModel, nature: FactorOperator, outlook: Outlook, width: BonusWidth, ridge: Double
  ) throws(AgentError) -> LinearDesign {
    var design = LinearDesign(
      nature: nature, sizes: try sizes(of: nature, for: model), outlook: outlook,
      bonusScale: bonusScale(for: model), width: self.width ?? width, ridge: self.ridge ?? ridge)
    if let mean { design.mean = mean }
    return design
  }
}
