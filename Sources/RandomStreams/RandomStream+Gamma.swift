import ElementaryFunctions

extension RandomStream {
  /// A draw from the gamma distribution with density x^(shape-1) e^(-x/scale), x > 0.
  ///
  /// Mean shape * scale. A variable number of words. For a shape far below 1 the draw may underflow
  /// to zero: use `logarithmOfGamma(shape:)` where that matters.
  ///
  /// - Precondition: both arguments are positive and finite.
  public mutating func gamma(shape: Double, scale: Double = 1) -> Double {
    precondition(scale > 0 && scale < .infinity, "gamma: scale \(scale)")
    return shape < 1
      ? scale * Elementary.exp(logarithmOfGamma(shape: shape)) : scale * gammaFromOne(shape: shape)
  }

  /// The natural logarithm of a draw from the gamma distribution of the given shape and scale 1.
  ///
  /// For shape < 1, log G(shape + 1) + log(u)/shape, which is finite where the draw itself would
  /// underflow. A variable number of words.
  ///
  /// - Precondition: 1e-300 <= shape < infinity.
  public mutating func logarithmOfGamma(shape: Double) -> Double {
    precondition(shape >= 1e-300 && shape < .infinity, "gamma: shape \(shape)")
    if shape >= 1 { return Elementary.log(gammaFromOne(shape: shape)) }
    let boosted = Elementary.log(gammaFromOne(shape: shape + 1))
    return boosted + Elementary.log(1 - uniform()) / shape
  }

  /// A draw from the gamma distribution of shape >= 1 and scale 1.
  ///
  /// d (1 + c x)^3 for a normal x, d = shape - 1/3, c = 1/sqrt(9 d), kept with a probability found by
  /// a cheap bound first.
  ///
  /// Source: G. Marsaglia, W. Tsang, "A simple method for generating gamma variables", ACM
  /// Transactions on Mathematical Software 26 (2000), doi:10.1145/358407.358414.
  mutating func gammaFromOne(shape: Double) -> Double {
    precondition(shape >= 1 && shape < .infinity, "gamma: shape \(shape)")
    let d = shape - 1.0 / 3
    let c = 1 / (9 * d).squareRoot()
    while true {
      let x = normal()
      let root = 1 + c * x
      if root <= 0 { continue }
      let v = root * root * root
      let u = 1 - uniform()
      let x2 = x * x
      if u < 1 - 0.0331 * (x2 * x2) { return d * v }
      if Elementary.log(u) < 0.5 * x2 + d * (1 - v + Elementary.log(v)) { return d * v }
    }
  }

  /// A draw from the beta distribution with density x^(alpha-1) (1-x)^(beta-1) on [0, 1].
  ///
  /// Formed from the logarithms of two gamma draws, so small parameters give 0 or 1, never NaN. A
  /// variable number of words.
  ///
  /// - Precondition: 1e-300 <= alpha, beta < infinity.
  public mutating func beta(alpha: Double, beta: Double) -> Double {
    let first = logarithmOfGamma(shape: alpha)
    let second = logarithmOfGamma(shape: beta)
    return 1 / (1 + Elementary.exp(second - first))
  }

  /// A draw from the exponential distribution with density rate e^(-rate x), x >= 0. Two words.
  ///
  /// - Precondition: rate is positive and finite.
  public mutating func exponential(rate: Double = 1) -> Double {
    precondition(rate > 0 && rate < .infinity, "exponential: rate \(rate)")
    return -Elementary.log1p(-uniform()) / rate
  }
}
