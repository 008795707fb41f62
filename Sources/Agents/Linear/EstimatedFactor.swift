import ElementaryFunctions

/// How the mean of exp(-V / x) is read off estimated weights w, which need not add up to 1. All three are the
/// same for a distribution.
public enum ExponentialMean: String, Sendable, CaseIterable, Codable {
  /// w . exp(-V / x) + max(0, 1 - w . 1) exp(-floor / x), over max(1, w . 1): missing mass counts as the
  /// least value, weights above 1 in sum are scaled down. Ours.
  case deficit
  /// 1 + w . (exp(-V / x) - 1): the authors' in the constrained problem. Weights above 1 in sum can make it
  /// negative, which is worth the greatest value there is.
  case centred
  /// w . exp(-V / x): the authors' in the penalised one. A factor without data is worth the greatest value.
  case plain
}

/// One factor as a ridge regression estimates it: signed weights of the next states that were seen, by
/// ascending next value.
///
/// The weights z[f] = sum_k w_k f(V_k) are no distribution, so the duals of nature's problem need not be
/// concave: searches are for the global maximum, but under Kullback-Leibler, which says what it does instead.
/// For the weights of a true distribution they give nature's optimum.
package struct EstimatedFactor {
  let weights: UnsafePointer<Double>
  /// Next values in the order of the weights, ascending.
  let values: UnsafePointer<Double>
  let count: Int
  /// The value that every dual may fall to: that of the fail state, or the least there is.
  let floor: Double
  /// The least of all next values, seen or not.
  let least: Double
  /// The greatest value there is, H.
  let cap: Double

  @inline(__always)
  package init(
    weights: UnsafePointer<Double>, values: UnsafePointer<Double>, count: Int, floor: Double, least: Double,
    cap: Double
  ) {
    (self.weights, self.values, self.count) = (weights, values, count)
    (self.floor, self.least, self.cap) = (floor, least, cap)
  }

  /// nu, nature's optimal value.
  @inline(__always)
  package func value(_ nature: FactorOperator, size: Double, mean: ExponentialMean) -> Double {
    switch nature {
    case .nominal: return expectation()
    case .totalVariation: return totalVariation(radius: size)
    case .kullbackLeibler: return kullbackLeibler(radius: size, mean)
    case .chiSquare: return chiSquare(radius: size)
    case .totalVariationPenalty:
      return size == .infinity ? expectation() : capped(at: floor + size)
    case .kullbackLeiblerPenalty:
      return size == .infinity ? expectation() : softMinimum(size, mean)
    case .chiSquarePenalty:
      return size == .infinity ? expectation() : chiSquare(penalty: size)
    }
  }

  /// sum_k w_k V_k.
  func expectation() -> Double {
    var sum = 0.0
    for k in 0..<count { sum += weights[k] * values[k] }
    return sum
  }

  /// sum_k w_k min(V_k, ceiling).
  func capped(at ceiling: Double) -> Double {
    var sum = 0.0
    for k in 0..<count { sum += weights[k] * min(values[k], ceiling) }
    return sum
  }

  /// max over alpha of z[min(V, alpha)] - rho (alpha - floor): piecewise linear, so best at the floor or at a
  /// value. O(count).
  func totalVariation(radius: Double) -> Double {
    var above = 0.0
    for k in 0..<count { above += weights[k] }
    var best = capped(at: floor)
    var below = 0.0
    for k in 0..<count {
      // alpha = V_k: all before it count in full.
      let alpha = values[k]
      if alpha >= floor { best = max(best, below + above * alpha - radius * (alpha - floor)) }
      below += weights[k] * alpha
      above -= weights[k]
    }
    return best
  }

  /// -x log m, m the mean of exp(-V / x), kept above exp(-cap / x).
  ///
  /// Values are taken from the least one that counts, so that no exponential vanishes.
  func softMinimum(_ x: Double, _ mean: ExponentialMean) -> Double {
    var shift = 0.0
    var m = 0.0
    switch mean {
    case .centred:
      m = 1
      for k in 0..<count { m += weights[k] * Elementary.expm1(min(700, -values[k] / x)) }
    case .plain, .deficit:
      var mass = 0.0
      for k in 0..<count { mass += weights[k] }
      // What round-off alone takes from a distribution is not missing.
      let missing = mean == .deficit && 1 - mass > 1e-12 ? 1 - mass : 0
      if let first = (0..<count).first(where: { weights[$0] != 0 }) { shift = values[first] }
      if missing > 0 { shift = min(shift, floor) }
      for k in 0..<count where weights[k] != 0 {
        m += weights[k] * Elementary.exp(min(700, (shift - values[k]) / x))
      }
      if missing > 0 { m += missing * Elementary.exp((shift - floor) / x) }
      // Weights that add up to more than 1 are scaled down, else their logarithm times a large x would be a
      // loss without bound.
      if mean == .deficit && mass > 1 { m /= mass }
    }
    let smallest = max(1e-300, Elementary.exp(min(700, (shift - cap) / x)))
    return shift - x * Elementary.log(max(m, smallest))
  }

  /// max over x in [cap / 1000, cap / rho] ([cap / 20, cap / rho] for the authors' means) of -x log m(x) - x
  /// rho.
  ///
  /// A geometric grid from large x down to the first fall, since at small x an estimated mean may be
  /// negative, then golden sections between the neighbours of the best. At least the floor where missing mass
  /// counts as that.
  func kullbackLeibler(radius: Double, _ mean: ExponentialMean) -> Double {
    if radius == 0 { return expectation() }
    let points = 121
    // Missing mass that counts as the floor keeps an estimated mean above 0 for longer.
    let low = cap / (mean == .deficit ? 1000 : 20)
    let high = cap / min(max(radius, 1e-9), 19)
    let logarithm = Elementary.log(high / low) / Double(points - 1)
    func at(_ j: Int) -> Double { low * Elementary.exp(logarithm * Double(j)) }
    func objective(_ x: Double) -> Double { softMinimum(x, mean) - x * radius }
    var best = points - 1
    var found = objective(at(best))
    while best > 0 {
      let next = objective(at(best - 1))
      guard next > found else { break }
      (best, found) = (best - 1, next)
    }
    var (left, right) = (at(max(best - 1, 0)), at(min(best + 1, points - 1)))
    let golden = 0.6180339887498949
    for _ in 0..<100 where right - left > 1e-12 * right {
      let (a, b) = (right - golden * (right - left), left + golden * (right - left))
      if objective(a) >= objective(b) { right = b } else { left = a }
    }
    found = max(found, objective((left + right) / 2))
    return mean == .deficit ? max(found, floor) : found
  }

  /// max over alpha of z1 + (z1^2 - z2) / (4 lambda), z1 = z[min(V, alpha)], z2 = z[min(V, alpha)^2]: a
  /// parabola between neighbouring values, of which the ends and the vertex are enough. O(count).
  func chiSquare(penalty: Double) -> Double {
    let weight = 1 / (4 * penalty)
    return largest { a, b, c, low, high in
      let (second, first) = (weight * (b * b - b), b + 2 * weight * a * b)
      let constant = a + weight * (a * a - c)
      func at(_ x: Double) -> Double { (second * x + first) * x + constant }
      var best = max(at(low), at(high))
      if second < 0 { best = max(best, at(min(max(-first / (2 * second), low), high))) }
      return best
    }
  }

  /// max over alpha of z1 - sqrt(rho max(0, z2 - z1^2)).
  ///
  /// Between neighbouring values it is at an end, where the derivative vanishes (a quadratic equation), or
  /// where an estimated variance becomes negative. O(count).
  func chiSquare(radius: Double) -> Double {
    largest { a, b, c, low, high in
      let (k0, k1, k2) = (c - a * a, -2 * a * b, b - b * b)
      func at(_ x: Double) -> Double {
        let x = min(max(x, low), high)
        return a + b * x - (radius * max(0, k0 + (k1 + k2 * x) * x)).squareRoot()
      }
      var best = max(at(low), at(high))
      let flat = roots(
        4 * b * b * k2 - 4 * radius * k2 * k2, 4 * b * b * k1 - 4 * radius * k1 * k2,
        4 * b * b * k0 - radius * k1 * k1)
      for x in [flat.0, flat.1] where x.isFinite { best = max(best, at(x)) }
      let border = roots(k2, k1, k0)
      for x in [border.0, border.1] where x.isFinite { best = max(best, at(x)) }
      return best
    }
  }

  /// The greatest of `piece(a, b, c, low, high)` over the pieces between neighbouring values, where
  /// z[min(V, x)] = a + b x and z[min(V, x)^2] = c + b x^2.
  @inline(__always)
  private func largest(_ piece: (Double, Double, Double, Double, Double) -> Double) -> Double {
    guard count > 0 else { return 0 }
    var b = 0.0
    for k in 0..<count { b += weights[k] }
    var (a, c) = (0.0, 0.0)
    var low = min(0, least)
    var best = -Double.infinity
    for k in 0..<count {
      let value = values[k]
      best = max(best, piece(a, b, c, low, value))
      a += weights[k] * value
      c += weights[k] * value * value
      b -= weights[k]
      low = value
    }
    return best
  }
}

/// The real roots of a x^2 + b x + c without cancellation; not finite where there are none.
@inline(__always)
private func roots(_ a: Double, _ b: Double, _ c: Double) -> (Double, Double) {
  let half = -0.5 * (b + Double(signOf: b, magnitudeOf: (b * b - 4 * a * c).squareRoot()))
  return (half / a, c / half)
}
