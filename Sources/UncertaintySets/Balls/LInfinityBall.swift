/// The rows q with max over i of |q_i - p_i| <= radius.
///
/// The interval set of lower bounds max(p_i - radius, 0) and upper bounds p_i + radius; O(n) expected.
public struct LInfinityBall: DistanceBall {
  public static let name = "linf"
  public let radius: Double
  public let support: Support

  /// Throws for a radius that is negative, not finite, or above 1, the largest distance of two rows.
  public init(radius: Double, support: Support) throws(UncertaintySetError) {
    self.radius = try checkedRadius(radius, of: Self.name, limit: 1)
    self.support = support
  }

  public func distance(of row: Span<Double>, from nominal: Span<Double>) -> Double {
    var largest = 0.0
    for index in 0..<row.count { largest = max(largest, abs(row[index] - nominal[index])) }
    return largest
  }

  public func isSaturated(around nominal: Span<Double>) -> Bool {
    radius >= 1 - leastAdmitted(nominal, support)
  }

  public func worstCase(
    of values: Span<Double>, around nominal: Span<Double>, into kernel: inout MutableSpan<Double>,
    workspace: inout SetWorkspace
  ) -> Double {
    let order = workspace.order
    return withRows(values, nominal, &kernel, workspace) { rows in
      let (p, radius) = (rows.p, radius)
      return fillBetween(
        rows, order, mass: rows.mass, lower: { max(p[$0] - radius, 0) },
        upper: { support.admits(p[$0]) ? p[$0] + radius : 0 })
    }
  }

  public func worstValue(
    of values: Span<Double>, around nominal: Span<Double>, expectation: Double, floor: Double,
    mark: inout Float, workspace: inout SetWorkspace
  ) -> Double {
    let (capacity, key, order) = (workspace.first, workspace.second, workspace.order)
    return withRows(values, nominal, workspace) { rows in
      let (p, radius) = (rows.p, radius)
      return valueBetween(
        rows, capacity, key, order, mark: &mark, lower: { max(p[$0] - radius, 0) },
        upper: { support.admits(p[$0]) ? p[$0] + radius : 0 })
    }
  }
}

/// Starts the kernel at `lower` and gives the rest of `mass` to outcomes of least value, each up to `upper`.
/// O(n) expected.
///
/// Source: R. Givan, S. Leach, T. Dean, "Bounded-parameter Markov decision processes", Artificial
/// Intelligence 122 (2000), doi:10.1016/S0004-3702(00)00047-3 (there by a full sort).
@inline(__always)
func fillBetween(
  _ rows: InnerProblem, _ order: UnsafeMutablePointer<Int32>, mass: Double, lower: (Int) -> Double,
  upper: (Int) -> Double
) -> Double {
  let (v, q) = (rows.v, rows.q)
  var given = 0.0
  for i in 0..<rows.count {
    q[i] = lower(i)
    given += q[i]
  }
  spendByKey(
    mass - given, count: rows.count, order: order, key: { v[$0] },
    capacity: { max(upper($0) - lower($0), 0) },
    spend: { outcome, share in q[outcome] += share })
  return rows.expectation
}

/// The expected value of `fillBetween`, with the cut of the row's last search in `mark`. O(n), see
/// `fillKnapsack`.
@inline(__always)
func valueBetween(
  _ rows: InnerProblem, _ capacity: UnsafeMutablePointer<Double>, _ key: UnsafeMutablePointer<Double>,
  _ order: UnsafeMutablePointer<Int32>, mark: inout Float, lower: (Int) -> Double, upper: (Int) -> Double
) -> Double {
  var given = 0.0
  var value = 0.0
  var mass = 0.0
  for i in 0..<rows.count {
    let least = lower(i)
    let room = upper(i) - least
    capacity[i] = room > 0 ? room : 0
    // The least value comes first.
    key[i] = -rows.v[i]
    mass += rows.p[i]
    given += least
    value += least * rows.v[i]
  }
  let budget = mass - given
  guard budget > 0 else { return value }
  let end = fillKnapsack(
    budget, count: rows.count, key: key, capacity: capacity, mark: &mark, order: order)
  return value - (budget * end.cut + end.excess)
}
