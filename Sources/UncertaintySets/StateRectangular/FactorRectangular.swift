/// Rows that are mixtures of d uncertain factors: q = sum over i of feature_i q_i, each q_i in its own set
/// around factor i.
///
/// As the factors vary independently of each other and of state and action,
///
///     min over q of q . v = sum over i of feature_i sigma(factor_i, v)
///
/// for features that are not negative. The worst cases of the factors are solved once for given values
/// and serve every state and action: O(d) inner problems, then O(d) per row.
///
/// Source: Z. Liu, P. Xu, "Minimax optimal and computationally efficient algorithms for distributionally
/// robust offline reinforcement learning", NeurIPS 2024 (the d-rectangular linear set).
public struct FactorRectangular<Ambiguity: UncertaintySet>: Sendable {
  /// Factor rows, one behind the other; shape [factors, outcomes].
  public let factors: [Double]
  public let factorCount: Int
  public let outcomeCount: Int
  public let set: Ambiguity

  /// Throws for no factor, rows of different lengths or that are no distributions, or a set that does not
  /// fit them.
  public init(factors: [[Double]], set: Ambiguity) throws(UncertaintySetError) {
    guard let first = factors.first else {
      throw UncertaintySetError("no factor", remedy: "give at least one row")
    }
    for (index, row) in factors.enumerated() {
      try checkDistribution(row, name: "factor \(index)")
      try checkCount("probabilities of factor \(index)", row.count, outcomes: first.count, of: Ambiguity.name)
      try set.check(nominal: row.span)
    }
    self.factors = factors.flatMap { $0 }
    factorCount = factors.count
    outcomeCount = first.count
    self.set = set
  }

  /// Writes the worst case of every factor into `worst` and nature's factor rows into `kernels`, shape
  /// [factors, outcomes]. Allocates nothing.
  ///
  /// - Precondition: spans of the right lengths and a workspace of at least `outcomeCount`.
  public func worstCases(
    of values: Span<Double>, into worst: inout MutableSpan<Double>, kernels: inout MutableSpan<Double>,
    workspace: inout SetWorkspace
  ) {
    precondition(
      values.count == outcomeCount && worst.count == factorCount && kernels.count == factors.count,
      "\(values.count) values, \(worst.count) results and \(kernels.count) kernel entries for "
        + "\(factorCount) factors of \(outcomeCount) outcomes")
    let n = outcomeCount
    factors.withUnsafeBufferPointer { rows in
      kernels.withUnsafeMutableBufferPointer { targets in
        for i in 0..<factorCount {
          let nominal = Span(_unsafeElements: UnsafeBufferPointer(rebasing: rows[(i * n)..<((i + 1) * n)]))
          var kernel = MutableSpan(
            _unsafeElements: UnsafeMutableBufferPointer(rebasing: targets[(i * n)..<((i + 1) * n)]))
          worst[i] = set.worstCase(of: values, around: nominal, into: &kernel, workspace: &workspace)
        }
      }
    }
  }

  /// The worst case of the row with the given features: the sum of feature_i worst_i. O(d).
  public func value(features: Span<Double>, worst: Span<Double>) -> Double {
    precondition(features.count == worst.count, "\(features.count) features for \(worst.count) factors")
    var sum = 0.0
    for i in 0..<features.count { sum += features[i] * worst[i] }
    return sum
  }
}
