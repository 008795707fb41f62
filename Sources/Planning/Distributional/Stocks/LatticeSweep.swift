/// Backward induction over stocks on a lattice:
///
///     V_t(s, k) = max over a of sum over (s', r) of p V_(t+1)(s', k + increment(r))
///
/// from V_H(s, k) = f(stock of k).
/// A reward shifts all stocks of a row alike, so the innermost loop runs along stocks that lie side by side.
struct LatticeSweep {
  let arithmetic: StockArithmetic
  let bounds: StockBounds
  let table: OutcomeTable
  let utility: StockUtility
  /// First key and number of cells; shape [horizon * states].
  private let firstKey: [Int]
  private let start: [Int]

  /// Finds the cells that can be met from keys `first` in the first states; O(horizon * entries).
  ///
  /// Throws when there are more than `limit`.
  init(
    _ arithmetic: StockArithmetic, _ bounds: StockBounds, _ table: OutcomeTable, _ utility: StockUtility,
    from first: ClosedRange<Double>, settings: StockSettings
  ) throws(PlanningError) {
    self.arithmetic = arithmetic
    self.bounds = bounds
    self.table = table
    self.utility = utility
    let reach = bounds.reach(arithmetic, table, from: first)
    let kink = -arithmetic.offset / arithmetic.unit
    var firstKey: [Int] = []
    var start = [0]
    var total = 0.0
    for step in 0..<arithmetic.horizon {
      for state in 0..<table.stateCount {
        let place = step * bounds.width + state
        var (low, high) = (reach.low[place], reach.high[place])
        if utility.slopes != nil, !low.isNaN {
          // Cells lie strictly between the keys from which the kink is out of reach.
          let (down, up) = (kink - bounds.high[place], kink - bounds.low[place])
          low = max(low, down.rounded(.down) + 1)
          high = max(min(high, up.rounded(.up) - 1), low - 1)
        }
        let count = low.isNaN ? 0 : high - low + 1
        total += count
        guard total <= Double(settings.cellLimit) else {
          throw settings.tooManyCells(Int(min(total, 1e18)))
        }
        firstKey.append(low.isNaN ? 0 : Int(low))
        start.append(Int(total))
      }
    }
    self.firstKey = firstKey
    self.start = start
  }

  var cellCount: Int { start[start.count - 1] }

  /// Worths before a step; the last state is the end, whose cells come first.
  private struct Layer {
    var first: [Int]
    var start: [Int]
    var count: [Int]
    var below: [StockWorth]
    var above: [StockWorth]
    var utilities: [Double]
    var means: [Double]
  }

  /// The layer after the last step: f of the stock, whatever the state.
  private func last() throws(PlanningError) -> Layer {
    let width = bounds.width
    let kink = -arithmetic.offset / arithmetic.unit
    let nothing = Array(repeating: StockWorth(utility: 0, mean: 0), count: width)
    let zeros = Array(repeating: 0, count: width)
    var layer = Layer(
      first: zeros, start: zeros, count: zeros, below: nothing, above: nothing, utilities: [], means: [])
    let widest = (0..<arithmetic.horizon).reduce(0) {
      max($0, start[($1 + 1) * table.stateCount] - start[$1 * table.stateCount])
    }
    guard utility.slopes == nil else {
      layer.first = Array(repeating: Int(kink.rounded(.up)), count: width)
      layer.utilities = Array(repeating: 0, count: widest)
      layer.means = layer.utilities
      return layer
    }
    // All keys that any step can add to: the cells' own and one increment further.
    var (low, high) = (Int.max, Int.min)
    var increments = Array(repeating: 0.0, count: table.next.count)
    for step in 0..<arithmetic.horizon {
      arithmetic.increments(of: table, step: step, into: &increments)
      for state in 0..<table.stateCount {
        let index = step * table.stateCount + state
        guard start[index + 1] > start[index] else { continue }
        for entry in table.row(state, 0).lowerBound..<table.row(state, table.actionCount - 1).upperBound {
          let key = firstKey[index] + Int(increments[entry])
          (low, high) = (min(low, key), max(high, key + start[index + 1] - start[index] - 1))
        }
      }
    }
    layer.first = Array(repeating: low, count: width)
    layer.count = Array(repeating: high - low + 1, count: width)
    layer.utilities = Array(repeating: 0, count: high - low + 1 + widest)
    layer.means = layer.utilities
    for key in low...high {
      layer.utilities[key - low] = try utility.checked(arithmetic.stock(ofKey: Double(key)))
    }
    return layer
  }

