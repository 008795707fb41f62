import ElementaryFunctions

extension ReturnDistribution {
  /// The mean of the worst `level` of the mass, CVaR of a return:
  ///
  ///     max over b of b + E min(X - b, 0) / level
  ///
  /// O(atoms).
  ///
  /// - Precondition: 0 < level <= 1.
  ///
  /// Source: R. T. Rockafellar, S. Uryasev, "Optimization of conditional value-at-risk", Journal of Risk 2
  /// (2000), doi:10.21314/JOR.2000.038.
  public func lowerCVaR(_ level: Double) -> Double { tailMean(level, indices: Array(values.indices)) }

  /// The mean of the best `level` of the mass: min over b of b + E max(X - b, 0) / level. O(atoms).
  ///
  /// - Precondition: 0 < level <= 1.
  public func upperCVaR(_ level: Double) -> Double {
    tailMean(level, indices: Array(values.indices.reversed()))
  }

  private func tailMean(_ level: Double, indices: [Int]) -> Double {
    precondition(level > 0 && level <= 1, "CVaR at level \(level): give a number above 0, at most 1")
    var left = level
    var sum = 0.0
    for index in indices {
      let share = min(left, probabilities[index])
      sum += share * values[index]
      left -= share
      if left <= 0 { return sum / level }
    }
    // Probabilities that fall short of one by round-off: the last atom has the rest.
    return (sum + left * values[indices[indices.count - 1]]) / level
  }

  /// The certainty equivalent -(1 / rate) log E exp(-rate X): below the mean for a positive `rate`, in units
  /// of 1 / reward, above it for a negative one, the mean itself for 0. O(atoms).
  ///
  /// - Precondition: `rate` is finite.
  public func entropicRisk(rate: Double) -> Double {
    precondition(rate.isFinite, "entropic risk of rate \(rate)")
    guard rate != 0 else { return mean }
    let centre = mean
    let worst = rate > 0 ? values[0] : values[count - 1]
    var sum = 0.0
    if rate * (centre - worst) < 1 {
      // Small tilts are counted from the mean: the logarithm's argument is 1 plus something small.
      for (value, p) in zip(values, probabilities) { sum += p * Elementary.expm1(rate * (centre - value)) }
      return centre - Elementary.log1p(sum) / rate
    }
    for (value, p) in zip(values, probabilities) { sum += p * Elementary.exp(rate * (worst - value)) }
    return worst - Elementary.log(sum) / rate
  }

  /// E f(X); O(atoms).
  public func expectation(of utility: (Double) -> Double) -> Double {
    var sum = 0.0
    for (value, p) in zip(values, probabilities) { sum += p * utility(value) }
    return sum
  }

  /// E f(`stock` + X); O(atoms).
  public func expectedUtility(_ utility: StockUtility, stock: Double = 0) -> Double {
    expectation { utility($0 + stock) }
  }

  /// The Wasserstein distance of order 1: the integral of the difference between the two distribution
  /// functions.
  ///
  /// It bounds |E f(X) - E f(Y)| for every f of Lipschitz constant 1, and |CVaR_a(X) - CVaR_a(Y)| when
  /// divided by a. O(atoms of both).
  ///
  /// Source: S. Vallender, "Calculation of the Wasserstein distance between probability distributions on the
  /// line", Theory of Probability and Its Applications 18 (1974), doi:10.1137/1118101.
  public func wassersteinDistance(to other: ReturnDistribution) -> Double {
    var (i, j) = (0, 0)
    var difference = 0.0
    var sum = 0.0
    var place = min(values[0], other.values[0])
    while i < count || j < other.count {
      let next = min(i < count ? values[i] : .infinity, j < other.count ? other.values[j] : .infinity)
      sum += abs(difference) * (next - place)
      place = next
      if i < count, values[i] == next {
        difference += probabilities[i]
        i += 1
      }
      if j < other.count, other.values[j] == next {
        difference -= other.probabilities[j]
        j += 1
      }
    }
    return sum
  }
}
