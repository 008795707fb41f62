/// The least cost of carrying one row to another: mass times ground distance.
///
/// On a line the area between the cumulative rows, O(n). For a matrix by successive shortest paths from
/// outcomes with too much to outcomes with too little, O(n^2) per path. Allocates for matrices.
func transportCost(from nominal: Span<Double>, to row: Span<Double>, metric: GroundMetric) -> Double {
  switch metric.kind {
  case .discrete:
    var sum = 0.0
    for i in 0..<row.count { sum += abs(row[i] - nominal[i]) }
    return 0.5 * sum
  case .line:
    var (carried, cost) = (0.0, 0.0)
    for i in 0..<(row.count - 1) {
      carried += row[i] - nominal[i]
      cost += abs(carried)
    }
    return cost
  case .positions(let order, let sorted):
    var (carried, cost) = (0.0, 0.0)
    for rank in 0..<(order.count - 1) {
      carried += row[order[rank]] - nominal[order[rank]]
      cost += abs(carried) * (sorted[rank + 1] - sorted[rank])
    }
    return cost
  case .matrix:
    var plan = TransportPlan(from: nominal, to: row, metric: metric)
    return plan.solve()
  }
}

/// A transportation problem between the outcomes that have too much and those that have too little.
private struct TransportPlan {
  private var supply: [Double] = []
  private var demand: [Double] = []
  private var cost: [Double] = []
  private var flow: [Double]
  /// Mass not worth a path.
  private let negligible: Double

  init(from nominal: Span<Double>, to row: Span<Double>, metric: GroundMetric) {
    var sources: [Int] = []
    var sinks: [Int] = []
    for i in 0..<row.count {
      let surplus = nominal[i] - row[i]
      if surplus > 0 {
        sources.append(i)
        supply.append(surplus)
      } else if surplus < 0 {
        sinks.append(i)
        demand.append(-surplus)
      }
    }
    for i in sources { for j in sinks { cost.append(metric.distance(i, j)) } }
    flow = [Double](repeating: 0, count: cost.count)
    negligible = 1e-16 * Double(row.count)
  }

  mutating func solve() -> Double {
    while supply.contains(where: { $0 > negligible }) && demand.contains(where: { $0 > negligible }) {
      augment()
    }
    var total = 0.0
    for index in flow.indices { total += flow[index] * cost[index] }
    return total
  }

  /// Sends mass along a cheapest path of the residual network, found by repeated relaxation.
  private mutating func augment() {
    let (m, n) = (supply.count, demand.count)
    var toSource = supply.map { $0 > negligible ? 0 : Double.infinity }
    var toSink = [Double](repeating: .infinity, count: n)
    var cameToSink = [Int](repeating: -1, count: n)
    var cameToSource = [Int](repeating: -1, count: m)
    // Round-off must not look like a cheaper way round.
    let tie = 1e-14 * (cost.max() ?? 0)
    var changed = true
    var rounds = 0
    while changed && rounds <= m + n {
      changed = false
      rounds += 1
      for i in 0..<m where toSource[i] < .infinity {
        for j in 0..<n where toSource[i] + cost[i * n + j] < toSink[j] - tie {
          toSink[j] = toSource[i] + cost[i * n + j]
          cameToSink[j] = i
          changed = true
        }
      }
      for j in 0..<n where toSink[j] < .infinity {
        for i in 0..<m
        where flow[i * n + j] > 0 && toSink[j] - cost[i * n + j] < toSource[i] - tie {
          toSource[i] = toSink[j] - cost[i * n + j]
          cameToSource[i] = j
          changed = true
        }
      }
    }
    var end = -1
    for j in 0..<n where demand[j] > negligible && (end < 0 || toSink[j] < toSink[end]) { end = j }
    var amount = demand[end]
    var path: [(source: Int, sink: Int)] = []
    var sink = end
    while true {
      let source = cameToSink[sink]
      path.append((source, sink))
      let back = cameToSource[source]
      guard back >= 0, path.count <= m + n else {
        amount = min(amount, supply[source])
        break
      }
      amount = min(amount, flow[source * n + back])
      sink = back
    }
    for (step, edge) in path.enumerated() {
      flow[edge.source * n + edge.sink] += amount
      let back = step + 1 < path.count ? path[step + 1].sink : -1
      if back >= 0 { flow[edge.source * n + back] -= amount }
    }
    demand[end] -= amount
    supply[path[path.count - 1].source] -= amount
  }
}
