/// The kinds of sets that are told by one number, by their names on the command line and in recipes.
public enum SizedSet: String, Sendable, CaseIterable {
  case l1
  case tv
  case linf
  case l2
  case chiSquare = "chi-square"
  case kl
  case likelihood
  case contamination
  case cvar
  case evar
  case entropic
  case tvPenalty = "tv-penalty"
  case klPenalty = "kl-penalty"
  case chiSquarePenalty = "chi-square-penalty"

  /// What the number is called.
  public var sizeName: String {
    switch self {
    case .l1, .tv, .linf, .l2, .chiSquare, .kl, .likelihood: "radius"
    case .contamination: "share"
    case .cvar, .evar: "level"
    case .entropic: "rate"
    case .tvPenalty, .klPenalty, .chiSquarePenalty: "weight"
    }
  }

  /// Whether minimisers keep to the nominal support by definition.
  public var keepsToNominalSupport: Bool {
    switch self {
    case .l1, .tv, .linf, .l2, .likelihood, .contamination, .tvPenalty: false
    case .chiSquare, .kl, .cvar, .evar, .entropic, .klPenalty, .chiSquarePenalty: true
    }
  }

  /// The measure of a budget shared by a state's actions that goes by the same name.
  public var sharedMeasure: SharedBudget.Measure? { SharedBudget.Measure(rawValue: rawValue) }

  /// The set of this kind.
  ///
  /// Throws for a size that the kind refuses, and for the support `all` where it keeps to the nominal one.
  public func set(size: Double, support: Support) throws(UncertaintySetError) -> any UncertaintySet {
    guard support == .nominal || !keepsToNominalSupport else {
      throw UncertaintySetError(
        "support all for the set \(rawValue)", remedy: "give the support nominal, to which it keeps")
    }
    switch self {
    case .l1: return try L1Ball(radius: size, support: support)
    case .tv: return try TotalVariationBall(radius: size, support: support)
    case .linf: return try LInfinityBall(radius: size, support: support)
    case .l2: return try L2Ball(radius: size, support: support)
    case .chiSquare: return try ChiSquareBall(radius: size)
    case .kl: return try KLBall(radius: size)
    case .likelihood: return try LikelihoodRegion(radius: size, support: support)
    case .contamination: return try ContaminationSet(share: size, support: support)
    case .cvar: return try CVaRSet(level: size)
    case .evar: return try EVaRSet(level: size)
    case .entropic: return try EntropicRisk(rate: size)
    case .tvPenalty: return try TotalVariationPenalty(weight: size, support: support)
    case .klPenalty: return try KLPenalty(weight: size)
    case .chiSquarePenalty: return try ChiSquarePenalty(weight: size)
    }
  }
}
