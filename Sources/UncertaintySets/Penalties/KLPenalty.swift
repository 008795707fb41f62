import ElementaryFunctions

/// Every row of the nominal support, at the price weight * sum over i of q_i log(q_i / p_i).
///
///     sigma = -weight log sum of p_i exp(-v_i / weight)
///
/// with q_i proportional to p_i exp(-v_i / weight); O(n). The entropic risk of rate 1 / weight.
public struct KLPenalty: PenalisedSet {
  public static let name = "kl-penalty"
  /// Price of one nat, in units of value.
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
    withRows(values, nominal, &kernel, workspace) { rows in tiltExponentially(rows, weight: weight) }
  }

  public func worstValue(
    of values: Span<Double>, around nominal: Span<Double>, expectation: Double, floor: Double,
    mark: inout Float, workspace: inout SetWorkspace
  ) -> Double {
    withRows(values, nominal, workspace) { rows in valueOfTilt(rows, weight: weight, workspace) ?? expectation }
  }
}

/// The entropic risk of rate theta: `KLPenalty` of weight 1 / theta.
///
///     sigma = -(1 / theta) log sum of p_i exp(-theta v_i)
public struct EntropicRisk: PenalisedSet {
  public static let name = "entropic"
  /// Risk aversion theta, in units of 1 / value.
  public let rate: Double
  public var support: Support { .nominal }

  /// Throws for a rate that is not positive and finite.
  public init(rate: Double) throws(UncertaintySetError) {
    self.rate = try checkedPositive(rate, "rate", of: Self.name)
  }

  /// The least sum of expected value and KL divergence over the rate; writes the minimiser into `kernel`.
  public func worstCase(
    of values: Span<Double>, around nominal: Span<Double>, into kernel: inout MutableSpan<Double>,
    workspace: inout SetWorkspace
  ) -> Double {
    withRows(values, nominal, &kernel, workspace) { rows in tiltExponentially(rows, weight: 1 / rate) }
  }

  public func worstValue(
    of values: Span<Double>, around nominal: Span<Double>, expectation: Double, floor: Double,
    mark: inout Float, workspace: inout SetWorkspace
  ) -> Double {
    withRows(values, nominal, workspace) { rows in valueOfTilt(rows, weight: 1 / rate, workspace) ?? expectation }
  }
}

/// Writes q proportional to p exp(-v / weight) and returns -weight log of the mean of exp(-v / weight). O(n).
func tiltExponentially(_ rows: InnerProblem, weight: Double) -> Double {
  let (v, p, q) = (rows.v, rows.p, rows.q)
  let mass = rows.mass
  rows.copyNominal()
  let centre = rows.expectation / mass
  let low = rows.range.low
  var total = 0.0
  if centre - low < weight {
    // Small tilts are counted from the mean: then the logarithm's argument is 1 plus something small.
    for i in 0..<rows.count {
      let change = p[i] > 0 ? Elementary.expm1((centre - v[i]) / weight) : 0
      q[i] = p[i] * (1 + change)
      total += p[i] * change
    }
    for i in 0..<rows.count { q[i] *= mass / (mass + total) }
    return centre - weight * Elementary.log1p(total / mass)
  }
  for i in 0..<rows.count {
    q[i] = p[i] > 0 ? p[i] * Elementary.exp((low - v[i]) / weight) : 0
    total += q[i]
  }
  for i in 0..<rows.count { q[i] *= mass / total }
  return low - weight * Elementary.log(total / mass)
}

/// What `tiltExponentially` returns, without the row: one pass of exponentials, four at a time; nil where all
/// values of the support are equal. O(n).
func valueOfTilt(_ rows: InnerProblem, weight: Double, _ workspace: borrowing SetWorkspace) -> Double? {
  guard let row = ScaledRow(rows, workspace.first, workspace.second) else { return nil }
  let (w, p, x) = (row.w, row.p, workspace.third)
  let centre = row.moment / row.mass
  let b = (row.high - row.low) / weight
  let isSmall = b * centre < 1
  if isSmall {
    for i in 0..<row.count { x[i] = p[i] * Elementary.expm1(b * (centre - w[i])) }
  } else {
    for i in 0..<row.count { x[i] = p[i] * Elementary.exp(-b * w[i]) }
  }
  var sums = Lanes(repeating: 0)
  var i = 0
  while i < row.count {
    sums += Lanes(x + i)
    i &+= 4
  }
  let ratio = sums.total / row.mass
  return isSmall
    ? row.low + centre * (row.high - row.low) - weight * Elementary.log1p(ratio)
    : row.low - weight * Elementary.log(ratio)
}
