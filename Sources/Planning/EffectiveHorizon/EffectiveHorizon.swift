import ElementaryFunctions

/// How far an agent must look ahead of random play: k-QVI solvability and the stochastic effective horizon.
///
/// Over T steps, Q^1 is the action value of an exploration policy and Q^{k+1} one optimality backup more:
///
///     Q^{k+1}_t(s, a) = r(s, a) + discount * sum over s' of p(s' | s, a) max over a' of Q^k_{t+1}(s', a')
///
/// The process is k-QVI-solvable if every policy greedy for Q^k is optimal from the first states. With the
/// gap D_k, the least distance between the best Q^k and the best of the actions that do not reach it,
///
///     H_k = k + log_A(1 / D_k^2),  H = min over solvable k of H_k
///
/// A the number of actions; sample complexities of random exploration grow as A^H. Gaps are not free of
/// scale: the source takes returns in [0, 1], `SolverTable.rewarding` brings others there. States that
/// no policy reaches at step t do not count at t.
///
/// Source: C. Laidlaw, B. Zhu, S. Russell, A. Dragan, "The effective horizon explains deep RL performance in
/// stochastic environments", ICLR 2024, arXiv:2312.08369.
public struct EffectiveHorizon: Sendable {
  /// Number of steps T.
  public var horizon: Int
  /// In (0, 1]; 1 in the source.
  public var discount: Double
  /// Actions within this distance of the best Q^k count as greedy, and a policy whose return misses the
  /// optimum by no more than T times as much counts as optimal. In units of reward.
  public var tolerance: Double

  public init(horizon: Int, discount: Double = 1, tolerance: Double = 1e-9) {
    self.horizon = horizon
    self.discount = discount
    self.tolerance = tolerance
  }

  /// Analyses `table` for an agent that explores by `exploration`, uniformly if none is given.
  ///
  /// Levels k go from 1 up to T, where Q^T is the optimal Q, or until Q no longer changes. Throws for a
  /// horizon below one, a discount outside (0, 1], a tolerance that is negative or not finite, and a policy
  /// that does not fit. O(levels * T * entries).
  public func analyse(
    _ table: SolverTable, exploration: TablePolicy? = nil
  ) throws(PlanningError) -> EffectiveHorizonReport {
    guard horizon > 0 else { throw PlanningError("horizon \(horizon): at least one step is needed") }
    guard discount > 0, discount <= 1 else {
      throw PlanningError("discount \(discount) lies outside (0, 1]")
    }
    guard tolerance >= 0, tolerance.isFinite else {
      throw PlanningError("tolerance \(tolerance) is no number from 0 up")
    }
    let share = 1 / Double(table.actionCount)
    let policy = exploration ?? .probabilities(Array(repeating: share, count: table.rowCount))
    try policy.validate(for: table)
    return table.withRows { rows in
      var stages = StagedValues(rows, table, horizon: horizon, discount: discount)
      stages.evaluate(policy)
      let explorationReturn = stages.start { state, values in
        var sum = 0.0
        policy.forEachAction(in: state, of: table) { sum += $1 * values[$0] }
        return sum
      }
      var optimal = stages
      for _ in 1..<horizon { optimal.backUp() }
      let best = optimal.start { _, values in values.max()! }
      var levels: [EffectiveHorizonReport.Level] = []
      repeat {
        levels.append(level(levels.count + 1, of: stages, best: best, actionCount: table.actionCount))
      } while levels.count < horizon && stages.backUp()
      return EffectiveHorizonReport(
        levels: levels, optimalReturn: best, explorationReturn: explorationReturn)
    }
  }

  private func level(
    _ k: Int, of stages: StagedValues, best: Double, actionCount: Int
  ) -> EffectiveHorizonReport.Level {
    let (worst, gap) = stages.worstGreedy(tolerance: tolerance)
    let isSolvable = best - worst <= Double(horizon) * tolerance
    var length = Double.infinity
    if isSolvable {
      length = Double(k)
      // One action has no gap.
      if let gap { length -= 2 * Elementary.log(gap) / Elementary.log(Double(actionCount)) }
    }
    return EffectiveHorizonReport.Level(
      k: k, worstReturn: worst, gap: gap, isSolvable: isSolvable, effectiveHorizon: length)
  }
}

/// Solvability and effective horizon by the number of backups.
public struct EffectiveHorizonReport: Sendable, Equatable {
  /// What greedy play after k - 1 backups is good for.
  public struct Level: Sendable, Equatable {
    public let k: Int
    /// Least return from the first states of a policy greedy for Q^k.
    public let worstReturn: Double
    /// D_k; nil where all actions tie everywhere.
    public let gap: Double?
    /// Whether every policy greedy for Q^k is optimal.
    public let isSolvable: Bool
    /// H_k, which is k where nothing but ties is met; infinite where not solvable.
    public let effectiveHorizon: Double
  }

  /// k = 1, 2, ...; the last one is solvable.
  public let levels: [Level]
  /// Best return from the first states.
  public let optimalReturn: Double
  /// The exploration policy's return.
  public let explorationReturn: Double

  /// The least k for which the process is k-QVI-solvable. O(levels).
  public var solvableLevel: Int { levels.first(where: \.isSolvable)!.k }
  /// H = min over k of H_k. O(levels).
  public var effectiveHorizon: Double { levels.map(\.effectiveHorizon).min()! }
}
