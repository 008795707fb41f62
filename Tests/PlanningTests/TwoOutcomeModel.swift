import Planning
import RandomStreams
import UncertaintySets

/// A random process whose rows have two outcomes: an L1 ball leaves nature an interval for the first one's
/// probability, of which she takes an end. Everything about her can be found by trying all ends, without a
/// set.
struct TwoOutcomeModel {
  struct Row {
    var next: (Int, Int)
    /// Of the first outcome.
    var probability: Double
    /// Reward and costs of each outcome; shape [1 + costs].
    var signals: [(Double, Double)]
  }

  let states: Int
  let actions: Int
  let radius: Double
  let discount: Double
  var rows: [Row]

  /// Rewards in [-1, 1], costs in [0, 1].
  init(
    states: Int, actions: Int, costs: Int = 0, radius: Double, discount: Double,
    using stream: inout RandomStream
  ) {
    self.states = states
    self.actions = actions
    self.radius = radius
    self.discount = discount
    rows = []
    for _ in 0..<(states * actions) {
      let first = stream.integer(below: states)
      let second = (first + 1 + stream.integer(below: states - 1)) % states
      let probability = stream.uniform()
      let signals = (0...costs).map { channel in
        let (a, b) = (stream.uniform(), stream.uniform())
        return channel == 0 ? (2 * a - 1, 2 * b - 1) : (a, b)
      }
      rows.append(Row(next: (first, second), probability: probability, signals: signals))
    }
  }

  var ball: L1Ball { get throws { try L1Ball(radius: radius, support: .nominal) } }

  var table: SolverTable {
    get throws {
      var builder = try SolverTableBuilder(
        stateCount: states, actionCount: actions, costCount: rows[0].signals.count - 1)
      for row in rows {
        builder.add(
          to: row.next.0, probability: row.probability, reward: row.signals[0].0,
          costs: row.signals.dropFirst().map(\.0))
        builder.add(
          to: row.next.1, probability: 1 - row.probability, reward: row.signals[0].1,
          costs: row.signals.dropFirst().map(\.1))
        try builder.endRow()
      }
      return try builder.finish()
    }
  }

  /// The ends between which nature chooses the first outcome's probability in `row`.
  func ends(_ row: Int) -> [Double] {
    let p = rows[row].probability
    return [max(0, p - radius / 2), min(1, p + radius / 2)]
  }

  /// Kernel number `code`: one bit per row picks an end. Shape [rows].
  func kernel(_ code: Int) -> [Double] { rows.indices.map { ends($0)[code >> $0 & 1] } }
  var kernelCount: Int { 1 << rows.count }

  /// Signal `channel`, 0 the reward, from a uniform first state, under one kernel. Elimination.
  func value(_ channel: Int, of policy: [Double], kernel: [Double]) -> Double {
    let width = states + 1
    var m = [Double](repeating: 0, count: states * width)
    for state in 0..<states {
      m[state * width + state] += 1
      for action in 0..<actions {
        let index = state * actions + action
        let (weight, q, row) = (policy[index], kernel[index], rows[index])
        m[state * width + row.next.0] -= discount * weight * q
        m[state * width + row.next.1] -= discount * weight * (1 - q)
        m[state * width + states] += weight * (q * row.signals[channel].0 + (1 - q) * row.signals[channel].1)
      }
    }
    // The matrix is diagonally dominant by rows, so no pivots are sought.
    for pivot in 0..<states {
      for other in 0..<states where other != pivot {
        let factor = m[other * width + pivot] / m[pivot * width + pivot]
        for column in pivot..<width { m[other * width + column] -= factor * m[pivot * width + column] }
      }
    }
    return (0..<states).reduce(0) { $0 + m[$1 * width + states] / m[$1 * width + $1] } / Double(states)
  }

  /// The least return and the greatest costs of `policy`, each over all kernels.
  func worstCases(of policy: [Double]) -> (returned: Double, costs: [Double]) {
    let kernels = (0..<kernelCount).map(kernel)
    let all = rows[0].signals.indices.map { channel in
      kernels.map { value(channel, of: policy, kernel: $0) }
    }
    return (all[0].min()!, all.dropFirst().map { $0.max()! })
  }
}
