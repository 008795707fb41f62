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
    // Worths of the cells of the later layer, which begin at `base`.
    var (later, base) = ([Double](), keys.count)
    for step in (0..<arithmetic.horizon).reversed() {
      arithmetic.increments(of: table, step: step, into: &increments)
      let cells = first(step, 0)..<first(step + 1, 0)
      var values = Array(repeating: -Double.infinity, count: cells.count)
      for state in 0..<states {
        let own = first(step, state)..<first(step, state + 1)
        for action in 0..<table.actionCount {
          var worths = Array(repeating: 0.0, count: own.count)
          for entry in table.row(state, action) {
            var walk = step + 1 < arithmetic.horizon && table.next[entry] < states
              ? first(step + 1, table.next[entry]) : 0
            for (index, cell) in own.enumerated() {
              let key = keys[cell] + increments[entry]
              worths[index] +=
                table.probability[entry]
                * (try worth(ofKey: key, state: table.next[entry], step: step + 1, later, base, &walk))
            }
          }
          for (index, cell) in own.enumerated() where worths[index] > values[cell - cells.lowerBound] {
            values[cell - cells.lowerBound] = worths[index]
            actions[cell] = UInt16(action)
          }
        }
      }
      for value in values { size = max(size, abs(value)) }
      (later, base) = (values, cells.lowerBound)
    }
    let plan = StockPlan(
      arithmetic: arithmetic, bounds: bounds, hasSlopes: utility.slopes != nil, start: start, firstKey: [],
      keys: keys, actions: actions)
    return StockCurve(plan: plan, values: later, slopes: utility.slopes, size: size)
  }

  private func first(_ step: Int, _ state: Int) -> Int { start[step * table.stateCount + state] }

  private func worth(
    ofKey key: Double, state: Int, step: Int, _ later: [Double], _ base: Int, _ walk: inout Int
  ) throws(PlanningError) -> Double {
    if step == arithmetic.horizon || state == table.stateCount {
      return try utility.checked(arithmetic.stock(ofKey: key))
    }
    let place = step * bounds.width + state
    if let slopes = utility.slopes {
      switch arithmetic.side(ofKey: key, bounds, place) {
      case .below: return slopes.below * arithmetic.stock(ofKey: key) + bounds.belowWorth[place]
      case .above: return slopes.above * arithmetic.stock(ofKey: key) + bounds.aboveWorth[place]
      case .near: break
      }
    }
    while keys[walk] < key { walk += 1 }
    return later[walk - base]
  }
}
