/// The action for every state, step and stock that a solver told apart.
final class StockPlan: Sendable {
  let arithmetic: StockArithmetic
  let bounds: StockBounds
  /// Whether the utility has two slopes, so that stocks far from the kink have no cell.
  let hasSlopes: Bool
  /// First cell of each state at each step; shape [horizon * states + 1].
  let start: [Int]
  /// Key of each first cell on a lattice; shape [horizon * states], empty where stocks are exact.
  let firstKey: [Int]
  /// Key of each cell, increasing within a state and step, where stocks are exact.
  let keys: [Double]
  /// Shape [cells].
  let actions: [UInt16]

  init(
    arithmetic: StockArithmetic, bounds: StockBounds, hasSlopes: Bool, start: [Int], firstKey: [Int],
    keys: [Double], actions: [UInt16]
  ) {
    self.arithmetic = arithmetic
    self.bounds = bounds
    self.hasSlopes = hasSlopes
    self.start = start
    self.firstKey = firstKey
    self.keys = keys
    self.actions = actions
  }

  var stateCount: Int { bounds.width - 1 }

  /// The action before step `step`; from the last step on, the last step's. O(1) on a lattice, else
  /// O(log stocks).
  func action(step: Int, state: Int, key: Double) -> Int {
    let step = min(step, arithmetic.horizon - 1)
    let place = step * bounds.width + state
    let cells = start[step * stateCount + state]..<start[step * stateCount + state + 1]
    if arithmetic.spacing != nil {
      // Compared as numbers: a key may be too large for an integer.
      let index = key - Double(firstKey[step * stateCount + state])
      if index >= 0, index < Double(cells.count) { return Int(actions[cells.lowerBound + Int(index)]) }
    }
    if hasSlopes {
      switch arithmetic.side(ofKey: key, bounds, place) {
      case .below: return Int(bounds.belowAction[place])
      case .above: return Int(bounds.aboveAction[place])
      case .near: break
      }
    }
    guard !cells.isEmpty else { return Int(bounds.aboveAction[place]) }
    if arithmetic.spacing != nil {
      let isBelow = key < Double(firstKey[step * stateCount + state])
      return Int(actions[isBelow ? cells.lowerBound : cells.upperBound - 1])
    }
    return Int(actions[nearest(to: key, in: cells)])
  }

  private func nearest(to key: Double, in cells: Range<Int>) -> Int {
    var (low, high) = (cells.lowerBound, cells.upperBound)
    while low < high {
      let middle = (low + high) / 2
      if keys[middle] < key { low = middle + 1 } else { high = middle }
    }
    if low == cells.upperBound { return low - 1 }
    if low > cells.lowerBound, key - keys[low - 1] < keys[low] - key { return low - 1 }
    return low
  }
}

extension StockArithmetic {
  enum Side {
    case below, near, above
  }

  /// Whether a stock ends below or above the kink at 0 whatever comes, or may end on either side.
  @inline(__always)
  func side(ofKey key: Double, _ bounds: StockBounds, _ place: Int) -> Side {
    // Within round-off of the kink both sides are right.
    let slack = spacing == nil ? 0 : 1e-9 * unit * max(1, abs(key))
    if stock(ofKey: key + bounds.low[place]) >= -slack { return .above }
    if stock(ofKey: key + bounds.high[place]) <= slack { return .below }
    return .near
  }
}

/// What is to come from a state with a stock: the expected utility, and the mean of what will be earned.
struct StockWorth {
  var utility: Double
  var mean: Double

  /// Whether this is better than `other`: more utility, or as much within 16 ulp and more in the mean.
  ///
  /// Tails alone decide over a CVaR, so policies that are equally good abound.
  @inline(__always)
  func isBetter(than other: StockWorth) -> Bool {
    let slack = 16 * Double.ulpOfOne * max(abs(utility), abs(other.utility))
    let difference = utility - other.utility
    return difference > slack || (difference >= -slack && mean > other.mean)
  }
}

/// What stocks are worth before the first step, for all first states and the stocks that were asked for.
struct StockCurve {
  let plan: StockPlan
  /// For each cell of step 0.
  let utilities: [Double]
  let means: [Double]
  let slopes: (below: Double, above: Double)?
  /// Largest |number| that the solution met.
  let size: Double

  /// The worth of `state` with the stock of `key`, which must have been asked for.
  func worth(state: Int, key: Double) -> StockWorth {
    let (arithmetic, bounds) = (plan.arithmetic, plan.bounds)
    let cells = plan.start[state]..<plan.start[state + 1]
    if arithmetic.spacing != nil {
      let index = cells.lowerBound + Int(key) - plan.firstKey[state]
      if cells.contains(index) { return StockWorth(utility: utilities[index], mean: means[index]) }
    }
    if let slopes {
      let stock = arithmetic.stock(ofKey: key)
      switch arithmetic.side(ofKey: key, bounds, state) {
      case .below:
        return StockWorth(
          utility: slopes.below * stock + bounds.belowWorth[state], mean: bounds.belowMean[state])
      case .above:
        return StockWorth(
          utility: slopes.above * stock + bounds.aboveWorth[state], mean: bounds.aboveMean[state])
      case .near: break
      }
    }
    guard let index = cells.first(where: { plan.keys[$0] >= key }), plan.keys[index] == key else {
      preconditionFailure("stock \(arithmetic.stock(ofKey: key)) was not asked for")
    }
    return StockWorth(utility: utilities[index], mean: means[index])
  }

  /// The expectation over the first states.
  func worth(initial: [Double], key: Double) -> StockWorth {
    var sum = StockWorth(utility: 0, mean: 0)
    for (state, p) in initial.enumerated() where p > 0 {
      let own = worth(state: state, key: key)
      sum.utility += p * own.utility
      sum.mean += p * own.mean
    }
    return sum
  }
}
