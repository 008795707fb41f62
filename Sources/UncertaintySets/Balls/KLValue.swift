import ElementaryFunctions

/// `leastWithinKL` without the row: what the dual is worth at its best tilt b,
///
///     min q.v = max over b > 0 of  -(log sum of p_i exp(-b v_i) + radius) / b
///
/// The search starts from the tilt in `mark`, in units of one over the range, and ends once what a Newton step
/// in b would still add is known well enough to be added; one or two passes of exponentials where values
/// change little. O(n) per pass.
func leastValueWithinKL(
  _ rows: InnerProblem, radius: Double, expectation: Double, mark: inout Float,
  _ workspace: borrowing SetWorkspace
) -> Double {
  guard radius > 0, let row = ScaledRow(rows, workspace.first, workspace.second) else { return expectation }
  let mass = row.mass
  let centre = row.moment / mass
  var atWorst = 0.0
  for i in 0..<row.count { atWorst += row.w[i] == 0 ? row.p[i] : 0 }
  guard atWorst < mass * Elementary.exp(-radius) else { return row.low * mass }
  // See `leastWithinKL` for the bound below, the first guess and the steps.
  var below = (8 * radius).squareRoot() * (1 - 1e-9)
  var above = Double.infinity
  var b = max(Double(mark), below)
  if mark == 0 {
    var variance = 0.0
    for i in 0..<row.count { variance += row.p[i] * (row.w[i] - centre) * (row.w[i] - centre) }
    b = max((2 * radius * mass / variance).squareRoot(), below)
  }
  var limit = Double.nan
  var value = 0.0
  for _ in 0..<120 {
    let now = DualTilt(row, workspace.third, centre: centre, b)
    let excess = now.divergence - radius
    value = now.value - radius / b
    if abs(excess) <= 1e-14 * radius + 2 * .ulpOfOne * min(b, 1) { break }
    if excess < 0 { below = b } else { above = b }
    let slope = b * max(now.variance, 0)
    // The dual is a parabola near its top: what is missing, and the size of what that neglects.
    let step = excess / slope
    let missing = 0.5 * step * step * slope / (b * b)
    if missing * abs(step) / b * (2 + b) <= 1e-14 && abs(step) < 0.1 * b {
      value += missing
      b -= step
      break
    }
    if limit.isNaN { limit = -Elementary.log(atWorst / mass) }
    var next: Double
    if radius < 0.5 * limit {
      let root = (2 * max(now.divergence, 0)).squareRoot()
      next = b - (root - (2 * radius).squareRoot()) * root / slope
    } else {
      let left = limit - now.divergence
      next = b + Elementary.log(left / (limit - radius)) * left / slope
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
  mark = Float(b)
  return mass * (row.low + (row.high - row.low) * value)
}

/// Moments of an exponential tilt, and -log(sum of p exp(-b w) / mass) / b; in units of the range, from the
/// least value.
private struct DualTilt {
  var value: Double
  var variance: Double
  var divergence: Double

  /// Three passes, the exponentials in one of them alone, where four are computed at a time.
  @inline(__always)
  init(_ row: ScaledRow, _ x: UnsafeMutablePointer<Double>, centre: Double, _ b: Double) {
    let (w, p) = (row.w, row.p)
    let zero = Lanes(repeating: 0)
    var (s0, s1, s2) = (zero, zero, zero)
    var i = 0
    if b <= 1 {
      // Small tilts are counted from the mean, where nothing cancels to first order.
      for i in 0..<row.count { x[i] = p[i] * Elementary.expm1(-b * (w[i] - centre)) }
      while i < row.count {
        let (change, d) = (Lanes(x + i), Lanes(w + i) - centre)
        s0 += change
        s1 += change * d
        s2 += (Lanes(p + i) + change) * d * d
        i &+= 4
      }
      let total = row.mass + s0.total
      let mean = s1.total / total
      let logarithm = Elementary.log1p(s0.total / row.mass)
      value = centre - logarithm / b
      variance = s2.total / total - mean * mean
      divergence = -b * mean - logarithm
      return
    }
    for i in 0..<row.count { x[i] = p[i] * Elementary.exp(-b * w[i]) }
    while i < row.count {
      let (tilted, value) = (Lanes(x + i), Lanes(w + i))
      s0 += tilted
      s1 += tilted * value
      s2 += tilted * value * value
      i &+= 4
    }
    let mean = s1.total / s0.total
    let logarithm = Elementary.log(s0.total / row.mass)
    value = -logarithm / b
    variance = s2.total / s0.total - mean * mean
    divergence = -b * mean - logarithm
  }
}
