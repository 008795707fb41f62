/// Exact truth about a policy with discount below one: values, visits, regret.
public struct PolicyEvaluation: Sendable {
  /// In [0, 1).
  public let discount: Double

  /// Throws for a discount outside [0, 1).
  public init(discount: Double) throws(PlanningError) {
    self.discount = try Discount.endless(discount)
  }

  /// Value of `policy` in each state, (I - discount P)^-1 r, with the interval that its residual proves.
  ///
  /// Throws for a policy that does not fit the table. Usually O(entries) times some tens; long deterministic
  /// chains of at most 2000 states take O(states^3).
  public func values(of policy: TablePolicy, in table: SolverTable) throws(PlanningError) -> CertifiedValues {
    try policy.validate(for: table)
    let chain = policy.chain(of: table)
    var equations = ChainEquations(stateCount: table.stateCount)
    var x = [Double](repeating: 0, count: table.stateCount)
    equations.solve(chain, discount: discount, right: chain.reward, &x)
    var swept = x
    chain.residualOperator(x, discount: discount, transposed: false, into: &swept)
    var change = SweepChange(hasTermination: table.hasTermination)
    for state in x.indices {
      // T v = r + discount P v; the operator gave v - discount P v.
      swept[state] = chain.reward[state] + (x[state] - swept[state])
      change.add(from: x[state], to: swept[state])
    }
    let size = x.reduce(change.size) { max($0, abs($1)) }
    let operations = table.longestRow * table.actionCount + table.actionCount
    return CertifiedValues(
      swept: swept, change: change,
      roundOff: Double.ulpOfOne * Double(2 * operations + 6) * (table.largestReward + size),
      discount: discount)
  }

  /// How often `policy` visits each state and action, discounted:
  /// (1 - discount) sum over t of discount^t Pr(s_t = s, a_t = a), from the table's first states.
  ///
  /// The sum over all is one where no episode ends, and less where ends absorb some of it. Throws and costs
  /// like `values`.
  public func occupancy(of policy: TablePolicy, in table: SolverTable) throws(PlanningError) -> Occupancy {
    try policy.validate(for: table)
    let chain = policy.chain(of: table)
    var equations = ChainEquations(stateCount: table.stateCount)
    let start = table.initial.map { (1 - discount) * $0 }
    var visits = [Double](repeating: 0, count: table.stateCount)
    equations.solve(chain, discount: discount, transposed: true, right: start, &visits)
    var residual = visits
    chain.residualOperator(visits, discount: discount, transposed: true, into: &residual)
    // |(I - g P^T)^-1| is at most 1/(1 - g) in the sum norm; the product's own round-off is added.
    let entries = Double(table.longestRow * table.actionCount)
    var sum = 0.0
    for state in visits.indices {
      sum += abs(start[state] - residual[state])
      sum += Double.ulpOfOne * (entries + 4) * (abs(visits[state]) + start[state])
    }
    var measure = [Double](repeating: 0, count: table.rowCount)
    for state in 0..<table.stateCount {
      policy.forEachAction(in: state, of: table) { action, weight in
        measure[state * table.actionCount + action] = weight * visits[state]
      }
    }
    return Occupancy(visits: measure, actionCount: table.actionCount, bound: sum / (1 - discount))
  }

  /// How much less than the optimum `policy` is worth from the table's first states: the least and the most
  /// that the two certified intervals allow.
  ///
  /// Throws like `values` and `DiscountedSolver.solve`.
  public func regret(
    of policy: TablePolicy, in table: SolverTable, solver: DiscountedSolver = DiscountedSolver()
  ) throws(PlanningError) -> ClosedRange<Double> {
    let own = try values(of: policy, in: table)
    let best = try solver.solve(table, discount: discount)
    let low = table.initialExpectation(of: best.lower) - table.initialExpectation(of: own.upper)
    let high = table.initialExpectation(of: best.upper) - table.initialExpectation(of: own.lower)
    // A policy is never better than the optimum.
    return max(0, low)...max(0, high)
  }
}

/// Discounted visits of a policy to states and actions.
public struct Occupancy: Sendable, Equatable {
  /// Shape [states, actions], row-major.
  public let visits: [Double]
  public let actionCount: Int
  /// Certified bound of the sum of |errors| over all states.
  public let bound: Double

  /// Visits to each state. O(size).
  public var states: [Double] {
    (0..<(visits.count / actionCount)).map { state in
      visits[(state * actionCount)..<((state + 1) * actionCount)].reduce(0, +)
    }
  }

  /// The sum of visits times `signal`: (1 - discount) times the discounted return. O(size).
  ///
  /// - Precondition: `signal` has one expectation per row.
  public func expectation(of signal: RowSignal) -> Double {
    precondition(signal.expected.count == visits.count, "the signal belongs to another table")
    var sum = 0.0
    for (visit, value) in zip(visits, signal.expected) { sum += visit * value }
    return sum
  }

  /// The stationary policy with these visits; uniform where a state is never visited. O(size).
  public var policy: TablePolicy {
    var probabilities = visits
    for (state, total) in states.enumerated() {
      for row in (state * actionCount)..<((state + 1) * actionCount) {
        probabilities[row] = total > 0 ? max(0, visits[row]) / total : 1 / Double(actionCount)
      }
    }
    return .probabilities(probabilities)
  }
}
