import DecisionProcesses

/// Optimal values and policies of a finite process over a fixed number of steps.
///
/// With v_H = 0, v_t = T v_(t+1) for t = H - 1 down to 0; a terminated entry has no future value. Exact up
/// to round-off.
///
/// Source: M. Puterman, "Markov Decision Processes", Wiley 1994, section 4.5,
/// doi:10.1002/9780470316887.
public struct BackwardInduction: Sendable {
  /// Number of steps H.
  public var horizon: Int

  public init(horizon: Int) { self.horizon = horizon }

  /// Solves the nominal process of `table`.
  ///
  /// Throws for a negative horizon, a discount outside (0, 1], or a table whose rows are not
  /// distributions. O(horizon * entries).
  public func solve(
    _ table: TransitionTable, discount: Double
  ) throws(PlanningError) -> FiniteHorizonSolution {
    guard horizon >= 0 else { throw PlanningError("horizon \(horizon) is negative") }
    let bellman = try BellmanOperator(table, discount: discount)
    let end = [Double](repeating: 0, count: bellman.stateCount)
    var values = [[Double]](repeating: end, count: horizon + 1)
    var policy: [[Int]] = []
    for step in stride(from: horizon - 1, through: 0, by: -1) {
      bellman.apply(to: values[step + 1], into: &values[step])
      policy.append(bellman.greedyPolicy(for: values[step + 1]))
    }
    return FiniteHorizonSolution(values: values, policy: policy.reversed())
  }
}

/// What backward induction found.
public struct FiniteHorizonSolution: Sendable, Equatable {
  /// Value of each state at each step; shape [horizon + 1][states], the last row zero.
  public let values: [[Double]]
  /// Greedy action of each state at each step, the lowest index among equals; shape [horizon][states].
  public let policy: [[Int]]
}
