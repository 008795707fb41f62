/// Name, unit and sign of one cost channel.
public struct CostDescription: Hashable, Sendable {
  public var name: String
  public var unit: String
  /// Whether the cost is never negative; laws check it.
  public var isNonNegative: Bool
  public var meaning: String

  public init(_ name: String, unit: String = "1", isNonNegative: Bool = true, meaning: String) {
    self.name = name
    self.unit = unit
    self.isNonNegative = isNonNegative
    self.meaning = meaning
  }
}

/// What a constraint asks of one cost channel.
public enum Requirement: Hashable, Sendable {
  /// Cost at most `limit` in every step of every episode.
  case everyStep(limit: Double)
  /// Expected sum of costs over an episode at most `limit`.
  case expectedReturn(limit: Double)
  /// Expected discounted sum of costs at most `limit`, with the task's discount.
  case discountedReturn(limit: Double)
  /// Probability that the episode's sum exceeds `threshold` at most `limit`.
  case probability(threshold: Double, limit: Double)
  /// Conditional value at risk of the episode's sum at tail fraction `alpha` at most `limit`.
  case conditionalValueAtRisk(alpha: Double, limit: Double)

  public var limit: Double {
    switch self {
    case .everyStep(let limit), .expectedReturn(let limit), .discountedReturn(let limit): return limit
    case .probability(_, let limit), .conditionalValueAtRisk(_, let limit): return limit
    }
  }

  public var name: String {
    switch self {
    case .everyStep: return "every-step"
    case .expectedReturn: return "expected-return"
    case .discountedReturn: return "discounted-return"
    case .probability: return "probability"
    case .conditionalValueAtRisk: return "conditional-value-at-risk"
    }
  }
}

/// A requirement on one cost channel; it belongs to the task, never to an agent.
public struct Constraint: Hashable, Sendable {
  public var name: String
  /// Index into the task's costs.
  public var channel: Int
  public var requirement: Requirement

  public init(_ name: String, channel: Int, _ requirement: Requirement) {
    self.name = name
    self.channel = channel
    self.requirement = requirement
  }
}

/// Everything about a task that is not dynamics.
public struct TaskDescription: Hashable, Sendable {
  /// Steps after which an episode is truncated.
  public var horizon: Int
  /// Discount of the return, in (0, 1].
  public var discount: Double
  /// Bounds of the one-step reward; infinite where there are none.
  public var rewardRange: ClosedRange<Double>
  /// Whether transitions ignore their random stream (the first state may still be random).
  public var isDeterministic: Bool
  public var costs: [CostDescription]
  public var constraints: [Constraint]

  /// - Precondition: `horizon > 0`, `0 < discount <= 1`, at most `Costs.capacity` costs, and every
  ///   constraint names an existing cost channel.
  public init(
    horizon: Int, discount: Double, rewardRange: ClosedRange<Double>, isDeterministic: Bool,
    costs: [CostDescription] = [], constraints: [Constraint] = []
  ) {
    precondition(horizon > 0, "the horizon must be at least one step, not \(horizon)")
    precondition(discount > 0 && discount <= 1, "the discount must lie in (0, 1], not \(discount)")
    precondition(costs.count <= Costs.capacity, "a task has at most \(Costs.capacity) cost channels")
    for constraint in constraints {
      precondition(
        costs.indices.contains(constraint.channel),
        "constraint '\(constraint.name)' names cost channel \(constraint.channel); there are \(costs.count)")
    }
    self.horizon = horizon
    self.discount = discount
    self.rewardRange = rewardRange
    self.isDeterministic = isDeterministic
    self.costs = costs
    self.constraints = constraints
  }
}
