import Planning
import RandomStreams
import Testing
import UncertaintySets

@Suite struct RobustAverageRewardTests {
  /// Mean reward per step of a chain with one recurrent class: its rows, by elimination of the stationary
  /// equations; shape [n][n].
  private func gain(_ kernel: [[Double]], _ reward: [Double]) -> Double {
    let n = reward.count
    // Unknowns: the gain g and the bias h with h_0 = 0; g + h_s - sum of p h = r.
    var matrix = (0..<n).map { s in
      [1.0] + (1..<n).map { (s == $0 ? 1 : 0) - kernel[s][$0] } + [reward[s]]
    }
    for column in 0..<n {
      let pivot = (column..<n).max { abs(matrix[$0][column]) < abs(matrix[$1][column]) }!
      matrix.swapAt(pivot, column)
      for row in 0..<n where row != column {
        let factor = matrix[row][column] / matrix[column][column]
        for k in column...n { matrix[row][k] -= factor * matrix[column][k] }
      }
    }
    return matrix[0][n] / matrix[0][0]
  }

  /// The least gain of `policy` over all combinations of the models' rows.
  private func worstGain(
    _ policy: [Int], _ models: [[RandomModels.Row]], _ shape: RandomModels
  ) -> Double {
    (0..<(1 << shape.states)).map { code in
      let chosen = policy.indices.map { models[code >> $0 & 1][$0 * shape.actions + policy[$0]] }
      return gain(
        chosen.map { row in policy.indices.map { row.successors[$0] ?? 0 } }, chosen.map(\.reward))
    }.min()!
  }

  /// Rows with mass on every state.
  private func positiveRows(_ shape: RandomModels, using stream: inout RandomStream) -> [RandomModels.Row] {
    (0..<(shape.states * shape.actions)).map { _ in
      let weights = (0..<shape.states).map { _ in 0.05 + stream.uniform() }
      let total = weights.reduce(0, +)
      var row = RandomModels.Row(reward: stream.uniform(), successors: [:])
      for (state, weight) in weights.enumerated() { row.successors[state] = weight / total }
      return row
    }
  }

  /// Every policy against every combination of listed rows, all with mass everywhere.
  @Test func finiteListsByEnumeration() throws {
    var stream = RandomStream(seed: 31, purpose: .instance)
    for _ in 0..<40 {
      let shape = RandomModels(states: 3, actions: 2, models: 2)
      let rows = (0..<shape.models).map { _ in positiveRows(shape, using: &stream) }
      let best = shape.policies.map { worstGain($0, rows, shape) }.max()!
      let closure = RectangularClosure(try shape.list(rows))
      for discount in [0.5, 0.9, 1] {
        let solution = try RelativeValueIteration(tolerance: 1e-9)
          .solve(closure.table, backup: closure.backup(discount: discount))
        #expect(solution.lower <= best + 1e-12 && best - 1e-12 <= solution.upper)
        #expect(solution.upper - solution.lower <= 2e-9)
        // The policy's own worst gain keeps what is certified.
        let policy = try #require(solution.policy.actions)
        #expect(worstGain(policy, rows, shape) >= solution.lower - 1e-12)
      }
    }
  }

  /// Rows of two outcomes in an L1 ball: nature takes an end of an interval, and all ends can be tried.
  @Test func ballsByTheEndsOfIntervals() throws {
    var stream = RandomStream(seed: 32, purpose: .instance)
    for _ in 0..<20 {
      let radius = 0.2
      let shape = RandomModels(states: 2, actions: 2)
      // Probability of state 0, and the reward, of each row.
      let rows = (0..<4).map { _ in (p: 0.15 + 0.7 * stream.uniform(), reward: stream.uniform()) }
      let best = shape.policies.map { policy in
        (0..<4).map { code in
          let chosen = (0..<2).map { rows[$0 * 2 + policy[$0]] }
          let kernel = (0..<2).map { state -> [Double] in
            let p = chosen[state].p + (code >> state & 1 == 0 ? -radius / 2 : radius / 2)
            return [p, 1 - p]
          }
          return gain(kernel, chosen.map(\.reward))
        }.min()!
      }.max()!
      let table = try shape.table(
        rows.map { RandomModels.Row(reward: $0.reward, successors: [0: $0.p, 1: 1 - $0.p]) })
      let solution = try RelativeValueIteration(tolerance: 1e-9)
        .solve(table, set: try L1Ball(radius: radius, support: .nominal))
      #expect(solution.lower <= best + 1e-12 && best - 1e-12 <= solution.upper)
      #expect(solution.upper - solution.lower <= 2e-9)
      // Radius zero is the nominal problem.
      let nominal = try RelativeValueIteration(tolerance: 1e-9).solve(table)
      let none = try RelativeValueIteration(tolerance: 1e-9)
        .solve(table, set: try L1Ball(radius: 0, support: .nominal))
      #expect(abs(none.gain - nominal.gain) <= 2e-9)
      #expect(solution.gain < nominal.gain)
    }
  }

  /// Where nature can keep the chain in either of two states for ever the gain depends on the first one.
  @Test func severalClassesAreAnError() throws {
    let shape = RandomModels(states: 2, actions: 1, models: 2)
    let mixing = (0..<2).map { RandomModels.Row(reward: Double($0), successors: [0: 0.5, 1: 0.5]) }
    let staying = (0..<2).map { RandomModels.Row(reward: Double($0), successors: [$0: 1]) }
    // Free to stay in the poor state, nature has gain 0 from both: she leads there and stays.
    let poor = RectangularClosure(try shape.list([mixing, [staying[0], mixing[1]]]))
    let solution = try RelativeValueIteration().solve(poor.table, backup: poor.backup(discount: 0.5))
    #expect(solution.lower <= 0 && 0 <= solution.upper)
    let apart = RectangularClosure(try shape.list([staying]))
    #expect {
      try RelativeValueIteration(sweepLimit: 500).solve(apart.table, backup: apart.backup(discount: 0.5))
    } throws: { ($0 as? PlanningError)?.kind == .sweepLimit }
    #expect(throws: PlanningError.self) {
      try RelativeValueIteration().solve(poor.table, backup: poor.backup(discount: 0))
    }
  }
}
