/// The width Gamma of a pair of state and action, D the diagonal of Lambda^-1.
public enum BonusWidth: String, Sendable, CaseIterable, Codable {
  /// sum_i phi_i sqrt(D_i): d regressions, one for each factor.
  case sum
  /// sqrt(sum_i phi_i^2 D_i): the smaller one of the authors' code.
  case root
  /// sqrt(phi Lambda^-1 phi): one regression, of agents without nature.
  case norm
}

/// Whether what is not known is hoped for or feared.
public enum Outlook: Sendable {
  case optimistic, pessimistic

  var sign: Double { self == .optimistic ? 1 : -1 }
}

/// How a policy is made of action values.
public enum PolicyRule: Sendable, Equatable {
  /// The first of the best actions.
  case greedy
  /// pi prop. to pi_ref exp(Q / eta), V = eta log sum_a pi_ref exp(Q / eta) = <Q, pi> - eta KL(pi || pi_ref).
  case softmax(temperature: Double)
  /// One step of mirror descent from the policy pi' of the episode before:
  /// pi prop. to exp((t Q + t eta log pi_ref + log pi') / (1 + t eta)), V = <Q, pi> - eta KL(pi || pi_ref).
  case mirrorDescent(temperature: Double, step: Double)

  /// eta; nil for greedy policies.
  public var temperature: Double? {
    switch self {
    case .greedy: return nil
    case .softmax(let temperature), .mirrorDescent(let temperature, _): return temperature
    }
  }
}

/// Everything that tells one agent's backward pass from another's.
///
/// For h = H - 1 down to 0:
///
///     nu_h from V_{h+1};  Q_h = clip(phi . (theta_h + nu_h) +- beta Gamma_h);  policy and V_h by the rule
public struct LinearDesign: Sendable {
  /// What nature may do. Nominal: the reward is regressed with the value instead of being known.
  public var nature: FactorOperator
  public var sizes: FactorSizes
  public var outlook: Outlook
  /// beta.
  public var bonusScale: Double
  public var width: BonusWidth
  /// Ridge added to every diagonal entry of Lambda.
  public var ridge: Double
  public var policy: PolicyRule
  /// pi_ref; shape [horizon, states, actions]; nil for uniform.
  public var reference: [Double]?
  /// Whether values are kept at most H instead of at most the number of steps that remain.
  public var isCeilingWhole = false
  /// Whether values are kept at least 0; the authors' offline agents do not.
  public var hasLowerClip = true
  /// Whether total variation falls to the least next value of the data, as in the authors' penalised agent,
  /// instead of to the fail state's 0.
  public var fallsToLeastSeen = false
  /// How Kullback-Leibler reads estimated weights.
  public var mean = ExponentialMean.deficit

  /// A design with the usual clips, from 0 to the number of steps that remain.
  public init(
    nature: FactorOperator, sizes: FactorSizes, outlook: Outlook, bonusScale: Double, width: BonusWidth,
    ridge: Double, policy: PolicyRule = .greedy, reference: [Double]? = nil
  ) {
    self.nature = nature
    self.sizes = sizes
    self.outlook = outlook
    self.bonusScale = bonusScale
    self.width = width
    self.ridge = ridge
    self.policy = policy
    self.reference = reference
  }

  /// Throws for the first setting that makes no sense for `model`, with the remedy.
  func check(for model: LinearModel) throws(AgentError) {
    guard sizes.horizon == model.horizon && sizes.featureCount == model.featureCount else {
      throw AgentError(
        "sizes for \(sizes.horizon) steps of \(sizes.featureCount) factors, but the model has \(model.horizon) "
          + "steps of \(model.featureCount)")
    }
    for (k, size) in sizes.values.enumerated() {
      let (step, factor) = (k / sizes.featureCount + 1, k % sizes.featureCount + 1)
      try nature.check(size: size, place: "step \(step), factor \(factor)")
    }
    guard bonusScale >= 0 && bonusScale.isFinite else {
      throw AgentError("bonus scale beta \(bonusScale): give a number from 0 on")
    }
    guard ridge >= 1e-100 && ridge.isFinite else {
      throw AgentError(
        "ridge \(ridge): without one above 1e-100 the design matrix is singular; give 0.1, say")
    }
    switch policy {
    case .greedy: break
    case .softmax(let temperature): try Self.check(temperature: temperature)
    case .mirrorDescent(let temperature, let step):
      try Self.check(temperature: temperature)
      guard step > 0 && step.isFinite else {
        throw AgentError("step \(step) of mirror descent is not above 0; leave it out for the closed form")
      }
    }
    try check(reference: reference, for: model)
  }

  private static func check(temperature: Double) throws(AgentError) {
    guard temperature > 0 else {
      throw AgentError("temperature eta \(temperature) is not above 0; for greedy policies take dr-lsvi-ucb")
    }
    guard temperature <= 1e9 else {
      throw AgentError(
        "temperature eta \(temperature) is above 1e9, where values lose their digits; 1e9 is the reference")
    }
  }

  private func check(reference: [Double]?, for model: LinearModel) throws(AgentError) {
    guard let reference else { return }
    let actions = model.actionCount
    guard reference.count == model.horizon * model.stateCount * actions else {
      throw AgentError("a reference policy of \(reference.count) numbers for another model")
    }
    for first in stride(from: 0, to: reference.count, by: actions) {
      let row = reference[first..<(first + actions)]
      guard row.allSatisfy({ $0 >= 0 }), abs(row.reduce(0, +) - 1) <= 1e-9 else {
        let (step, state) = (first / actions / model.stateCount, first / actions % model.stateCount)
        throw AgentError(
          "the reference policy of step \(step + 1), state \(state) has sum \(row.reduce(0, +)) and least entry "
            + "\(row.min() ?? .nan); it must be at least 0 and sum to 1")
      }
    }
  }
}
