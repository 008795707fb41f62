/// The rows q to which p can be carried at a cost of at most `radius`: mass times ground distance.
///
/// For a price lambda each outcome i sends its mass to the j of least v_j + lambda d_ij; the price is found
/// by crossing lines. O(n) per price on a line, O(n^2) for a matrix, few prices; O(n) expected in all for the
/// discrete metric, where the set is the total-variation ball.
///
/// Source: P. Mohajerin Esfahani, D. Kuhn, "Data-driven distributionally robust optimization using the
/// Wasserstein metric", Mathematical Programming 171 (2018), doi:10.1007/s10107-017-1172-1 (the dual).
public struct WassersteinBall: DistanceBall {
  public static let name = "wasserstein"
  public let radius: Double
  public let metric: GroundMetric
  public let support: Support

  /// Throws for a radius that is negative or not finite.
  public init(radius: Double, metric: GroundMetric, support: Support) throws(UncertaintySetError) {
    self.init(checked: try checkedRadius(radius, of: Self.name), metric, support)
  }

  private init(checked radius: Double, _ metric: GroundMetric, _ support: Support) {
    self.radius = radius
    self.metric = metric
    self.support = support
  }

  public func check(nominal: Span<Double>) throws(UncertaintySetError) {
    if let count = metric.count {
      try checkCount("outcomes in the metric", count, outcomes: nominal.count, of: Self.name)
    }
  }

  public func restricted(to outcomes: [Int]) -> WassersteinBall {
    WassersteinBall(checked: radius, metric.restricted(to: outcomes), support)
  }

  public func isSaturated(around nominal: Span<Double>) -> Bool {
    // The farthest row is all mass on one outcome.
    var farthest = 0.0
    for target in 0..<nominal.count where support.admits(nominal[target]) {
      var cost = 0.0
      for i in 0..<nominal.count where nominal[i] > 0 { cost += nominal[i] * metric.distance(i, target) }
      farthest = max(farthest, cost)
    }
    return radius >= farthest
  }

  public func distance(of row: Span<Double>, from nominal: Span<Double>) -> Double {
    transportCost(from: nominal, to: row, metric: metric)
  }

  public func worstCase(
    of values: Span<Double>, around nominal: Span<Double>, into kernel: inout MutableSpan<Double>,
    workspace: inout SetWorkspace
  ) -> Double {
    if let count = metric.count {
      precondition(count == values.count, "a metric of \(count) for \(values.count) outcomes")
    }
    let (above, within, order) = (workspace.first, workspace.second, workspace.order)
    let reach = workspace.third
    return withRows(values, nominal, &kernel, workspace) { rows in
      switch metric.kind {
      case .discrete:
        return moveToWorst(radius, rows, support, order)
      case .line:
        return searchLagrangian(rows, budget: radius, above: above, within: within) { lambda, row in
          lineVertex(rows, lambda, row, order, reach, outcome: { $0 }, position: { Double($0) })
        }
      case .positions(let outcomes, let positions):
        return outcomes.withUnsafeBufferPointer { outcomes in
          positions.withUnsafeBufferPointer { positions in
            searchLagrangian(rows, budget: radius, above: above, within: within) { lambda, row in
              lineVertex(
                rows, lambda, row, order, reach, outcome: { outcomes[$0] }, position: { positions[$0] })
            }
          }
        }
      case .matrix(let distances):
        return distances.withUnsafeBufferPointer { d in
          searchLagrangian(rows, budget: radius, above: above, within: within) { lambda, row in
            matrixVertex(rows, d, lambda, row)
          }
        }
      }
    }
  }

