/// The rows q with (sum over i of (q_i - p_i)^2)^(1/2) <= radius.
///
/// On the outcomes that keep mass, q_i = p_i + M/k - s (v_i - mean), with M the mass taken from the others,
/// k their number and s set by the radius. Outcomes that this makes negative lose all their mass: along the
/// path of growing radius none of them ever regains any, so dropping them and solving again is exact. O(n)
/// per round, at most n rounds, few in practice.
public struct L2Ball: DistanceBall {
  public static let name = "l2"
  public let radius: Double
  public let support: Support

  /// The largest distance of two rows.
  public static var limit: Double { (2.0).squareRoot() }

  /// Throws for a radius that is negative, not finite, or above the square root of 2.
  public init(radius: Double, support: Support) throws(UncertaintySetError) {
    self.radius = try checkedRadius(radius, of: Self.name, limit: Self.limit)
    self.support = support
  }

  public func distance(of row: Span<Double>, from nominal: Span<Double>) -> Double {
    var sum = 0.0
    for index in 0..<row.count { sum += (row[index] - nominal[index]) * (row[index] - nominal[index]) }
    return sum.squareRoot()
  }

  public func isSaturated(around nominal: Span<Double>) -> Bool {
    var squares = 0.0
    for index in 0..<nominal.count { squares += nominal[index] * nominal[index] }
    let least = leastAdmitted(nominal, support)
    // The squared distance to all mass on the least likely outcome, the farthest of the corners.
    return radius * radius >= squares - least * least + (1 - least) * (1 - least)
  }

  public func worstCase(
    of values: Span<Double>, around nominal: Span<Double>, into kernel: inout MutableSpan<Double>,
    workspace: inout SetWorkspace
  ) -> Double {
    let kept = workspace.order
    return withRows(values, nominal, &kernel, workspace) { rows in solve(rows, kept) }
  }

  private func solve(_ rows: InnerProblem, _ kept: UnsafeMutablePointer<Int32>) -> Double {
    let (v, p, q) = (rows.v, rows.p, rows.q)
    rows.copyNominal()
    guard radius > 0 else { return rows.expectation }
    var count = 0
    for i in 0..<rows.count where support.admits(p[i]) {
      kept[count] = Int32(truncatingIfNeeded: i)
      count += 1
    }
    guard count > 1 else { return rows.expectation }
    // Values are scaled by their range, so that squares neither overflow nor vanish.
    var low = Double.infinity
    var high = -Double.infinity
    for k in 0..<count {
      low = min(low, v[Int(kept[k])])
      high = max(high, v[Int(kept[k])])
    }
    guard high > low else { return rows.expectation }
    let scale = 1 / (high - low)
    var taken = 0.0
    var takenSquares = 0.0
    while true {
      let size = Double(count)
      var mean = 0.0
      for k in 0..<count { mean += (v[Int(kept[k])] - low) * scale }
      mean /= size
      var spread = 0.0
      for k in 0..<count {
        let d = (v[Int(kept[k])] - low) * scale - mean
        spread += d * d
      }
      let left = max(radius * radius - takenSquares - taken * taken / size, 0)
      let step = spread > 0 ? (left / spread).squareRoot() : 0
      var remaining = 0
      for k in 0..<count {
        let i = Int(kept[k])
        let probability = p[i] + taken / size - step * ((v[i] - low) * scale - mean)
        q[i] = max(probability, 0)
        if probability >= 0 {
          kept[remaining] = kept[k]
          remaining += 1
        }
      }
      if remaining == count || remaining == 0 { return rows.expectation }
      taken = 0
      takenSquares = 0
      // Mass and squares of all that was dropped so far: of the admitted outcomes, those not kept.
      var next = 0
      for i in 0..<rows.count {
        if next < remaining && Int(kept[next]) == i {
          next += 1
        } else {
          taken += p[i]
          takenSquares += p[i] * p[i]
        }
      }
      count = remaining
    }
  }
}
