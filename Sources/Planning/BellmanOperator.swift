import DecisionProcesses

/// The optimality operator of a finite process.
///
///     (T v)(s) = max over a of r(s, a) + sum over s' of w(s, a, s') v(s')
///
/// r is the expected reward; w is discount times probability, and zero where the entry is terminated, so
/// an ended episode is worth nothing more.
struct BellmanOperator {
  let stateCount: Int
  let actionCount: Int
  /// Largest |r(s, a)|.
  let largestReward: Double
  /// Whether some entry is terminated: then rows of w sum to less than the discount.
  let hasTermination: Bool
  /// Allowed error of one backup per unit of size: unit round-off times operations, doubled, plus the most
  /// that a row's sum misses one by, so that bounds hold for the rows scaled to sum to one.
  let relativeError: Double
  private let rowStart: [Int]
  private let next: [Int]
  private let weight: [Double]
  private let reward: [Double]

  /// Prepares `table` for `discount`; O(entries).
  init(_ table: TransitionTable, discount: Double) throws(PlanningError) {
    guard table.stateCount > 0, table.actionCount > 0 else {
      throw PlanningError("a table needs at least one state and one action")
    }
    guard discount > 0, discount <= 1 else {
      throw PlanningError("discount \(discount) lies outside (0, 1]")
    }
    let rows = table.stateCount * table.actionCount
    var reward = [Double](repeating: 0, count: rows)
    var weight = [Double](repeating: 0, count: table.next.count)
    var hasTermination = false
    var longest = 0
    var largestDefect = 0.0
    for row in 0..<rows {
      var total = 0.0
      for entry in table.rowStart[row]..<table.rowStart[row + 1] {
        guard table.probability[entry] >= 0, table.reward[entry].isFinite else {
          throw PlanningError(
            "state \(row / table.actionCount), action \(row % table.actionCount): probability "
              + "\(table.probability[entry]) with reward \(table.reward[entry])")
        }
        total += table.probability[entry]
        reward[row] += table.probability[entry] * table.reward[entry]
        if table.ending[entry].contains(.terminated) {
          hasTermination = true
        } else {
          weight[entry] = discount * table.probability[entry]
        }
      }
      guard abs(total - 1) <= 1e-9 else {
        throw PlanningError(
          "state \(row / table.actionCount), action \(row % table.actionCount): "
            + "the row sums to \(total), not 1"
        )
      }
      largestDefect = max(largestDefect, abs(total - 1))
      longest = max(longest, table.rowStart[row + 1] - table.rowStart[row])
    }
    stateCount = table.stateCount
    actionCount = table.actionCount
    largestReward = reward.reduce(0) { max($0, abs($1)) }
    self.hasTermination = hasTermination
    relativeError = Double.ulpOfOne * Double(longest + 4) + largestDefect
    rowStart = table.rowStart
    next = table.next
    self.weight = weight
    self.reward = reward
  }

  /// Worth of `action` in `state` when successors are worth `values`. O(successors).
  func worth(of action: Int, in state: Int, given values: [Double]) -> Double {
    let row = state * actionCount + action
    var sum = reward[row]
    for entry in rowStart[row]..<rowStart[row + 1] { sum += weight[entry] * values[next[entry]] }
    return sum
  }

  /// Writes T `values` into `result`; O(entries).
  func apply(to values: [Double], into result: inout [Double]) {
    for state in 0..<stateCount {
      var best = worth(of: 0, in: state, given: values)
      for action in 1..<actionCount {
        let value = worth(of: action, in: state, given: values)
        if value > best { best = value }
      }
      result[state] = best
    }
  }

  /// The action of greatest worth in each state, the lowest index among equals; O(entries).
  func greedyPolicy(for values: [Double]) -> [Int] {
    (0..<stateCount).map { state in
      var best = worth(of: 0, in: state, given: values)
      var chosen = 0
      for action in 1..<actionCount {
        let value = worth(of: action, in: state, given: values)
        if value > best {
          best = value
          chosen = action
        }
      }
      return chosen
    }
  }

  /// Bound of the error that `apply` makes on values of at most `size`.
  func roundOff(size: Double) -> Double { relativeError * (largestReward + size) }
}
