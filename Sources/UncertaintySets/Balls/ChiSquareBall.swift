/// The rows q with sum over i of (q_i - p_i)^2 / p_i <= radius, on the nominal support.
///
/// On the outcomes that keep mass, q_i = p_i (1/P - s (v_i - m)) with P their nominal mass, m their nominal
/// mean and s set by the radius; those that this makes negative have the greatest values, lose all their
/// mass and never regain any as the radius grows. O(n) per round, few rounds.
public struct ChiSquareBall: DistanceBall {
  public static let name = "chi-square"
  public let radius: Double
  public var support: Support { .nominal }

  /// Throws for a radius that is negative or not finite.
  public init(radius: Double) throws(UncertaintySetError) {
    self.radius = try checkedRadius(radius, of: Self.name)
  }

  public func distance(of row: Span<Double>, from nominal: Span<Double>) -> Double {
    chiSquareDivergence(of: row, from: nominal)
  }

  public func isSaturated(around nominal: Span<Double>) -> Bool {
    let least = leastAdmitted(nominal, .nominal)
    return radius >= (1 - least) / least
  }

  public func worstCase(
    of values: Span<Double>, around nominal: Span<Double>, into kernel: inout MutableSpan<Double>,
    workspace: inout SetWorkspace
  ) -> Double {
    withRows(values, nominal, &kernel, workspace) { rows in
      tiltLinearly(rows) { kept in
        let taken = kept.total - kept.mass
        let left = max(radius - taken * kept.total / kept.mass, 0)
        return kept.variance > 0 ? (left / kept.variance).squareRoot() : 0
      }
    }
  }
}

extension ChiSquareBall {
  public func worstValue(
    of values: Span<Double>, around nominal: Span<Double>, expectation: Double, floor: Double,
    mark: inout Float, workspace: inout SetWorkspace
  ) -> Double {
    withRows(values, nominal, workspace) { rows in
      let found = keptByLinearTilt(rows, mark: &mark, workspace) { kept in
        let left = radius - (kept.total - kept.mass) * kept.total / kept.mass
        guard left >= 0 else { return nil }
        return kept.variance > 0 ? (left / kept.variance).squareRoot() : 0
      }
      guard let (kept, low, step) = found else { return expectation }
      return kept.total * (low + kept.range * kept.mean) - kept.range * step * kept.variance
    }
  }
}

/// Nominal moments of the outcomes that keep mass; values counted from the least and in units of the range.
struct KeptMoments {
  /// Mass of all outcomes, and of those kept.
  var total: Double
  var mass: Double
  /// Nominal mean m of the kept ones.
  var mean: Double
  /// Sum of p (v - m)^2 over the kept ones, not divided by their mass.
  var variance: Double
  /// Range of values of the support, before scaling.
  var range: Double
}

/// The sum over i of (q_i - p_i)^2 / p_i; infinite with mass where the nominal row has none. O(n).
func chiSquareDivergence(of row: Span<Double>, from nominal: Span<Double>) -> Double {
  var sum = 0.0
  for index in 0..<row.count {
    let difference = row[index] - nominal[index]
    if difference != 0 { sum += difference * difference / nominal[index] }
  }
  return sum
}

/// Writes q_i = p_i max(0, total/mass - s (v_i - m)) with s from `step` in units of 1/range, dropping the
/// outcomes that fall below zero until none does; returns the expected value.
@inline(__always)
func tiltLinearly(_ rows: InnerProblem, step: (KeptMoments) -> Double) -> Double {
  let (v, p, q) = (rows.v, rows.p, rows.q)
  let (low, high) = rows.range
  rows.copyNominal()
  guard high > low else { return rows.expectation }
  let scale = 1 / (high - low)
  var kept = KeptMoments(total: rows.mass, mass: 0, mean: 0, variance: 0, range: high - low)
  // Outcomes above the cut have lost their mass.
  var cut = high
  while true {
    kept.mass = 0
    var mean = 0.0
    for i in 0..<rows.count {
      let probability = v[i] <= cut ? p[i] : 0
      kept.mass += probability
      mean += probability > 0 ? probability * ((v[i] - low) * scale) : 0
    }
    mean /= kept.mass
    kept.mean = mean
    kept.variance = 0
    for i in 0..<rows.count where p[i] > 0 && v[i] <= cut {
      let d = (v[i] - low) * scale - mean
      kept.variance += p[i] * d * d
    }
    let s = step(kept)
    let base = kept.total / kept.mass
    var written = 0.0
    var nextCut = -Double.infinity
    var dropped = false
    for i in 0..<rows.count {
      let isKept = p[i] > 0 && v[i] <= cut
      let factor = base - s * ((v[i] - low) * scale - mean)
      q[i] = isKept && factor > 0 ? p[i] * factor : 0
      written += q[i]
      if isKept && factor >= 0 { nextCut = max(nextCut, v[i]) }
      dropped = dropped || (isKept && factor < 0)
    }
    if !dropped || nextCut < low {
      // A steep tilt of rare outcomes multiplies the round-off of the mean.
      let correction = kept.total / written
      for i in 0..<rows.count { q[i] *= correction }
      return rows.expectation
    }
    cut = nextCut
  }
}
