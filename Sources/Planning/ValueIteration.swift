import DecisionProcesses

/// Optimal values of a finite process over an endless horizon, by sweeps of the optimality operator.
///
/// With discount g < 1, after v' = T v with differences d = v' - v in [low, high], the optimal values
/// satisfy
///
///     v' + (g low - e)/(1 - g)  <=  v*  <=  v' + (g high + e)/(1 - g)
///
/// where e bounds the round-off of a sweep. Sweeps stop when half the width of that band is within
/// `tolerance`; the middle of the band, swept once more, is the answer, and the band's half-width times g
/// plus e is its certified bound. A terminated entry leads to a state of value 0 for ever, so its
/// difference 0 belongs to [low, high]. The span stop with the middle taken needs far fewer sweeps than
/// waiting for the values to stand still. Sweeps also stop, not converged, once round-off alone keeps the
/// band wider than asked.
///
/// With g = 1 no such band exists. Sweeps then start at zero and stop when no value changes by more than
/// `tolerance`; that is an answer only if every policy worth considering terminates, and no bound is
/// reported.
///
/// Source: J. MacQueen, "A modified dynamic programming method for Markovian decision problems", JMAA 14
/// (1966); M. Puterman, "Markov Decision Processes", Wiley 1994, section 6.6,
/// doi:10.1002/9780470316887.
public struct ValueIteration: Sendable {
  /// Wanted bound on the error of every value, in units of reward.
  public var tolerance: Double
  /// Most sweeps.
  public var sweepLimit: Int

  public init(tolerance: Double = 1e-9, sweepLimit: Int = 100_000) {
    self.tolerance = tolerance
    self.sweepLimit = sweepLimit
  }

  /// Solves the nominal process of `table`.
  ///
  /// Throws for a discount outside (0, 1], a table whose rows are not distributions, a tolerance that is
  /// not positive and finite, or a sweep limit below one. Missing the tolerance is not an error: see
  /// `OptimalSolution.hasConverged`. O(sweeps * entries).
  public func solve(_ table: TransitionTable, discount: Double) throws(PlanningError) -> OptimalSolution {
    guard tolerance > 0, tolerance.isFinite else {
      throw PlanningError("tolerance \(tolerance) is not a positive number")
    }
    guard sweepLimit > 0 else {
      throw PlanningError("sweep limit \(sweepLimit): at least one sweep is needed")
    }
    let bellman = try BellmanOperator(table, discount: discount)
    return discount < 1 ? discounted(bellman, discount) : undiscounted(bellman)
  }

  private func discounted(_ bellman: BellmanOperator, _ discount: Double) -> OptimalSolution {
    var values = [Double](repeating: 0, count: bellman.stateCount)
    var swept = values
    var sweeps = 0
    var halfWidth = Double.infinity
    while true {
      bellman.apply(to: values, into: &swept)
      sweeps += 1
      var low = bellman.hasTermination ? 0 : Double.infinity
      var high = bellman.hasTermination ? 0 : -Double.infinity
      for state in values.indices {
        low = min(low, swept[state] - values[state])
        high = max(high, swept[state] - values[state])
      }
      let size = swept.reduce(0) { max($0, abs($1)) }
      let spread = 0.5 * discount * (high - low)
      let roundOff = bellman.roundOff(size: size)
      let previous = halfWidth
      halfWidth = (spread + roundOff) / (1 - discount)
      swap(&values, &swept)
      let isAtFloor = spread <= roundOff && halfWidth >= previous
      guard halfWidth <= tolerance || isAtFloor || sweeps == sweepLimit else { continue }
      let shift = 0.5 * discount * (low + high) / (1 - discount)
      for state in values.indices { swept[state] = values[state] + shift }
      // One sweep more makes values of states that end at once exact, whatever the shift.
      bellman.apply(to: swept, into: &values)
      let bound = discount * halfWidth + 2 * bellman.roundOff(size: size + abs(shift))
      return OptimalSolution(
        values: values, policy: bellman.greedyPolicy(for: values), sweeps: sweeps + 1,
        lastChange: max(abs(low), abs(high)), bound: bound, hasConverged: halfWidth <= tolerance)
    }
  }

  private func undiscounted(_ bellman: BellmanOperator) -> OptimalSolution {
    var values = [Double](repeating: 0, count: bellman.stateCount)
    var swept = values
    var sweeps = 0
    var change = Double.infinity
    while change > tolerance && sweeps < sweepLimit {
      bellman.apply(to: values, into: &swept)
      sweeps += 1
      change = 0
      for state in values.indices { change = max(change, abs(swept[state] - values[state])) }
      swap(&values, &swept)
    }
    return OptimalSolution(
      values: values, policy: bellman.greedyPolicy(for: values), sweeps: sweeps, lastChange: change,
      bound: nil, hasConverged: change <= tolerance)
  }
}
