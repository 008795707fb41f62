/// The rows q with sum over i of |q_i - p_i| <= radius.
///
/// The worst case moves half the radius from the outcomes of greatest value to the one of least; O(n)
/// expected.
public struct L1Ball: DistanceBall {
  public static let name = "l1"
  public let radius: Double
  public let support: Support

  /// Throws for a radius that is negative, not finite, or above 2, the largest distance of two rows.
  public init(radius: Double, support: Support) throws(UncertaintySetError) {
    self.radius = try checkedRadius(radius, of: Self.name, limit: 2)
    self.support = support
  }

  public func distance(of row: Span<Double>, from nominal: Span<Double>) -> Double {
    l1Distance(row, nominal)
  }

  public func isSaturated(around nominal: Span<Double>) -> Bool {
    0.5 * radius >= 1 - leastAdmitted(nominal, support)
  }

  public func worstCase(
    of values: Span<Double>, around nominal: Span<Double>, into kernel: inout MutableSpan<Double>,
    workspace: inout SetWorkspace
  ) -> Double {
    let order = workspace.order
    return withRows(values, nominal, &kernel, workspace) { rows in
      moveToWorst(0.5 * radius, rows, support, order)
    }
  }

  public func worstValue(
    of values: Span<Double>, around nominal: Span<Double>, expectation: Double, floor: Double,
    mark: inout Float, workspace: inout SetWorkspace
  ) -> Double {
    let order = workspace.order
    return withRows(values, nominal, workspace) { rows in
      valueAfterMoving(
        0.5 * radius, rows, support, expectation: expectation, floor: floor, mark: &mark, order)
    }
  }
}

/// The rows q with (1/2) sum over i of |q_i - p_i| <= radius; see `L1Ball`, of twice the radius.
public struct TotalVariationBall: DistanceBall {
  public static let name = "tv"
  public let radius: Double
  public let support: Support

  /// Throws for a radius that is negative, not finite, or above 1, the largest distance of two rows.
  public init(radius: Double, support: Support) throws(UncertaintySetError) {
    self.radius = try checkedRadius(radius, of: Self.name, limit: 1)
    self.support = support
  }

  public func distance(of row: Span<Double>, from nominal: Span<Double>) -> Double {
    0.5 * l1Distance(row, nominal)
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
      moveToWorst(radius, rows, support, order)
    }
  }

  public func worstValue(
    of values: Span<Double>, around nominal: Span<Double>, expectation: Double, floor: Double,
    mark: inout Float, workspace: inout SetWorkspace
  ) -> Double {
    let order = workspace.order
    return withRows(values, nominal, workspace) { rows in
      valueAfterMoving(radius, rows, support, expectation: expectation, floor: floor, mark: &mark, order)
    }
  }
}

/// The sum over i of |q_i - p_i|. O(n).
func l1Distance(_ row: Span<Double>, _ nominal: Span<Double>) -> Double {
  var sum = 0.0
  for index in 0..<row.count { sum += abs(row[index] - nominal[index]) }
  return sum
}

/// The least probability of an admitted outcome: the farthest row is all mass there. O(n).
func leastAdmitted(_ nominal: Span<Double>, _ support: Support) -> Double {
  var least = 1.0
  for index in 0..<nominal.count where support.admits(nominal[index]) { least = min(least, nominal[index]) }
  return least
}

/// Moves up to `amount` of mass from the outcomes of greatest value to the worst one. O(n) expected.
func moveToWorst(
  _ amount: Double, _ rows: InnerProblem, _ support: Support, _ order: UnsafeMutablePointer<Int32>
) -> Double {
  let (v, p, q) = (rows.v, rows.p, rows.q)
  rows.copyNominal()
  let worst = rows.worst(support)
  let least = v[worst]
  var moved = 0.0
  spendByKey(
    amount, count: rows.count, order: order, key: { -v[$0] },
    // Moving mass between equal values gains nothing.
    capacity: { v[$0] > least ? p[$0] : 0 },
    spend: { outcome, share in
      q[outcome] -= share
      moved += share
    })
  q[worst] += moved
  return rows.expectation
}

/// The expected value after `moveToWorst`, with the cut of the row's last search in `mark`. O(n), see
/// `fillKnapsack`.
@inline(__always)
func valueAfterMoving(
  _ amount: Double, _ rows: InnerProblem, _ support: Support, expectation: Double, floor: Double,
  mark: inout Float, _ order: UnsafeMutablePointer<Int32>
) -> Double {
  let least = leastValue(rows.v, rows.p, count: rows.count, support)
  // All that could be lost: nothing where values are equal, and then there is no cut worth keeping.
  let small = 1e-14 * (abs(expectation) + abs(least))
  guard amount > 0, expectation - least > small else { return expectation }
  // What moves is worth no less than the mean.
  let above = expectation - amount * (expectation - least)
  guard above + small > floor else { return above }
  let end = fillKnapsack(
    amount, count: rows.count, key: rows.v, capacity: rows.p, mark: &mark, order: order)
  return expectation - (end.excess + amount * (end.cut - least))
}
