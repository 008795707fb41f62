import ElementaryFunctions

/// The rows q with sum over i of q_i log(q_i / p_i) <= radius, in nats, on the nominal support.
///
/// The minimiser is q_i proportional to p_i exp(-b v_i), with b such that the divergence is the radius, found
/// by safeguarded Newton steps to round-off; O(n) per step, about five steps.
public struct KLBall: DistanceBall {
  public static let name = "kl"
  public let radius: Double
  public var support: Support { .nominal }

  /// Throws for a radius that is negative or not finite.
  public init(radius: Double) throws(UncertaintySetError) {
    self.radius = try checkedRadius(radius, of: Self.name)
  }

  public func distance(of row: Span<Double>, from nominal: Span<Double>) -> Double {
    klDivergence(of: row, from: nominal)
  }

  public func isSaturated(around nominal: Span<Double>) -> Bool {
    radius >= -Elementary.log(leastAdmitted(nominal, .nominal))
  }

  public func worstCase(
    of values: Span<Double>, around nominal: Span<Double>, into kernel: inout MutableSpan<Double>,
    workspace: inout SetWorkspace
  ) -> Double {
    let scaled = workspace.first
    return withRows(values, nominal, &kernel, workspace) { rows in
      leastWithinKL(rows, radius: radius, scaled: scaled)
    }
  }

  public func worstValue(
    of values: Span<Double>, around nominal: Span<Double>, expectation: Double, floor: Double,
    mark: inout Float, workspace: inout SetWorkspace
  ) -> Double {
    withRows(values, nominal, workspace) { rows in
      leastValueWithinKL(rows, radius: radius, expectation: expectation, mark: &mark, workspace)
    }
  }
}

/// The rows of the KL ball of radius -log(level): their worst case is the entropic value at risk.
///
/// A lower bound of the conditional value at risk of the same level.
///
/// Source: A. Ahmadi-Javid, "Entropic value-at-risk", Journal of Optimization Theory and Applications 155
/// (2012), doi:10.1007/s10957-011-9968-2.
public struct EVaRSet: DistanceBall {
  public static let name = "evar"
  /// Level in (0, 1]; 1 is the nominal mean.
  public let level: Double
  /// -log(level).
  public let radius: Double
  public var support: Support { .nominal }

  /// Throws for a level outside (0, 1].
  public init(level: Double) throws(UncertaintySetError) {
    self.level = try checkedLevel(level, of: Self.name)
    radius = max(-Elementary.log(level), 0)
  }

  public func distance(of row: Span<Double>, from nominal: Span<Double>) -> Double {
    klDivergence(of: row, from: nominal)
  }

  public func isSaturated(around nominal: Span<Double>) -> Bool {
    level <= leastAdmitted(nominal, .nominal)
  }

  public func worstCase(
    of values: Span<Double>, around nominal: Span<Double>, into kernel: inout MutableSpan<Double>,
    workspace: inout SetWorkspace
  ) -> Double {
    let scaled = workspace.first
    return withRows(values, nominal, &kernel, workspace) { rows in
      leastWithinKL(rows, radius: radius, scaled: scaled)
    }
  }

  public func worstValue(
    of values: Span<Double>, around nominal: Span<Double>, expectation: Double, floor: Double,
    mark: inout Float, workspace: inout SetWorkspace
  ) -> Double {
    withRows(values, nominal, workspace) { rows in
      leastValueWithinKL(rows, radius: radius, expectation: expectation, mark: &mark, workspace)
    }
  }
}

/// The sum over i of q_i log(q_i / p_i); infinite with mass where the nominal row has none. O(n).
func klDivergence(of row: Span<Double>, from nominal: Span<Double>) -> Double {
  var sum = 0.0
  for index in 0..<row.count where row[index] > 0 {
    let change = (row[index] - nominal[index]) / nominal[index]
    // Close to -1 the change has lost the digits of the row, and may be -1 itself.
    sum +=
      row[index]
      * (change > -0.5 ? Elementary.log1p(change) : Elementary.log(row[index] / nominal[index]))
  }
  return max(sum, 0)
}

