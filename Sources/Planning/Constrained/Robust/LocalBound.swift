import UncertaintySets

/// What no policy of a small box can beat, to second order in the box's width where nature keeps her kernels.
///
/// Under nature's kernels against the policy c in the middle, each signal is worth at least its worst case,
/// and the performance difference is exact: for any other policy p
///
///     V(p) = V(c) + sum over s of d_p(s) A(s),   A(s) = sum over a of (p - c)(a | s) Q_c(s, a)
///
/// with d_p the discounted visits of p. These are within E of those of c, where E <= g (d_c + E) M, the
/// matrix M holding the most by which the box can change the visits that one visit leads to. So the return
/// plus weighted room under the limits, each under its own kernel, is at most
///
///     sum over signals of weight * (V(c) - floor + sum over s of d_c(s) A(s) + E(s) |A(s)|)
///
/// of which the first-order part is greatest state by state.
///
/// Source of the difference: S. Kakade, J. Langford, "Approximately optimal approximate reinforcement
/// learning", ICML 2002.
package struct LocalBound<Ambiguity: UncertaintySet> {
  private let problem: RobustConstraints<Ambiguity>
  private let box: PolicyBox
  private let center: [Double]
  /// For each signal: value less floor, first-order coefficient of each row, second-order part and round-off.
  private var constants: [Double] = []
  private var slopes: [[Double]] = []
  private var rests: [Double] = []

  package init(
    _ problem: RobustConstraints<Ambiguity>, box: PolicyBox, center: RobustConstraints<Ambiguity>.Judged
  ) throws(PlanningError) {
    self.problem = problem
    self.box = box
    self.center = center.probabilities
    for (index, floor) in problem.signals.floors.enumerated() {
      let response = problem.response(to: center.values[index].values, signal: index)
      let linear = try problem.linearisation(of: response, at: center.probabilities)
      let errors = visitErrors(response, linear)
      var rest = linear.error / (1 - problem.backup.discount)
      for state in 0..<response.stateCount { rest += errors[state] * reach(linear.worths, in: state) }
      constants.append(linear.value - (index == 0 ? 0 : floor))
      slopes.append(linear.gradient)
      rests.append(rest.isNaN ? .infinity : rest)
    }
  }

  /// Whether no policy of the box keeps some limit, or all of them with `weights`.
  func isEmpty(weights: [Double]) -> Bool {
    let all = [0] + weights.dropFirst()
    if all.contains(where: { $0 > 0 }) && value(weights: all) < 0 { return true }
    return constants.indices.dropFirst().contains { index in
      value(weights: constants.indices.map { $0 == index ? 1 : 0 }) < 0
    }
  }

  /// The least bound of the return found from `weights` on.
  func bound(weights: [Double]) -> Double {
    var weights = weights
    weights[0] = 1
    var least = value(weights: weights)
    for factor in [4, 0.25, 1.5, 0.7, 1.1, 0.9] {
      for index in weights.indices.dropFirst() {
        for _ in 0..<20 {
          var other = weights
          other[index] *= factor
          let found = value(weights: other)
          guard found < least else { break }
          (least, weights) = (found, other)
        }
      }
    }
    return least
  }

  /// The bound of the weighted sum itself.
  package func value(weights: [Double]) -> Double {
    let actions = problem.table.actionCount
    var (sum, size) = (0.0, 0.0)
    var slope = Array(repeating: 0.0, count: center.count)
    for (index, weight) in weights.enumerated() where weight > 0 {
      sum += weight * (constants[index] + rests[index])
      size += weight * abs(constants[index])
      for row in slope.indices {
        slope[row] += weight * slopes[index][row]
        size += weight * abs(slopes[index][row])
      }
    }
    // The sums' own round-off.
    sum += Double.ulpOfOne * Double(8 * center.count) * size
    for first in stride(from: 0, to: center.count, by: actions) {
      let rows = first..<(first + actions)
      sum += box.greatest(slope, in: rows) - rows.reduce(0) { $0 + center[$1] * slope[$1] }
    }
    return sum
  }

  /// The most that the sum over actions of (p - c) times `numbers` can be, in absolute value.
  private func reach(_ numbers: [Double], in state: Int) -> Double {
    let actions = problem.table.actionCount
    let rows = (state * actions)..<((state + 1) * actions)
    let middle = rows.reduce(0) { $0 + center[$1] * numbers[$1] }
    return max(box.greatest(numbers, in: rows) - middle, box.greatest(numbers.map { -$0 }, in: rows) + middle)
  }

  /// A bound of the change of the visits to each state; infinite where the box is too wide for one.
  /// O(states^3 + rows * states).
  private func visitErrors(
    _ response: SolverTable, _ linear: RobustConstraints<Ambiguity>.Linearisation
  ) -> [Double] {
    let (states, discount) = (response.stateCount, problem.backup.discount)
    // Visits that one visit to each state leads to, under c.
    var ahead = DenseMatrix(identity: states)
    for row in 0..<response.rowCount {
      let state = row / response.actionCount
      for entry in response.rowStart[row]..<response.rowStart[row + 1]
      where Int(response.next[entry]) < states {
        ahead[state, Int(response.next[entry])] -= discount * center[row] * response.probability[entry]
      }
    }
    guard ahead.invert() else { return Array(repeating: .infinity, count: states) }
    // change[s', s]: the most by which the box changes the visits to s that one visit to s' leads to.
    var change = DenseMatrix(identity: states)
    var numbers = Array(repeating: 0.0, count: response.rowCount)
    for target in 0..<states {
      for row in numbers.indices {
        numbers[row] = 0
        for entry in response.rowStart[row]..<response.rowStart[row + 1]
        where Int(response.next[entry]) < states {
          numbers[row] += discount * response.probability[entry] * ahead[Int(response.next[entry]), target]
        }
      }
      for state in 0..<states { change[state, target] = reach(numbers, in: state) * (1 + 1e-9) }
    }
    // The least fixed point from below, then a little more, which the last check proves to be enough.
    var errors = Array(repeating: linear.visitError, count: states)
    for _ in 0..<100 {
      let next = change.product(zip(linear.visits, errors).map { $0 + $1 }).map { $0 + linear.visitError }
      let grown = next.map { $0 * (1 + 1e-3) + 1e-15 }
      let proof = change.product(zip(linear.visits, grown).map { $0 + $1 }).map { $0 + linear.visitError }
      if zip(proof, grown).allSatisfy({ $0 < $1 }) { return grown }
      guard next.allSatisfy({ $0 < 1e6 / (1 - discount) }) else { break }
      errors = next
    }
    return Array(repeating: .infinity, count: states)
  }
}

