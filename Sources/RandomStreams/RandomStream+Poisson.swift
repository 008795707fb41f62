import ElementaryFunctions

extension RandomStream {
  /// A draw from the Poisson distribution with the given mean.
  ///
  /// Below a mean of 10 by inversion, two words and O(mean) operations; above by transformed
  /// rejection, a variable number of words and O(1) operations.
  ///
  /// Source: W. Hörmann, "The transformed rejection method for generating Poisson random variables",
  /// Insurance: Mathematics and Economics 12 (1993), doi:10.1016/0167-6687(93)90997-4, algorithm PTRS.
  ///
  /// - Precondition: 0 <= mean <= 1e9.
  public mutating func poisson(mean: Double) -> Int {
    precondition(mean >= 0 && mean <= 1e9, "poisson: mean \(mean) is not in 0 ... 1e9")
    return mean < 10 ? poissonByInversion(mean) : poissonByRejection(mean)
  }

  private mutating func poissonByInversion(_ mean: Double) -> Int {
    var remaining = uniform()
    var probability = Elementary.exp(-mean)
    var count = 0
    // Round-off may leave a remainder that no probability covers; far in the tail they vanish.
    while remaining >= probability && probability > 0 {
      remaining -= probability
      count += 1
      probability *= mean / Double(count)
    }
    return count
  }

  private mutating func poissonByRejection(_ mean: Double) -> Int {
    let logMean = Elementary.log(mean)
    let b = 0.931 + 2.53 * mean.squareRoot()
    let a = -0.059 + 0.02483 * b
    let logInverseAlpha = Elementary.log(1.1239 + 1.1328 / (b - 3.4))
    let squeeze = 0.9277 - 3.6224 / (b - 2)
    while true {
      let u = uniform() - 0.5
      let v = uniform()
      let us = 0.5 - u.magnitude
      let k = ((2 * a / us + b) * u + mean + 0.43).rounded(.down)
      if us >= 0.07 && v <= squeeze { return Int(k) }
      if k < 0 || (us < 0.013 && v > us) { continue }
      let logAccept = Elementary.log(v) + logInverseAlpha - Elementary.log(a / (us * us) + b)
      if logAccept <= k * logMean - mean - Elementary.logGamma(k + 1) { return Int(k) }
    }
  }
}
