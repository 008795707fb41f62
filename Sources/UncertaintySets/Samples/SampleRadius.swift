import ElementaryFunctions

/// Radii of sets around the frequencies of `samples` independent draws that hold the true row with
/// probability at least 1 - `failure`.
///
/// For all rows of a table at once, divide `failure` by their number.
public enum SampleRadius {
  /// An L1 radius: sqrt(2 log((2^n - 2) / failure) / samples), at most 2.
  ///
  /// Throws for fewer than one sample, fewer than one outcome, or a failure outside (0, 1).
  ///
  /// Source: T. Weissman et al., "Inequalities for the L1 deviation of the empirical distribution", HP
  /// Laboratories HPL-2003-97 (2003), theorem 2.1 with the constant 2 for any row.
  public static func weissmanL1(
    samples: Int, outcomes: Int, failure: Double
  ) throws(UncertaintySetError) -> Double {
    try check(samples: samples, outcomes: outcomes, failure: failure)
    guard outcomes > 1 else { return 0 }
    // log(2^n - 2) = n log 2 + log(1 - 2^(1 - n)).
    let n = Double(outcomes)
    let corners = n * Elementary.log(2) + Elementary.log1p(-Elementary.exp((1 - n) * Elementary.log(2)))
    let exponent = 2 * (corners - Elementary.log(failure)) / Double(samples)
    return min(exponent.squareRoot(), 2)
  }

  /// An L-infinity radius: sqrt(log(2 n / failure) / (2 samples)), at most 1; a union over outcomes.
  ///
  /// Throws as `weissmanL1`.
  ///
  /// Source: W. Hoeffding, "Probability inequalities for sums of bounded random variables", JASA 58 (1963),
  /// doi:10.1080/01621459.1963.10500830.
  public static func hoeffding(
    samples: Int, outcomes: Int, failure: Double
  ) throws(UncertaintySetError) -> Double {
    try check(samples: samples, outcomes: outcomes, failure: failure)
    guard outcomes > 1 else { return 0 }
    let exponent = Elementary.log(2 * Double(outcomes) / failure) / (2 * Double(samples))
    return min(exponent.squareRoot(), 1)
  }

  /// A radius of the KL divergence from the true row to the frequencies, KL(frequencies || truth):
  /// (n log(samples + 1) - log(failure)) / samples, by counting types.
  ///
  /// It bounds the divergence in the order of `LikelihoodRegion`, not in that of `KLBall`. Throws as
  /// `weissmanL1`.
  ///
  /// Source: T. Cover, J. Thomas, "Elements of Information Theory", Wiley 2006, theorem 11.2.1,
  /// doi:10.1002/047174882X.
  public static func likelihood(
    samples: Int, outcomes: Int, failure: Double
  ) throws(UncertaintySetError) -> Double {
    try check(samples: samples, outcomes: outcomes, failure: failure)
    guard outcomes > 1 else { return 0 }
    let types = Double(outcomes) * Elementary.log1p(Double(samples))
    return (types - Elementary.log(failure)) / Double(samples)
  }

  private static func check(samples: Int, outcomes: Int, failure: Double) throws(UncertaintySetError) {
    guard samples >= 1 else {
      throw UncertaintySetError("\(samples) samples", remedy: "give at least 1")
    }
    guard outcomes >= 1 else {
      throw UncertaintySetError("\(outcomes) outcomes", remedy: "give at least 1")
    }
    guard failure > 0, failure < 1 else {
      throw UncertaintySetError("probability of failure \(failure)", remedy: "give a number between 0 and 1")
    }
  }
}
