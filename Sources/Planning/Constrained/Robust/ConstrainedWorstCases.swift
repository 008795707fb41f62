/// What a policy returns and costs at worst, each judged by a nature of its own.
///
/// The return's nature plays the kernel that lowers the return most, each cost's nature the one that raises
/// that cost most: no single kernel need do all of it, so all numbers together are a promise, not a forecast.
public struct ConstrainedWorstCases: Sendable, Equatable {
  /// Whether a limit is kept.
  public enum Verdict: String, Sendable, Equatable {
    /// For certain, whatever nature does.
    case kept
    /// For certain not: nature's kernel for that cost passes it.
    case broken
    /// Limit and worst case are too near each other to tell.
    case undecided
  }

  /// One worst case: the return's, or a cost's.
  public struct Extreme: Sendable, Equatable {
    /// From each state.
    public let values: CertifiedValues
    /// From the first states: it is at least this.
    public let lower: Double
    /// From the first states: it is at most this.
    public let upper: Double
    /// The probabilities that nature plays; shape [entries] of the table, nominal where the policy never
    /// goes. `SolverTable.replacing(probability:)` makes a table of them.
    public let kernel: [Double]
  }

  /// The least return.
  public let returned: Extreme
  /// The greatest discounted cost, for each limit.
  public let costs: [Extreme]
  /// For each limit.
  public let verdicts: [Verdict]

  /// Judges `policy` against limits on discounted costs; `backup` makes nature's backup for a table, which
  /// has the reward or a negated cost for its reward.
  ///
  /// Throws for unknown channels, limits that are not finite, a policy that does not fit, for discount 1, and
  /// where nature puts mass on successors for which the table has no entry: see
  /// `SolverTable.listingEverySuccessor`. One robust evaluation per limit and one for the return.
  public init<B: Backup>(
    of policy: TablePolicy, in table: SolverTable, limits: [(channel: Int, limit: Double)],
    backup: (SolverTable) throws(PlanningError) -> B
  ) throws(PlanningError) {
    let signals = try SignalTables(table, limits: limits)
    var extremes: [Extreme] = []
    for (index, signal) in signals.tables.enumerated() {
      let worst = try RobustPolicyEvaluation(backup(signal)).worstCase(of: policy, in: signal)
      let values = index == 0 ? worst.values : worst.values.negated
      extremes.append(
        Extreme(
          values: values, lower: table.initialExpectation(of: values.lower),
          upper: table.initialExpectation(of: values.upper), kernel: worst.table.probability))
    }
    returned = extremes[0]
    costs = Array(extremes.dropFirst())
    verdicts = zip(costs, limits).map { cost, limit in
      cost.upper <= limit.limit ? .kept : cost.lower > limit.limit ? .broken : .undecided
    }
  }
}

/// The table with the reward, then with each limited cost, negated, in its place: of all of them more is
/// better.
struct SignalTables {
  let tables: [SolverTable]
  /// The least that the value of each signal may be: none for the return, then the negated limits.
  let floors: [Double]

  /// Throws for unknown channels and limits that are not finite.
  init(_ table: SolverTable, limits: [(channel: Int, limit: Double)]) throws(PlanningError) {
    var tables = [table]
    var floors = [-Double.infinity]
    for (channel, limit) in limits {
      guard table.costs.indices.contains(channel) else {
        throw PlanningError("cost channel \(channel): the table has \(table.costs.count)")
      }
      guard limit.isFinite else {
        throw PlanningError("cost channel \(channel): the limit \(limit) is not finite")
      }
      tables.append(table.rewarding(table.costs[channel].scaled(by: -1)))
      floors.append(-limit)
    }
    self.tables = tables
    self.floors = floors
  }
}
