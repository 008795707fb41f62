/// The limit that makes an instance feasible. Worlds stand below the planners, hence a solver of its own.
extension RandomConstrained {
  /// Half-way between the least and the greatest expected discounted constraint cost.
  ///
  /// Objective and constraint cost add to 1 in every step, so the policies that minimise the objective
  /// cost are those that maximise the constraint cost.
  static func limit(kernel: [Double], objectiveCosts: [Double], initial: [Double]) -> Double {
    let constraintCosts = objectiveCosts.map { 1 - $0 }
    let least = extremeValues(of: constraintCosts, sign: -1, kernel: kernel)
    let greatest = extremeValues(of: constraintCosts, sign: 1, kernel: kernel)
    var limit = 0.0
    for state in initial.indices { limit += initial[state] * 0.5 * (least[state] + greatest[state]) }
    return limit
  }

  /// The least (`sign` -1) or greatest (`sign` 1) discounted sum of `costs` from each state, by policy
  /// iteration with exact evaluation.
  static func extremeValues(of costs: [Double], sign: Double, kernel: [Double]) -> [Double] {
    var policy = [Int](repeating: 0, count: 15)
    while true {
      let values = evaluate(policy, costs: costs, kernel: kernel)
      var improved = policy
      for state in 0..<15 {
        let worth = (0..<5).map { action -> Double in
          let row = state * 5 + action
          var future = 0.0
          for next in 0..<15 { future += kernel[row * 15 + next] * values[next] }
          return sign * (costs[row] + discount * future)
        }
        // Round-off must not make two equal actions take turns.
        let needed = worth[policy[state]] + 1e-10
        for action in 0..<5 where worth[action] > max(needed, worth[improved[state]]) {
          improved[state] = action
        }
      }
      if improved == policy { return values }
      policy = improved
    }
  }

  /// Solves (I - discount P) v = c for a policy by elimination; the matrix is diagonally dominant by
  /// rows, so no exchange of rows is needed.
  static func evaluate(_ policy: [Int], costs: [Double], kernel: [Double]) -> [Double] {
    var matrix = [Double](repeating: 0, count: 15 * 15)
    var values = [Double](repeating: 0, count: 15)
    for state in 0..<15 {
      let row = state * 5 + policy[state]
      values[state] = costs[row]
      for next in 0..<15 {
        matrix[state * 15 + next] = (state == next ? 1 : 0) - discount * kernel[row * 15 + next]
      }
    }
    for pivot in 0..<15 {
      for row in (pivot + 1)..<15 {
        let factor = matrix[row * 15 + pivot] / matrix[pivot * 15 + pivot]
        for column in pivot..<15 { matrix[row * 15 + column] -= factor * matrix[pivot * 15 + column] }
        values[row] -= factor * values[pivot]
      }
    }
    for row in stride(from: 14, through: 0, by: -1) {
      for column in (row + 1)..<15 { values[row] -= matrix[row * 15 + column] * values[column] }
      values[row] /= matrix[row * 15 + row]
    }
    return values
  }
}
