import ElementaryFunctions

/// The rows q with sum over i of p_i log(p_i / q_i) <= radius: those under which the frequencies p are
/// likely enough.
///
/// KL in the order opposite to `KLBall`: every nominal outcome keeps some mass, and with the support `all`
/// the worst outcome may receive mass though it was never seen. The minimiser is q_i proportional to
/// p_i / (v_i - t) for a t below the least value, found by safeguarded Newton steps; O(n) per step.
///
/// Source: A. Nilim, L. El Ghaoui, "Robust control of Markov decision processes with uncertain transition
/// matrices", Operations Research 53 (2005), section 4, doi:10.1287/opre.1050.0216.
public struct LikelihoodRegion: DistanceBall {
  public static let name = "likelihood"
  public let radius: Double
  public let support: Support

  /// Throws for a radius that is negative or not finite.
  public init(radius: Double, support: Support) throws(UncertaintySetError) {
    self.radius = try checkedRadius(radius, of: Self.name)
    self.support = support
  }

  public func distance(of row: Span<Double>, from nominal: Span<Double>) -> Double {
    var sum = 0.0
    for index in 0..<row.count where nominal[index] > 0 {
      guard row[index] > 0 else { return .infinity }
      let change = (row[index] - nominal[index]) / nominal[index]
      // Close to -1 the change has lost the digits of the row.
      sum -=
        nominal[index]
        * (change > -0.5 ? Elementary.log1p(change) : Elementary.log(row[index] / nominal[index]))
    }
    return max(sum, 0)
  }

  public func worstCase(
    of values: Span<Double>, around nominal: Span<Double>, into kernel: inout MutableSpan<Double>,
    workspace: inout SetWorkspace
  ) -> Double {
    let scaled = workspace.first
    var mark = Float(0)
    return withRows(values, nominal, &kernel, workspace) { rows in solve(rows, scaled, &mark) }
  }

  public func worstValue(
    of values: Span<Double>, around nominal: Span<Double>, expectation: Double, floor: Double,
    mark: inout Float, workspace: inout SetWorkspace
  ) -> Double {
    let scaled = workspace.first
    return withRows(values, nominal, workspace) { rows in solve(rows, scaled, &mark) }
  }

  /// The search for log x starts from `mark`, where that comes near the radius.
  private func solve(
    _ rows: InnerProblem, _ w: UnsafeMutablePointer<Double>, _ mark: inout Float
  ) -> Double {
    let (v, p, q) = (rows.v, rows.p, rows.q)
    rows.copyNominal()
    // An outcome never seen is the worst one only where it is strictly worse than all seen ones.
    let free = rows.worst(support)
    let (low, high) = rows.range
    let unseen: Int? = v[free] < low ? free : nil
    let least = unseen == nil ? low : v[free]
    guard radius > 0, high > least else { return rows.expectation }
    let mass = rows.mass
    let scale = 1 / (high - least)
    var centre = 0.0
    for i in 0..<rows.count {
      w[i] = p[i] > 0 ? (v[i] - least) * scale : 0
      centre += p[i] * w[i] / mass
    }
    // With t = -x below the least scaled value: q_i proportional to p_i / (w_i + x), divergence
    // log(mean 1/(w+x)) + mean log(w+x), decreasing in x. It stays finite at x = 0 where the worst outcome
    // was never seen; what is left of the radius then buys mass there, and the others shrink alike.
    if let unseen {
      let base = divergence(rows, w, centre, mass, 0).value
      if base <= radius {
        fill(rows, w, 0, mass)
        let kept = Elementary.exp(base - radius)
        for i in 0..<rows.count { q[i] *= kept }
        q[unseen] += mass * -Elementary.expm1(base - radius)
        return rows.expectation
      }
    }
    var variance = 0.0
    for i in 0..<rows.count { variance += p[i] * (w[i] - centre) * (w[i] - centre) / mass }
    // Divergence is about variance / (2 x^2) for large x.
    var y = Elementary.log(max((variance / (2 * radius)).squareRoot(), 1e-300))
    if mark != 0 {
      let kept = divergence(rows, w, centre, mass, Elementary.exp(Double(mark)))
      if abs(kept.value - radius) < 0.5 * radius { y = Double(mark) }
    }
    var (below, above) = (-Double.infinity, Double.infinity)
    for _ in 0..<200 {
      let x = Elementary.exp(y)
      let now = divergence(rows, w, centre, mass, x)
      let excess = now.value - radius
      if abs(excess) <= 1e-14 * radius + 2 * .ulpOfOne / max(x, 1) { break }
      if excess > 0 { below = y } else { above = y }
      // The logarithm of the divergence is nearly linear in that of x where x is large.
      var next = y - Elementary.log(max(now.value, 1e-300) / radius) * now.value / (now.slope * x)
      if !(next > below && next < above) {
        next =
          above == .infinity ? y + 2 : below == -.infinity ? y - 2 : 0.5 * (below + above)
      }
      // Where x would underflow, the others' mass is below round-off anyway.
      next = max(next, -690)
      if next == y || next == below || next == above { break }
      y = next
    }
    mark = Float(y)
    fill(rows, w, Elementary.exp(y), mass)
    return rows.expectation
  }

  private func fill(_ rows: InnerProblem, _ w: UnsafeMutablePointer<Double>, _ x: Double, _ mass: Double) {
    var total = 0.0
    for i in 0..<rows.count {
      rows.q[i] = rows.p[i] > 0 ? rows.p[i] / (w[i] + x) : 0
      total += rows.q[i]
    }
    for i in 0..<rows.count { rows.q[i] *= mass / total }
  }

  /// Divergence and its slope in x, counted from x + centre so that large x cancel nothing.
  private func divergence(
    _ rows: InnerProblem, _ w: UnsafeMutablePointer<Double>, _ centre: Double, _ mass: Double, _ x: Double
  ) -> (value: Double, slope: Double) {
    let base = x + centre
    var (inverse, logarithm, square) = (0.0, 0.0, 0.0)
    for i in 0..<rows.count where rows.p[i] > 0 {
      let u = (w[i] - centre) / base
      let ratio = (w[i] + x) / base
      inverse -= rows.p[i] * ((w[i] - centre) / (w[i] + x))
      square += rows.p[i] / (ratio * ratio)
      logarithm += rows.p[i] * (u > -0.5 ? Elementary.log1p(u) : Elementary.log(ratio))
    }
    inverse /= mass
    square /= mass
    logarithm /= mass
    let value = Elementary.log1p(inverse) + logarithm
    // d/dx: -mean 1/(w+x)^2 / mean 1/(w+x) + mean 1/(w+x)
    let slope = ((1 + inverse) - square / (1 + inverse)) / base
    return (value, slope)
  }
}
