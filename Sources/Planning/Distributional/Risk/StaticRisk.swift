/// A measure of the whole return's law, which the stock makes optimisable.
///
/// It looks at the return once, from the start, unlike the nested measures of `NestedRiskSolver`.
public enum StaticRisk: Sendable, Equatable {
  /// Mean of the worst `level` of the mass.
  case lowerCVaR(level: Double)
  /// Mean of the best `level` of the mass.
  case upperCVaR(level: Double)
  /// (1 - meanWeight) * lower CVaR + meanWeight * mean.
  case meanCVaR(level: Double, meanWeight: Double)

  /// The measure of `law`; O(atoms).
  ///
  /// - Precondition: 0 < level <= 1.
  public func value(of law: ReturnDistribution) -> Double {
    switch self {
    case .lowerCVaR(let level): return law.lowerCVaR(level)
    case .upperCVaR(let level): return law.upperCVaR(level)
    case .meanCVaR(let level, let weight): return (1 - weight) * law.lowerCVaR(level) + weight * law.mean
    }
  }

  /// The utility u with value = max or min over b of b + E u(G - b).
  func utility() throws(PlanningError) -> StockUtility {
    let level: Double
    var weight = 0.0
    switch self {
    case .lowerCVaR(let given), .upperCVaR(let given): level = given
    case .meanCVaR(let given, let share): (level, weight) = (given, share)
    }
    guard level > 0, level <= 1, (1 / level).isFinite else {
      throw PlanningError("CVaR at level \(level); give a number above 0, at most 1")
    }
    guard weight >= 0, weight <= 1 else {
      throw PlanningError("weight \(weight) of the mean; give a number from 0 to 1")
    }
    if case .upperCVaR = self { return StockUtility("upper CVaR", below: 0, above: 1 / level) }
    return StockUtility("lower CVaR", below: (1 - weight) / level + weight, above: weight)
  }
}
