/// Backward induction over all stocks that can be reached, each an exact number.
///
/// Keys are enumerated forwards, sorted and made unique; the same sums appear again on the way back, so a
/// look-up walks along two sorted lists.
struct ExactSweep {
  let arithmetic: StockArithmetic
  let bounds: StockBounds
  let table: OutcomeTable
  let utility: StockUtility
  private var start = [0]
  private var keys: [Double] = []

  /// Enumerates the keys that can be met from keys `first`, increasing, in the first states.
  ///
  /// Throws when there are more than the cell limit.
  init(
    _ arithmetic: StockArithmetic, _ bounds: StockBounds, _ table: OutcomeTable, _ utility: StockUtility,
    from first: [Double], settings: StockSettings
  ) throws(PlanningError) {
    self.arithmetic = arithmetic
    self.bounds = bounds
    self.table = table
    self.utility = utility
    try Self.enumerate(arithmetic, table, from: first, settings: settings) { step, state, found in
      guard step < arithmetic.horizon, state < table.stateCount else { return found.removeAll() }
      if utility.slopes != nil {
        let place = step * bounds.width + state
        found.removeAll { arithmetic.side(ofKey: $0, bounds, place) != .near }
      }
      keys += found
      start.append(keys.count)
    }
  }

  /// All sums of increments with which an episode can end, increasing.
  ///
  /// Throws when more keys are met on the way than the cell limit.
  static func returns(
    _ arithmetic: StockArithmetic, _ table: OutcomeTable, settings: StockSettings
  ) throws(PlanningError) -> [Double] {
    var all: [Double] = []
    try enumerate(arithmetic, table, from: [0], settings: settings) { step, state, found in
      if step == arithmetic.horizon || state == table.stateCount { all += found }
    }
    return sortedUnique(all)
  }

  /// Calls `visit` with the keys of each state, the end last, before each step and after the last one; what
  /// it removes is not followed further.
  private static func enumerate(
    _ arithmetic: StockArithmetic, _ table: OutcomeTable, from first: [Double], settings: StockSettings,
    _ visit: (_ step: Int, _ state: Int, _ keys: inout [Double]) -> Void
  ) throws(PlanningError) {
    let end = table.stateCount
    var layer = table.initial.map { $0 > 0 ? first : [] } + [[]]
    var increments = Array(repeating: 0.0, count: table.next.count)
    var total = 0
    for step in 0...arithmetic.horizon {
      for state in 0...end { visit(step, state, &layer[state]) }
      guard step < arithmetic.horizon else { return }
      arithmetic.increments(of: table, step: step, into: &increments)
      var later = Array(repeating: [Double](), count: end + 1)
      for state in 0..<end {
        total += layer[state].count
        for entry in table.row(state, 0).lowerBound..<table.row(state, table.actionCount - 1).upperBound {
          for key in layer[state] { later[table.next[entry]].append(key + increments[entry]) }
        }
      }
      guard total <= settings.cellLimit else { throw settings.tooManyCells(total) }
      layer = later.map(sortedUnique)
    }
  }

  private static func sortedUnique(_ numbers: [Double]) -> [Double] {
    var result: [Double] = []
    for number in numbers.sorted() where result.last != number { result.append(number) }
    return result
  }

  /// O(cells * entries of a state), with look-ups that walk.
  func solve() throws(PlanningError) -> StockCurve {
    let states = table.stateCount
    var actions = [UInt16](repeating: 0, count: keys.count)
    var increments = Array(repeating: 0.0, count: table.next.count)
    var size = bounds.size
    // The later layer's worths, whose cells begin at `base`.
    var (later, base) = ([StockWorth](), keys.count)
    var best: [StockWorth] = []
    var worths: [StockWorth] = []
    let (none, nothing) = (StockWorth(utility: -.infinity, mean: 0), StockWorth(utility: 0, mean: 0))
    for step in (0..<arithmetic.horizon).reversed() {
      arithmetic.increments(of: table, step: step, into: &increments)
      let cells = first(step, 0)..<first(step + 1, 0)
      best.removeAll(keepingCapacity: true)
      for _ in cells { best.append(none) }
      for state in 0..<states {
        let own = first(step, state)..<first(step, state + 1)
        for action in 0..<table.actionCount {
          worths.removeAll(keepingCapacity: true)
          for _ in own { worths.append(nothing) }
          for entry in table.row(state, action) {
            let (next, p) = (table.next[entry], table.probability[entry])
            var walk = step + 1 < arithmetic.horizon && next < states ? first(step + 1, next) : 0
            for (index, cell) in own.enumerated() {
              let worth = try worth(
                ofKey: keys[cell] + increments[entry], state: next, step: step + 1, later, base, &walk)
              worths[index].utility += p * worth.utility
              worths[index].mean += p * (arithmetic.unit * increments[entry] + worth.mean)
            }
          }
          for (index, cell) in own.enumerated() {
            let other = best[cell - cells.lowerBound]
            guard action == 0 || worths[index].isBetter(than: other) else { continue }
            best[cell - cells.lowerBound] = worths[index]
            // The greatest utility stays, for the certificate, where the mean breaks a tie.
            best[cell - cells.lowerBound].utility = max(worths[index].utility, other.utility)
            actions[cell] = UInt16(action)
          }
        }
      }
      for worth in best { size = max(size, abs(worth.utility)) }
      swap(&later, &best)
      base = cells.lowerBound
    }
    let plan = StockPlan(
      arithmetic: arithmetic, bounds: bounds, hasSlopes: utility.slopes != nil, start: start, firstKey: [],
      keys: keys, actions: actions)
    return StockCurve(
      plan: plan, utilities: later.map(\.utility), means: later.map(\.mean), slopes: utility.slopes,
      size: size)
  }

  private func first(_ step: Int, _ state: Int) -> Int { start[step * table.stateCount + state] }

  private func worth(
    ofKey key: Double, state: Int, step: Int, _ later: [StockWorth], _ base: Int, _ walk: inout Int
  ) throws(PlanningError) -> StockWorth {
    let stock = arithmetic.stock(ofKey: key)
    if step == arithmetic.horizon || state == table.stateCount {
      return StockWorth(utility: try utility.checked(stock), mean: 0)
    }
    let place = step * bounds.width + state
    if let slopes = utility.slopes {
      switch arithmetic.side(ofKey: key, bounds, place) {
      case .below:
        return StockWorth(
          utility: slopes.below * stock + bounds.belowWorth[place], mean: bounds.belowMean[place])
      case .above:
        return StockWorth(
          utility: slopes.above * stock + bounds.aboveWorth[place], mean: bounds.aboveMean[place])
      case .near: break
      }
    }
    while keys[walk] < key { walk += 1 }
    return later[walk - base]
  }
}
