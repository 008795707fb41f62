/// The policies whose probabilities lie between bounds, and what is known about them.
package struct PolicyBox: Sendable {
  /// Shape [states, actions], row-major; in each state they sum to at most one.
  package var lower: [Double]
  /// Same shape; in each state they sum to at least one.
  package var upper: [Double]
  /// No policy of the box that keeps the limits returns more.
  var bound = Double.infinity
  /// Where the box is best cut: an index of the bounds.
  package var cut = 0

  /// All policies.
  package init(rowCount: Int) {
    lower = Array(repeating: 0, count: rowCount)
    upper = Array(repeating: 1, count: rowCount)
  }

  func width(_ row: Int) -> Double { upper[row] - lower[row] }

  /// A policy in the middle of the box. O(rows).
  package func center(actionCount: Int) -> [Double] {
    var center = lower
    for first in stride(from: 0, to: lower.count, by: actionCount) {
      let rows = first..<(first + actionCount)
      let rest = 1 - rows.reduce(0) { $0 + lower[$1] }
      let room = rows.reduce(0) { $0 + width($1) }
      for row in rows where room > 0 { center[row] += rest / room * width(row) }
    }
    return center
  }

  /// Greatest sum of probabilities times `numbers` that the box allows in the state whose rows are `rows`.
  /// O(actions^2).
  func greatest(_ numbers: [Double], in rows: Range<Int>) -> Double {
    var rest = 1.0
    var sum = 0.0
    for row in rows {
      rest -= lower[row]
      sum += lower[row] * numbers[row]
    }
    var left = Array(rows)
    while rest > 0, !left.isEmpty {
      let next = left.indices.max { numbers[left[$0]] < numbers[left[$1]] }!
      let row = left.remove(at: next)
      let share = min(rest, width(row))
      sum += share * numbers[row]
      rest -= share
    }
    return sum
  }

  /// The two halves at the middle of `cut`. O(rows).
  package func halves(actionCount: Int) -> [PolicyBox] {
    let middle = 0.5 * (lower[cut] + upper[cut])
    var (low, high) = (self, self)
    low.upper[cut] = middle
    high.lower[cut] = middle
    let first = cut / actionCount * actionCount
    return [low, high].map { half in
      var half = half
      half.tighten(first..<(first + actionCount))
      return half
    }
  }

  /// Narrows the bounds of one state to what the others leave of one.
  private mutating func tighten(_ rows: Range<Int>) {
    let least = rows.reduce(0) { $0 + lower[$1] }
    let most = rows.reduce(0) { $0 + upper[$1] }
    for row in rows {
      let (low, high) = (lower[row], upper[row])
      upper[row] = max(low, min(high, 1 - (least - low)))
      lower[row] = min(upper[row], max(low, 1 - (most - high)))
    }
  }
}
