import DecisionProcesses
import ElementaryFunctions

/// Exact rows: the distribution function of the next population at the edges between whole numbers.
extension PestControl {
  /// Outcomes less likely than this are left out of the rows; their sum stays below 1e-13.
  static var smallestProbability: Double { 1e-15 }

  /// Integrates one row: about 0.15 ms.
  public func enumerateTransitions(from state: Int, by action: Int, _ body: (Transition) -> Bool) {
    let n = Double(state)
    let (mean, deviation) = growth(of: n, under: action)
    let outcome = Outcome(reward: Self.reward(of: n, under: action))
    var below = 0.0
    for next in 0...Self.capacity {
      let upTo =
        next == Self.capacity
        ? 1
        : probabilityBelow(
          Double(next) + 0.5 - n * n / 50, slope: n * (50 - n) / 50, mean: mean, deviation: deviation)
      let probability = upTo - below
      if probability >= Self.smallestProbability {
        guard body(Transition(to: next, probability: probability, outcome: outcome)) else { return }
      }
      below = upTo
    }
  }

  /// P(k g + s < y) for the growth g of the given mean and deviation, the supply s and k = `slope`.
  ///
  ///     P(g = 0) P(s < y) + integral over g in (0, y/k) of density(g) P(s < y - k g)
  ///
  /// Where P(s < ...) is one within 1e-17 the integral is a difference of normal distribution
  /// functions; the rest is integrated in panels of three times the narrower of the two bells.
  func probabilityBelow(_ y: Double, slope k: Double, mean: Double, deviation: Double) -> Double {
    guard y > 0 else { return 0 }
    let spread = Self.supplyDeviation
    let supplyBelow = { (x: Double) in Elementary.normalCDF((x - supplyMean) / spread) }
    guard k > 0 else { return supplyBelow(y) }
    let reach = 8.5
    let noGrowth = Elementary.normalCDF(-mean / deviation)
    var sum = noGrowth * supplyBelow(y)
    let sureEnd = max(0, (y - supplyMean - reach * spread) / k)
    if sureEnd > 0 { sum += Elementary.normalCDF((sureEnd - mean) / deviation) - noGrowth }
    let low = max(sureEnd, mean - reach * deviation)
    let high = min(y / k, mean + reach * deviation, (y - supplyMean + reach * spread) / k)
    guard low < high else { return sum }
    let panels = Int(((high - low) / (3 * min(deviation, spread / k))).rounded(.up))
    let scale = 1 / (deviation * (2 * Double.pi).squareRoot())
    sum += GaussLegendre.integral(from: low, to: high, panels: panels) { g in
      let z = (g - mean) / deviation
      return scale * Elementary.exp(-0.5 * z * z) * supplyBelow(y - k * g)
    }
    return sum
  }
}
