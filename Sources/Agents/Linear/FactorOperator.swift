/// What nature may do to a factor: move within a distance of it, or pay for moving.
///
/// With V the next value, E the expectation under the factor, rho a radius and lambda a penalty:
///
///     tv                   max over alpha of E[min(V, alpha)] - rho (alpha - min V)
///     kl                   max over x > 0 of -x log E[exp(-V / x)] - x rho
///     chi-square           max over alpha of E[min(V, alpha)] - sqrt(rho Var(min(V, alpha)))
///     tv-penalty           E[min(V, min V + lambda)]
///     kl-penalty           -lambda log E[exp(-V / lambda)]
///     chi-square-penalty   max over alpha of E[min(V, alpha)] - Var(min(V, alpha)) / (4 lambda)
///
/// TV is half of the L1 distance; chi-square is the sum of (p - q)^2 / q.
///
/// Sources: Z. Liu, P. Xu, NeurIPS 2024, arXiv 2403.09621 (constraints); C. Tang, Z. Liu, P. Xu, ICML 2025,
/// arXiv 2411.18612 (penalties).
public enum FactorOperator: String, Sendable, CaseIterable, Codable {
  /// Nature keeps to the model.
  case nominal
  case totalVariation = "tv"
  case kullbackLeibler = "kl"
  case chiSquare = "chi-square"
  case totalVariationPenalty = "tv-penalty"
  case kullbackLeiblerPenalty = "kl-penalty"
  case chiSquarePenalty = "chi-square-penalty"

  /// Whether nature pays for moving instead of being kept within a radius.
  public var isPenalty: Bool {
    switch self {
    case .totalVariationPenalty, .kullbackLeiblerPenalty, .chiSquarePenalty: return true
    case .nominal, .totalVariation, .kullbackLeibler, .chiSquare: return false
    }
  }

  /// Throws for a size that the operator has no meaning for, naming the `place` it stands at.
  func check(size: Double, place: String) throws(AgentError) {
    switch self {
    case .nominal: return
    case .totalVariation:
      guard size >= 0 && size <= 1 else {
        throw AgentError("\(place): radius \(size) lies outside [0, 1], where total variation does")
      }
    case .kullbackLeibler, .chiSquare:
      guard size >= 0 && size.isFinite else {
        throw AgentError("\(place): radius \(size) is no distance of \(rawValue); give a number from 0 on")
      }
    case .totalVariationPenalty, .kullbackLeiblerPenalty, .chiSquarePenalty:
      guard size > 0 else {
        throw AgentError(
          "\(place): penalty \(size) is not above 0; give a larger one (infinite is the nominal model)")
      }
    }
  }
}

/// Radii or penalties of every factor at every step.
public struct FactorSizes: Sendable, Equatable {
  public let horizon: Int
  public let featureCount: Int
  /// Shape [horizon, featureCount].
  public let values: [Double]

  /// - Precondition: as many values as steps times factors.
  public init(_ values: [Double], horizon: Int, featureCount: Int) {
    precondition(
      values.count == horizon * featureCount,
      "\(values.count) sizes for \(horizon) steps of \(featureCount) factors")
    (self.values, self.horizon, self.featureCount) = (values, horizon, featureCount)
  }

  /// The same size everywhere.
  public init(_ size: Double, horizon: Int, featureCount: Int) {
    self.init(
      Array(repeating: size, count: horizon * featureCount), horizon: horizon, featureCount: featureCount)
  }

  /// `size` at the listed factors, `elsewhere` at all others.
  ///
  /// Throws for a factor or a step that is not there, or that is given twice.
  public init(
    _ size: Double, at factors: [(step: Int, factor: Int)], elsewhere: Double, horizon: Int, featureCount: Int
  ) throws(AgentError) {
    try self.init(
      factors.map { ($0.step, $0.factor, size) }, elsewhere: elsewhere, horizon: horizon,
      featureCount: featureCount)
  }

  /// A size for each of the listed factors, `elsewhere` at all others. Throws as above.
  public init(
    _ entries: [(step: Int, factor: Int, size: Double)], elsewhere: Double, horizon: Int, featureCount: Int
  ) throws(AgentError) {
    var values = Array(repeating: elsewhere, count: horizon * featureCount)
    var seen: Set<Int> = []
    for (step, factor, size) in entries {
      guard step >= 0 && step < horizon && factor >= 0 && factor < featureCount else {
        throw AgentError(
          "factor \(factor + 1) of step \(step + 1) is not among \(featureCount) factors of \(horizon) steps; both "
            + "count from 1")
      }
      guard seen.insert(step * featureCount + factor).inserted else {
        throw AgentError("factor \(factor + 1) of step \(step + 1) is given twice; leave one out")
      }
      values[step * featureCount + factor] = size
    }
    self.init(values, horizon: horizon, featureCount: featureCount)
  }
}
