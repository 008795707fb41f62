import UncertaintySets

/// Backward induction with a risk measure applied anew at every step, the nested or iterated measure:
///
///     V_t(s) = max over a of rho(R + discount * V_(t+1)(s')),  V_H = 0
///
/// where rho is the worst case over a set around p(., . | s, a): `CVaRSet` gives nested CVaR, `EntropicRisk`
/// the nested entropic risk. **This is not the CVaR of the return**: the worst is feared again at every step,
/// whatever has been earned, so that policies need no stock and differ from those of `StaticRiskSolver`.
/// Undiscounted, the entropic risk alone is the same both ways.
///
/// Sources: A. Ruszczyński, "Risk-averse dynamic programming for Markov decision processes", Mathematical
/// Programming 125 (2010), doi:10.1007/s10107-010-0393-3; T. Osogami, "Robustness and risk-sensitivity in
/// Markov decision processes", NIPS 2012.
public struct NestedRiskInduction<Measure: UncertaintySet>: Sendable {
  public var measure: Measure
  /// Number of steps H.
  public var horizon: Int
  /// In (0, 1].
  public var discount: Double

  public init(_ measure: Measure, horizon: Int, discount: Double = 1) {
    self.measure = measure
    self.horizon = horizon
    self.discount = discount
  }

  /// Solves `table`; exact up to round-off and the error of the measure.
  ///
  /// Throws for a negative horizon, a discount outside (0, 1], a measure that puts mass where the table has
  /// none or does not fit a row. O(horizon * rows * cost of the measure).
  public func solve(_ table: OutcomeTable) throws(PlanningError) -> FiniteHorizonSolution {
    guard horizon >= 0 else { throw PlanningError("horizon \(horizon) is negative") }
    guard discount > 0, discount <= 1 else { throw PlanningError("discount \(discount) lies outside (0, 1]") }
    try table.check(measure)
    let apart = try table.withSuccessorsApart()
    let solution = try BackwardInduction(horizon: horizon)
      .solve(apart, backup: RectangularBackup(measure, on: apart, discount: discount))
    let states = table.stateCount
    return FiniteHorizonSolution(
      values: solution.values.map { Array($0.prefix(states)) },
      policy: solution.policy.map { $0.prefix(states, actionCount: table.actionCount) },
      bound: solution.bound)
  }
}

/// The endless form of `NestedRiskInduction`, with discount below 1: a robust process in which nature may
/// change every row, and its certified interval.
///
///     V(s) = max over a of rho(R + discount * V(s'))
///
/// **This is not the CVaR of the discounted return.**
public struct NestedRiskSolver<Measure: UncertaintySet>: Sendable {
  public var measure: Measure
  public var solver: DiscountedSolver

  public init(_ measure: Measure, solver: DiscountedSolver = DiscountedSolver()) {
    self.measure = measure
    self.solver = solver
  }

  /// Solves `table` by `RectangularBackup`; throws like it and like `DiscountedSolver.solve`.
  public func solve(_ table: OutcomeTable, discount: Double) throws(PlanningError) -> CertifiedSolution {
    try table.check(measure)
    let apart = try table.withSuccessorsApart()
    let solution = try solver.solve(apart, backup: RectangularBackup(measure, on: apart, discount: discount))
    let states = table.stateCount
    return CertifiedSolution(
      values: Array(solution.values.prefix(states)),
      policy: solution.policy.prefix(states, actionCount: table.actionCount),
      lower: Array(solution.lower.prefix(states)), upper: Array(solution.upper.prefix(states)),
      sweeps: solution.sweeps, evaluationSweeps: solution.evaluationSweeps)
  }
}

extension TablePolicy {
  /// The policy of the first `states` states.
  fileprivate func prefix(_ states: Int, actionCount: Int) -> TablePolicy {
    switch self {
    case .actions(let chosen): .actions(Array(chosen.prefix(states)))
    case .probabilities(let numbers): .probabilities(Array(numbers.prefix(states * actionCount)))
    }
  }
}

extension OutcomeTable {
  /// Throws where `measure` is none of the joint law of successor and reward.
  func check<Measure: UncertaintySet>(_ measure: Measure) throws(PlanningError) {
    guard measure.support == .nominal else {
      throw PlanningError(
        "the set \(Measure.name) may put mass where the table has no outcome; a measure of risk keeps to the "
          + "outcomes that there are")
    }
    for state in 0..<stateCount {
      for action in 0..<actionCount {
        do throws(UncertaintySetError) {
          try measure.check(nominal: probability.span.extracting(row(state, action)))
        } catch {
          throw PlanningError("state \(state), action \(action): \(error)")
        }
      }
    }
  }

  /// The same process as a `SolverTable`, which keeps one reward per successor: where a row has several, it
  /// leads to copies of the successor, numbered from `stateCount` on, that behave alike.
  ///
  /// O(entries), times the number of copies.
  func withSuccessorsApart() throws(PlanningError) -> SolverTable {
    var copies = Array(repeating: [Int](), count: stateCount)
    var originals = Array(0..<stateCount)
    var met = Array(repeating: 0, count: stateCount + 1)
    var ends = 0
    for row in 0..<(stateCount * actionCount) {
      let entries = rowStart[row]..<rowStart[row + 1]
      for entry in entries {
        let successor = next[entry]
        met[successor] += 1
        guard successor < stateCount else { continue }
        if met[successor] > copies[successor].count + 1 {
          copies[successor].append(originals.count)
          originals.append(successor)
        }
      }
      ends = max(ends, met[stateCount])
      for entry in entries { met[next[entry]] = 0 }
    }
    // Ends are told apart by the state in which they happen, so there must be as many states.
    while originals.count < ends { originals.append(0) }
    var builder = try SolverTableBuilder(
      stateCount: originals.count, actionCount: actionCount, entryCapacity: next.count)
    for original in originals {
      for action in 0..<actionCount {
        for entry in row(original, action) {
          let successor = next[entry]
          let index = met[successor]
          met[successor] += 1
          let isEnd = successor == stateCount
          let target = isEnd ? index : index == 0 ? successor : copies[successor][index - 1]
          builder.add(
            to: target, probability: probability[entry], reward: reward[entry], terminated: isEnd)
        }
        for entry in row(original, action) { met[next[entry]] = 0 }
        try builder.endRow()
      }
    }
    let first = initial + Array(repeating: 0, count: originals.count - stateCount)
    return try builder.finish(initial: first)
  }
}