  public func worstValue(
    of values: Span<Double>, around nominal: Span<Double>, expectation: Double, floor: Double,
    mark: inout Float, workspace: inout SetWorkspace
  ) -> Double {
    if let count = metric.count {
      precondition(count == values.count, "a metric of \(count) for \(values.count) outcomes")
    }
    let (order, reach) = (workspace.order, workspace.third)
    return withRows(values, nominal, workspace) { rows in
      // Vertices are written somewhere; what is written last does not matter.
      let row = rows.q
      switch metric.kind {
      case .discrete:
        return valueAfterMoving(
          radius, rows, support, expectation: expectation, floor: floor, mark: &mark, order)
      case .line:
        return leastOnLagrangian(
          budget: radius, expectation: expectation, floor: floor, mark: &mark
        ) { lambda in
          lineVertex(rows, lambda, row, order, reach, outcome: { $0 }, position: { Double($0) })
        }
      case .positions(let outcomes, let positions):
        return outcomes.withUnsafeBufferPointer { outcomes in
          positions.withUnsafeBufferPointer { positions in
            leastOnLagrangian(
              budget: radius, expectation: expectation, floor: floor, mark: &mark
            ) { lambda in
              lineVertex(
                rows, lambda, row, order, reach, outcome: { outcomes[$0] }, position: { positions[$0] })
            }
          }
        }
      case .matrix(let distances):
        return distances.withUnsafeBufferPointer { d in
          leastOnLagrangian(
            budget: radius, expectation: expectation, floor: floor, mark: &mark
          ) { lambda in
            matrixVertex(rows, d, lambda, row)
          }
        }
      }
    }
  }

  private func matrixVertex(
    _ rows: InnerProblem, _ d: UnsafeBufferPointer<Double>, _ lambda: Double,
    _ row: UnsafeMutablePointer<Double>
  ) -> LagrangianVertex {
    let (v, p, count) = (rows.v, rows.p, rows.count)
    var result = LagrangianVertex(value: 0, cost: 0)
    row.update(repeating: 0, count: count)
    for i in 0..<count where p[i] > 0 {
      // Ties stay, or go to the first.
      var target = i
      var least = v[i]
      for j in 0..<count where v[j] + lambda * d[i * count + j] < least && support.admits(p[j]) {
        least = v[j] + lambda * d[i * count + j]
        target = j
      }
      row[target] += p[i]
      result.value += p[i] * v[target]
      result.cost += p[i] * d[i * count + target]
    }
    return result
  }

  /// Least v_j + lambda |x_i - x_j| for all i in two passes over the line: the best target from the left
  /// goes along to the right and back.
  @inline(__always)
  private func lineVertex(
    _ rows: InnerProblem, _ lambda: Double, _ row: UnsafeMutablePointer<Double>,
    _ target: UnsafeMutablePointer<Int32>, _ least: UnsafeMutablePointer<Double>, outcome: (Int) -> Int,
    position: (Int) -> Double
  ) -> LagrangianVertex {
    let (v, p, count) = (rows.v, rows.p, rows.count)
    var best = Double.infinity
    var bestRank = 0
    for rank in 0..<count {
      let i = outcome(rank)
      if rank > 0 { best += lambda * (position(rank) - position(rank - 1)) }
      if support.admits(p[i]) && v[i] <= best {
        best = v[i]
        bestRank = rank
      }
      least[rank] = best
      target[rank] = Int32(truncatingIfNeeded: bestRank)
    }
    best = .infinity
    row.update(repeating: 0, count: count)
    var result = LagrangianVertex(value: 0, cost: 0)
    for rank in stride(from: count - 1, through: 0, by: -1) {
      let i = outcome(rank)
      if rank + 1 < count { best += lambda * (position(rank + 1) - position(rank)) }
      if support.admits(p[i]) && v[i] <= best {
        best = v[i]
        bestRank = rank
      }
      let chosen = best < least[rank] ? bestRank : Int(target[rank])
      let receiver = outcome(chosen)
      row[receiver] += p[i]
      result.value += p[i] * v[receiver]
      result.cost += p[i] * abs(position(rank) - position(chosen))
    }
    return result
  }
}