  /// O(cells * entries of a state).
  func solve() throws(PlanningError) -> StockCurve {
    let states = table.stateCount
    var later = try last()
    var layer = later
    let endCount = later.count[states]
    var size = later.utilities.reduce(bounds.size) { max($0, abs($1)) }
    var actions = [UInt16](repeating: 0, count: cellCount)
    var increments = Array(repeating: 0.0, count: table.next.count)
    for step in (0..<arithmetic.horizon).reversed() {
      arithmetic.increments(of: table, step: step, into: &increments)
      let cells = start[step * states]..<start[(step + 1) * states]
      for state in 0..<states {
        let (index, place) = (step * states + state, step * bounds.width + state)
        layer.first[state] = firstKey[index]
        layer.start[state] = endCount + start[index] - cells.lowerBound
        layer.count[state] = start[index + 1] - start[index]
        layer.below[state] = StockWorth(utility: bounds.belowWorth[place], mean: bounds.belowMean[place])
        layer.above[state] = StockWorth(utility: bounds.aboveWorth[place], mean: bounds.aboveMean[place])
      }
      backup(increments, later, &layer, &actions, from: cells.lowerBound - endCount)
      for place in endCount..<endCount + cells.count { size = max(size, abs(layer.utilities[place])) }
      swap(&layer, &later)
    }
    let plan = StockPlan(
      arithmetic: arithmetic, bounds: bounds, hasSlopes: utility.slopes != nil, start: start,
      firstKey: firstKey, keys: [], actions: actions)
    let first = endCount..<endCount + start[states]
    return StockCurve(
      plan: plan, utilities: Array(later.utilities[first]), means: Array(later.means[first]),
      slopes: utility.slopes, size: size)
  }

  private func backup(
    _ increments: [Double], _ later: Layer, _ layer: inout Layer, _ actions: inout [UInt16], from base: Int
  ) {
    let longest = layer.count.prefix(table.stateCount).max() ?? 0
    guard longest > 0 else { return }
    withUnsafeTemporaryAllocation(of: Double.self, capacity: 2 * longest) { memory in
      let worths = memory.baseAddress!
      let means = worths + longest
      for state in 0..<table.stateCount where layer.count[state] > 0 {
        let (place, count) = (layer.start[state], layer.count[state])
        for action in 0..<table.actionCount {
          for index in 0..<count { (worths[index], means[index]) = (0, 0) }
          for entry in table.row(state, action) {
            let key = layer.first[state] + Int(increments[entry])
            add(entry, key, increments[entry], later, worths, means, count)
          }
          layer.utilities.withUnsafeMutableBufferPointer { best in
            layer.means.withUnsafeMutableBufferPointer { bestMeans in
              for index in 0..<count {
                let worth = StockWorth(utility: worths[index], mean: means[index])
                let other = StockWorth(utility: best[place + index], mean: bestMeans[place + index])
                guard action == 0 || worth.isBetter(than: other) else { continue }
                // The greatest utility stays, for the certificate, where the mean breaks a tie.
                best[place + index] = action == 0 ? worth.utility : max(worth.utility, other.utility)
                bestMeans[place + index] = worth.mean
                actions[base + place + index] = UInt16(truncatingIfNeeded: action)
              }
            }
          }
        }
      }
    }
  }

  /// Adds an entry's share to the worths of `count` cells, the first of which it leads to key `key`.
  @inline(__always)
  private func add(
    _ entry: Int, _ key: Int, _ increment: Double, _ later: Layer, _ worths: UnsafeMutablePointer<Double>,
    _ means: UnsafeMutablePointer<Double>, _ count: Int
  ) {
    let (next, p) = (table.next[entry], table.probability[entry])
    let (offset, unit) = (arithmetic.offset, arithmetic.unit)
    // Cells from `near` to `far` have a cell to look at; the others lie beyond the kink.
    let shift = key - later.first[next]
    let near = min(count, max(0, -shift))
    let far = max(near, min(count, later.count[next] - shift))
    if let slopes = utility.slopes {
      let (below, above) = (later.below[next], later.above[next])
      for index in 0..<near {
        worths[index] += p * (slopes.below * (offset + unit * Double(key + index)) + below.utility)
        means[index] += p * (unit * increment + below.mean)
      }
      for index in far..<count {
        worths[index] += p * (slopes.above * (offset + unit * Double(key + index)) + above.utility)
        means[index] += p * (unit * increment + above.mean)
      }
    }
    let start = later.start[next] + shift
    later.utilities.withUnsafeBufferPointer { utilities in
      for index in near..<far { worths[index] += p * utilities[start + index] }
    }
    later.means.withUnsafeBufferPointer { later in
      for index in near..<far { means[index] += p * (unit * increment + later[start + index]) }
    }
  }
}

extension StockUtility {
  /// f(`stock`); throws where it is not finite.
  func checked(_ stock: Double) throws(PlanningError) -> Double {
    let value = self(stock)
    guard value.isFinite else {
      throw PlanningError("the utility '\(name)' of stock \(stock) is \(value), which is not finite")
    }
    return value
  }
}
