import DecisionProcesses
import UncertaintySets

/// The reachability value of a signed margin h: the worst margin ahead under the best policy.
///
///     V_h(s) = min over policies of max over t of h(s_t)
///
/// The state is feasible iff V_h(s) <= 0. Where a row has several possible successors, the worst of them
/// counts: the constraint is to hold with certainty. Possible are those of positive probability, against
/// nature those to which she can give some, as in `FeasibleSet`. After an end nothing is violated.
///
/// With discount g the operator is (1 - g) h(s) + g max(h(s), min over a of max over s' of V(s')), a
/// contraction by g whose fixed point tends to V_h as g tends to 1; signs may differ on the way.
///
/// Source: J. Fisac et al., "Bridging Hamilton-Jacobi safety analysis and reinforcement learning", ICRA
/// 2019, doi:10.1109/ICRA.2019.8794107; Zheng et al., "Safe offline reinforcement learning with
/// feasibility-guided diffusion model", ICLR 2024.
public struct ReachabilityValue: Sendable, Equatable {
  /// V_h of each state; shape [states].
  public let values: [Double]
  /// Certified bound of the error of every value; 0 without discount.
  public let bound: Double
  public let sweeps: Int

  /// Computes V_h itself, exactly, from the margin of each state; shape [states].
  ///
  /// Throws for margins that are not finite or not one per state. O(sweeps * entries), at most states sweeps
  /// per distinct margin.
  public init(_ table: TransitionTable, margin: [Double]) throws(PlanningError) {
    try self.init(PossibleSuccessors(table), margin: margin)
  }

  /// Computes V_h where nature may lead to any entry of a row: those of positive probability, or with support
  /// `.all` every one that the table lists. Throws and costs as above.
  public init(_ table: SolverTable, margin: [Double], support: Support) throws(PlanningError) {
    try self.init(PossibleSuccessors(table, support: support), margin: margin)
  }

  /// Computes V_h against a nature that picks each row from `set`, as in `RectangularBackup`; throws also for
  /// a set that does not fit a row. One inner problem more per outcome of a row.
  public init<S: UncertaintySet>(
    _ table: SolverTable, margin: [Double], against set: S
  ) throws(PlanningError) {
    try self.init(PossibleSuccessors(table, set: set), margin: margin)
  }

  /// Computes the fixed point of the discounted operator to a guaranteed `tolerance`.
  ///
  /// Throws also for a discount outside [0, 1), a tolerance that is not positive, and one that round-off
  /// puts out of reach. O(entries log(tolerance) / log(discount)).
  public init(
    _ table: TransitionTable, margin: [Double], discount: Double, tolerance: Double = 1e-9
  ) throws(PlanningError) {
    try self.init(PossibleSuccessors(table), margin: margin, discount: discount, tolerance: tolerance)
  }

  /// The fixed point of the discounted operator against a nature that picks each row from `set`.
  public init<S: UncertaintySet>(
    _ table: SolverTable, margin: [Double], discount: Double, tolerance: Double = 1e-9, against set: S
  ) throws(PlanningError) {
    try self.init(
      PossibleSuccessors(table, set: set), margin: margin, discount: discount, tolerance: tolerance)
  }

  private init(_ successors: PossibleSuccessors, margin: [Double]) throws(PlanningError) {
    try Self.validate(margin, stateCount: successors.stateCount)
    var values = margin
    var sweeps = 0
    var hasChanged = true
    // Sweeps rise from h through the finitely many margins.
    while hasChanged {
      hasChanged = false
      sweeps += 1
      for state in margin.indices {
        let ahead = max(margin[state], Self.ahead(state, successors, values))
        // In place: later states may see it at once, the least fixed point is the same.
        if ahead > values[state] {
          values[state] = ahead
          hasChanged = true
        }
      }
    }
    self.values = values
    self.sweeps = sweeps
    bound = 0
  }

  private init(
    _ successors: PossibleSuccessors, margin: [Double], discount: Double, tolerance: Double
  ) throws(PlanningError) {
    try Self.validate(margin, stateCount: successors.stateCount)
    guard discount >= 0, discount < 1 else {
      throw PlanningError("discount \(discount) lies outside [0, 1)")
    }
    guard tolerance > 0, tolerance.isFinite else {
      throw PlanningError("tolerance \(tolerance) is not a positive number")
    }
    // A fixed point lies between the least and the largest margin; three operations per sweep round.
    let size = margin.reduce(0) { max($0, abs($1)) }
    let roundOff = 3 * Double.ulpOfOne * size
    guard roundOff / (1 - discount) < tolerance else {
      throw PlanningError(
        "tolerance \(tolerance) is out of reach: round-off alone leaves \(roundOff / (1 - discount))",
        kind: .toleranceOutOfReach)
    }
    var values = margin
    var old = margin
    var sweeps = 0
    var bound = Double.infinity
    while bound > tolerance {
      var change = 0.0
      swap(&values, &old)
      for state in margin.indices {
        let ahead = max(margin[state], Self.ahead(state, successors, old))
        values[state] = (1 - discount) * margin[state] + discount * ahead
        change = max(change, abs(values[state] - old[state]))
      }
      sweeps += 1
      bound = (discount * change + roundOff) / (1 - discount)
    }
    self.values = values
    self.sweeps = sweeps
    self.bound = bound
  }

  /// min over actions of max over successors; minus infinity where an action surely ends the episode.
  private static func ahead(_ state: Int, _ successors: PossibleSuccessors, _ values: [Double]) -> Double {
    var best = Double.infinity
    for row in (state * successors.actionCount)..<((state + 1) * successors.actionCount) {
      var worst = -Double.infinity
      for index in successors.rowStart[row]..<successors.rowStart[row + 1] {
        let next = Int(successors.next[index])
        if next < successors.stateCount { worst = max(worst, values[next]) }
      }
      best = min(best, worst)
    }
    return best
  }

  private static func validate(_ margin: [Double], stateCount: Int) throws(PlanningError) {
    guard margin.count == stateCount else {
      throw PlanningError("\(margin.count) margins for \(stateCount) states")
    }
    for (state, value) in margin.enumerated() where !value.isFinite {
      throw PlanningError("state \(state): the margin \(value) is not finite")
    }
  }
}
