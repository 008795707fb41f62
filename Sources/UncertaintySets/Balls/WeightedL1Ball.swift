/// The rows q with sum over i of w_i |q_i - p_i| <= radius.
///
/// For a price lambda of the budget every outcome i with v_i - lambda w_i above the least
/// v_j + lambda w_j gives all its mass to that j; the price is found by crossing lines, so a worst case
/// takes O(n) per price and few prices.
///
/// Source: C. Ho, M. Petrik, W. Wiesemann, "Fast Bellman updates for robust MDPs", ICML 2018, section 4 (the
/// problem; the search over prices replaces their homotopy).
public struct WeightedL1Ball: DistanceBall {
  public static let name = "weighted-l1"
  public let radius: Double
  /// Weight w_i of each outcome.
  public let weights: [Double]
  public let support: Support

  /// Throws for a radius that is negative or not finite, or a weight that is not positive and finite.
  public init(radius: Double, weights: [Double], support: Support) throws(UncertaintySetError) {
    self.radius = try checkedRadius(radius, of: Self.name)
    for (index, weight) in weights.enumerated() where !(weight > 0 && weight.isFinite) {
      throw UncertaintySetError(
        "weight \(weight) of outcome \(index) of the set \(Self.name)", remedy: "give finite numbers above 0")
    }
    self.weights = weights
    self.support = support
  }

  public func check(nominal: Span<Double>) throws(UncertaintySetError) {
    try checkCount("weights", weights.count, outcomes: nominal.count, of: Self.name)
  }

  public func distance(of row: Span<Double>, from nominal: Span<Double>) -> Double {
    var sum = 0.0
    for index in 0..<row.count { sum += weights[index] * abs(row[index] - nominal[index]) }
    return sum
  }

  public func isSaturated(around nominal: Span<Double>) -> Bool {
    // The farthest row is all mass on one outcome.
    var farthest = 0.0
    for target in 0..<nominal.count where support.admits(nominal[target]) {
      var sum = 0.0
      for index in 0..<nominal.count {
        sum += weights[index] * (index == target ? 1 - nominal[index] : nominal[index])
      }
      farthest = max(farthest, sum)
    }
    return radius >= farthest
  }

  public func restricted(to outcomes: [Int]) -> WeightedL1Ball {
    WeightedL1Ball(radius: radius, checked: outcomes.map { weights[$0] }, support: support)
  }

  private init(radius: Double, checked weights: [Double], support: Support) {
    self.radius = radius
    self.weights = weights
    self.support = support
  }

  public func worstCase(
    of values: Span<Double>, around nominal: Span<Double>, into kernel: inout MutableSpan<Double>,
    workspace: inout SetWorkspace
  ) -> Double {
    precondition(
      weights.count == values.count, "\(weights.count) weights for \(values.count) outcomes")
    let (above, within) = (workspace.first, workspace.second)
    return withRows(values, nominal, &kernel, workspace) { rows in
      weights.withUnsafeBufferPointer { w in
        searchLagrangian(rows, budget: radius, above: above, within: within) { lambda, row in
          vertex(rows, w, lambda, row)
        }
      }
    }
  }

  public func worstValue(
    of values: Span<Double>, around nominal: Span<Double>, expectation: Double, floor: Double,
    mark: inout Float, workspace: inout SetWorkspace
  ) -> Double {
    precondition(
      weights.count == values.count, "\(weights.count) weights for \(values.count) outcomes")
    return withRows(values, nominal, workspace) { rows in
      weights.withUnsafeBufferPointer { w in
        leastOnLagrangian(budget: radius, expectation: expectation, floor: floor, mark: &mark) { lambda in
          vertex(rows, w, lambda)
        }
      }
    }
  }

  /// Value and cost of the row of least value + lambda * cost; see `vertex` with a row.
  private func vertex(
    _ rows: InnerProblem, _ weights: UnsafeBufferPointer<Double>, _ lambda: Double
  ) -> LagrangianVertex {
    let (v, p, w) = (rows.v, rows.p, weights.baseAddress.unsafelyUnwrapped)
    let count = rows.count
    var receiver = 0
    var least = Double.infinity
    for i in 0..<count {
      let key = v[i] + lambda * w[i]
      let isLess = key < least && support.admits(p[i])
      least = isLess ? key : least
      receiver = isLess ? i : receiver
    }
    let leasts = Lanes(repeating: least)
    var (moved, cost, value) = (Lanes(repeating: 0), Lanes(repeating: 0), Lanes(repeating: 0))
    var i = 0
    while i &+ 4 <= count {
      let (values, masses, costs) = (Lanes(v + i), Lanes(p + i), Lanes(w + i))
      let given = masses.kept(where: values - lambda * costs .> leasts)
      moved += given
      cost += given * costs
      value += (masses - given) * values
      i &+= 4
    }
    var (movedMass, totalCost, totalValue) = (moved.total, cost.total, value.total)
    while i < count {
      let given = v[i] - lambda * w[i] > least ? p[i] : 0
      movedMass += given
      totalCost += given * w[i]
      totalValue += (p[i] - given) * v[i]
      i &+= 1
    }
    return LagrangianVertex(
      value: totalValue + movedMass * v[receiver], cost: totalCost + movedMass * w[receiver])
  }

  /// The row of least value + lambda * cost; ties stay with the nominal row.
  private func vertex(
    _ rows: InnerProblem, _ w: UnsafeBufferPointer<Double>, _ lambda: Double,
    _ row: UnsafeMutablePointer<Double>
  ) -> LagrangianVertex {
    let (v, p) = (rows.v, rows.p)
    var receiver = 0
    var least = Double.infinity
    for i in 0..<rows.count where v[i] + lambda * w[i] < least && support.admits(p[i]) {
      least = v[i] + lambda * w[i]
      receiver = i
    }
    var moved = 0.0
    var result = LagrangianVertex(value: 0, cost: 0)
    for i in 0..<rows.count {
      let gives = v[i] - lambda * w[i] > least
      row[i] = gives ? 0 : p[i]
      moved += gives ? p[i] : 0
      result.cost += gives ? p[i] * w[i] : 0
      result.value += gives ? 0 : p[i] * v[i]
    }
    row[receiver] += moved
    result.cost += moved * w[receiver]
    result.value += moved * v[receiver]
    return result
  }
}
