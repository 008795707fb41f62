/// Every row, at the price (weight / 2) * sum over i of |q_i - p_i|.
///
///     sigma = sum of p_i min(v_i, least v + weight)
///
/// Mass of value above the least plus the weight moves to the worst outcome; O(n).
public struct TotalVariationPenalty: PenalisedSet {
  public static let name = "tv-penalty"
  /// Price of one unit of total variation, in units of value.
  public let weight: Double
  public let support: Support

  /// Throws for a weight that is not positive and finite.
  public init(weight: Double, support: Support) throws(UncertaintySetError) {
    self.weight = try checkedPositive(weight, "weight", of: Self.name)
    self.support = support
  }

  /// The least sum of expected value and penalty; writes the minimiser into `kernel`.
  public func worstCase(
    of values: Span<Double>, around nominal: Span<Double>, into kernel: inout MutableSpan<Double>,
    workspace: inout SetWorkspace
  ) -> Double {
    withRows(values, nominal, &kernel, workspace) { rows in
      let worst = rows.worst(support)
      let limit = rows.v[worst] + weight
      var moved = 0.0
      var sum = 0.0
      for i in 0..<rows.count {
        let gives = rows.v[i] > limit
        rows.q[i] = gives ? 0 : rows.p[i]
        moved += gives ? rows.p[i] : 0
        sum += rows.p[i] * min(rows.v[i], limit)
      }
      rows.q[worst] += moved
      return sum
    }
  }

  public func worstValue(
    of values: Span<Double>, around nominal: Span<Double>, expectation: Double, floor: Double,
    mark: inout Float, workspace: inout SetWorkspace
  ) -> Double {
    withRows(values, nominal, workspace) { rows in
      let limit = leastValue(rows.v, rows.p, count: rows.count, support) + weight
      let limits = Lanes(repeating: limit)
      var excess = Lanes(repeating: 0)
      var i = 0
      while i &+ 4 <= rows.count {
        let v = Lanes(rows.v + i)
        excess += (Lanes(rows.p + i) * (v - limits)).kept(where: v .> limits)
        i &+= 4
      }
      var sum = excess.total
      while i < rows.count {
        sum += rows.v[i] > limit ? rows.p[i] * (rows.v[i] - limit) : 0
        i &+= 1
      }
      return expectation - sum
    }
  }
}