/// A small square matrix.
private struct DenseMatrix {
  let count: Int
  private var numbers: [Double]

  init(identity count: Int) {
    self.count = count
    numbers = Array(repeating: 0, count: count * count)
    for index in 0..<count { self[index, index] = 1 }
  }

  subscript(row: Int, column: Int) -> Double {
    get { numbers[row * count + column] }
    set { numbers[row * count + column] = newValue }
  }

  /// The row `vector` times the matrix.
  func product(_ vector: [Double]) -> [Double] {
    (0..<count).map { column in vector.indices.reduce(0) { $0 + vector[$1] * self[$1, column] } }
  }

  /// Inverts a matrix that is diagonally dominant by rows, which needs no pivots; whether it could be done.
  mutating func invert() -> Bool {
    var inverse = DenseMatrix(identity: count)
    for pivot in 0..<count {
      let scale = 1 / self[pivot, pivot]
      guard scale.isFinite else { return false }
      for column in 0..<count {
        self[pivot, column] *= scale
        inverse[pivot, column] *= scale
      }
      for row in 0..<count where row != pivot {
        let factor = self[row, pivot]
        guard factor != 0 else { continue }
        for column in 0..<count {
          self[row, column] -= factor * self[pivot, column]
          inverse[row, column] -= factor * inverse[pivot, column]
        }
      }
    }
    self = inverse
    return true
  }
}
