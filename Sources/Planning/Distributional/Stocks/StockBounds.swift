/// What is known of the future from a state at a step before stocks are looked at: shape [horizon + 1] by
/// [states + 1], the last state being the end.
///
/// A utility of two slopes with its kink at 0 needs stocks only where the kink lies within the range of what
/// is still to come: above it the worth is above * stock + `aboveWorth`, below it below * stock +
/// `belowWorth`, with the actions of these nominal problems.
struct StockBounds: Sendable {
  let width: Int
  /// Least and greatest sum of the increments to come.
  private(set) var low: [Double]
  private(set) var high: [Double]
  /// Greatest expectation of slope times what is to come, and the action that has it.
  private(set) var belowWorth: [Double] = []
  private(set) var aboveWorth: [Double] = []
  /// Mean of what is to come under these actions.
  private(set) var belowMean: [Double] = []
  private(set) var aboveMean: [Double] = []
  private(set) var belowAction: [UInt16] = []
  private(set) var aboveAction: [UInt16] = []
  /// Greatest expectation of what rounding of increments to come moves the stock by.
  private(set) var rounding: [Double]
  /// Largest |number| among the worths.
  private(set) var size = 0.0

  /// O(horizon * entries).
  init(_ arithmetic: StockArithmetic, _ table: OutcomeTable, _ utility: StockUtility) {
    let (horizon, states) = (arithmetic.horizon, table.stateCount)
    width = states + 1
    low = Array(repeating: 0, count: (horizon + 1) * width)
    high = low
    rounding = low
    // A slope of 0 leaves the choice free: the mean makes it, as it does far from the stocks that another
    // utility was solved for.
    let slopes = utility.slopes ?? (1, 1)
    (belowWorth, belowAction) = (low, Array(repeating: 0, count: low.count))
    (aboveWorth, aboveAction) = (belowWorth, belowAction)
    var increments = Array(repeating: 0.0, count: table.next.count)
    for step in (0..<horizon).reversed() {
      arithmetic.increments(of: table, step: step, into: &increments)
      let later = (step + 1) * width
      let scale = arithmetic.scale[step]
      for state in 0..<states {
        let place = step * width + state
        var reach = (low: Double.infinity, high: -Double.infinity)
        for action in 0..<table.actionCount {
          var moved = 0.0
          for entry in table.row(state, action) {
            let next = later + table.next[entry]
            reach.low = min(reach.low, increments[entry] + low[next])
            reach.high = max(reach.high, increments[entry] + high[next])
            let error = abs(scale * table.reward[entry] - arithmetic.unit * increments[entry])
            moved += table.probability[entry] * (error + rounding[next])
          }
          rounding[place] = max(rounding[place], moved)
        }
        (low[place], high[place]) = reach
      }
      let (unit, place) = (arithmetic.unit, step * width)
      Self.backup(slopes.below, table, increments, unit, place: place, &belowWorth, &belowAction)
      Self.backup(slopes.above, table, increments, unit, place: place, &aboveWorth, &aboveAction)
    }
    for worth in belowWorth { size = max(size, abs(worth)) }
    for worth in aboveWorth { size = max(size, abs(worth)) }
    belowMean = slopes.below == 0 ? belowWorth : belowWorth.map { $0 / slopes.below }
    aboveMean = slopes.above == 0 ? aboveWorth : aboveWorth.map { $0 / slopes.above }
    if slopes.below == 0 { belowWorth = rounding.map { _ in 0 } }
    if slopes.above == 0 { aboveWorth = rounding.map { _ in 0 } }
  }

  private static func backup(
    _ slope: Double, _ table: OutcomeTable, _ increments: [Double], _ unit: Double, place: Int,
    _ worths: inout [Double], _ actions: inout [UInt16]
  ) {
    let later = place + table.stateCount + 1
    let price = unit * (slope == 0 ? 1 : slope)
    for state in 0..<table.stateCount {
      var best = -Double.infinity
      for action in 0..<table.actionCount {
        var worth = 0.0
        for entry in table.row(state, action) {
          worth += table.probability[entry] * (price * increments[entry] + worths[later + table.next[entry]])
        }
        if worth > best {
          best = worth
          actions[place + state] = UInt16(action)
        }
      }
      worths[place + state] = best
    }
  }

  /// Least and greatest sum of all increments from the first states.
  func returns(from initial: [Double]) -> ClosedRange<Double> {
    let first = initial.indices.filter { initial[$0] > 0 }
    return first.reduce(low[first[0]]...high[first[0]]) { $0.including(low[$1]).including(high[$1]) }
  }

  /// Least and greatest key before each step in each state, from keys `start` in the first states; NaN where
  /// the state cannot be met. Shape as the bounds. O(horizon * entries).
  func reach(
    _ arithmetic: StockArithmetic, _ table: OutcomeTable, from start: ClosedRange<Double>
  ) -> (low: [Double], high: [Double]) {
    var least = Array(repeating: Double.nan, count: low.count)
    var greatest = least
    for (state, p) in table.initial.enumerated() where p > 0 {
      (least[state], greatest[state]) = (start.lowerBound, start.upperBound)
    }
    var increments = Array(repeating: 0.0, count: table.next.count)
    for step in 0..<arithmetic.horizon {
      arithmetic.increments(of: table, step: step, into: &increments)
      for state in 0..<table.stateCount where !least[step * width + state].isNaN {
        let (from, to) = (least[step * width + state], greatest[step * width + state])
        for entry in table.row(state, 0).lowerBound..<table.row(state, table.actionCount - 1).upperBound {
          let next = (step + 1) * width + table.next[entry]
          let range = (from + increments[entry])...(to + increments[entry])
          let isNew = least[next].isNaN
          least[next] = isNew ? range.lowerBound : min(least[next], range.lowerBound)
          greatest[next] = isNew ? range.upperBound : max(greatest[next], range.upperBound)
        }
      }
    }
    return (least, greatest)
  }
}