/// An exponential tilt's mean, variance and divergence; values in units of the range, from the least.
struct ExponentialTilt {
  var mean: Double
  var variance: Double
  var divergence: Double
}

/// Writes q proportional to p exp(-b w) for the scaled values w, whose nominal mean is `centre`. O(n).
@inline(__always)
func tilt(
  _ rows: InnerProblem, _ w: UnsafeMutablePointer<Double>, mass: Double, centre: Double, _ b: Double
) -> ExponentialTilt {
  let (p, q) = (rows.p, rows.q)
  var (s0, s1, s2) = (0.0, 0.0, 0.0)
  if b <= 1 {
    // Small tilts are counted from the mean, where nothing cancels to first order.
    for i in 0..<rows.count {
      let d = w[i] - centre
      let change = Elementary.expm1(-b * d)
      let x = p[i] * change
      q[i] = p[i] + x
      s0 += x
      s1 += x * d
      s2 += (p[i] + x) * d * d
    }
    let total = mass + s0
    let scale = mass / total
    for i in 0..<rows.count { q[i] *= scale }
    let mean = s1 / total
    return ExponentialTilt(
      mean: mean + centre, variance: s2 / total - mean * mean,
      divergence: -b * mean - Elementary.log1p(s0 / mass))
  }
  for i in 0..<rows.count {
    let x = p[i] * Elementary.exp(-b * w[i])
    q[i] = x
    s0 += x
    s1 += x * w[i]
    s2 += x * w[i] * w[i]
  }
  let scale = mass / s0
  for i in 0..<rows.count { q[i] *= scale }
  let mean = s1 / s0
  return ExponentialTilt(
    mean: mean, variance: s2 / s0 - mean * mean,
    divergence: -b * mean - Elementary.log(s0 / mass))
}

/// The least expected value within a KL divergence.
func leastWithinKL(_ rows: InnerProblem, radius: Double, scaled w: UnsafeMutablePointer<Double>) -> Double {
  let (v, p) = (rows.v, rows.p)
  let (low, high) = rows.range
  rows.copyNominal()
  guard radius > 0, high > low else { return rows.expectation }
  let mass = rows.mass
  let scale = 1 / (high - low)
  var atWorst = 0.0
  var centre = 0.0
  for i in 0..<rows.count {
    w[i] = p[i] > 0 ? (v[i] - low) * scale : 0
    centre += p[i] * w[i]
    atWorst += v[i] == low ? p[i] : 0
  }
  centre /= mass
  let limit = -Elementary.log(atWorst / mass)
  guard radius < limit else {
    rows.concentrate(at: low)
    return low * mass
  }
  var variance = 0.0
  for i in 0..<rows.count { variance += p[i] * (w[i] - centre) * (w[i] - centre) }
  variance /= mass
  // On a range of 1 the variance is at most 1/4, so the divergence at most b^2 / 8.
  var below = (8 * radius).squareRoot() * (1 - 1e-9)
  var above = Double.infinity
  // The divergence is b^2 variance / 2 near b = 0.
  var b = max((2 * radius / variance).squareRoot(), below)
  for _ in 0..<120 {
    let now = tilt(rows, w, mass: mass, centre: centre, b)
    let excess = now.divergence - radius
    // Round-off of the divergence is about b ulp; an excess e moves the value by e / b.
    if abs(excess) <= 1e-14 * radius + 2 * .ulpOfOne * min(b, 1) { break }
    if excess < 0 { below = b } else { above = b }
    // Steps of the square root of the divergence, nearly linear in b, or of the logarithm of what is missing
    // to its limit, nearly linear where b is large.
    let slope = b * max(now.variance, 0)
    var next: Double
    if radius < 0.5 * limit {
      let root = (2 * max(now.divergence, 0)).squareRoot()
      next = b - (root - (2 * radius).squareRoot()) * root / slope
    } else {
      let missing = limit - now.divergence
      next = b + Elementary.log(missing / (limit - radius)) * missing / slope
    }
    if !(next > below && next < above) {
      if above == .infinity {
        next = 2 * b
      } else {
        next = above > 4 * below ? (below * above).squareRoot() : 0.5 * (below + above)
      }
    }
    if next == b || next == below || next == above { break }
    b = next
  }
  return rows.expectation
}
