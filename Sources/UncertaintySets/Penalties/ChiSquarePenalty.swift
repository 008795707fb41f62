/// Every row of the nominal support, at the price weight * sum over i of (q_i - p_i)^2 / p_i.
///
///     sigma = min over q of  sum of q_i v_i + weight * chi-square(q, p)
///
/// O(n) per round of dropped outcomes, few rounds.
public struct ChiSquarePenalty: PenalisedSet {
  public static let name = "chi-square-penalty"
  /// Price of one unit of divergence, in units of value.
  public let weight: Double
  public var support: Support { .nominal }

  /// Throws for a weight that is not positive and finite.
  public init(weight: Double) throws(UncertaintySetError) {
    self.weight = try checkedPositive(weight, "weight", of: Self.name)
  }

  /// The least sum of expected value and penalty; writes the minimiser into `kernel`.
  public func worstCase(
    of values: Span<Double>, around nominal: Span<Double>, into kernel: inout MutableSpan<Double>,
    workspace: inout SetWorkspace
  ) -> Double {
    withRows(values, nominal, &kernel, workspace) { rows in
      let expectation = tiltLinearly(rows) { kept in 0.5 * kept.range / weight }
      var divergence = 0.0
      for i in 0..<rows.count where rows.p[i] > 0 {
        let difference = rows.q[i] - rows.p[i]
        divergence += difference * difference / rows.p[i]
      }
      return expectation + weight * divergence
    }
  }

  public func worstValue(
    of values: Span<Double>, around nominal: Span<Double>, expectation: Double, floor: Double,
    mark: inout Float, workspace: inout SetWorkspace
  ) -> Double {
    withRows(values, nominal, workspace) { rows in
      let found = keptByLinearTilt(rows, mark: &mark, workspace) { kept in 0.5 * kept.range / weight }
      guard let (kept, low, step) = found else { return expectation }
      // With step = range / (2 weight), half of what the tilt gains is paid for its divergence.
      let taken = kept.total - kept.mass
      return kept.total * (low + kept.range * kept.mean) - 0.5 * kept.range * step * kept.variance
        + weight * taken * kept.total / kept.mass
    }
  }
}
