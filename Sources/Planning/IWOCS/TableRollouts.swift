import RandomStreams

/// Policy values by played episodes, for trials of methods that have no exact evaluation.
///
/// Each return is the discounted sum of rewards from a first state, up to an end or `stepLimit` steps. Steps
/// that could no longer change the sum are not played.
public struct TableRollouts: Sendable, Hashable {
  /// Number of episodes.
  public var count: Int
  /// Most steps of an episode.
  public var stepLimit: Int

  /// - Precondition: at least two episodes of at least one step.
  public init(count: Int = 300, stepLimit: Int = 10_000) {
    precondition(
      count >= 2 && stepLimit >= 1, "\(count) episodes of \(stepLimit) steps; give 2 of 1, or more")
    self.count = count
    self.stepLimit = stepLimit
  }

  /// Mean return of `policy` from the first states of `table`, and its standard error.
  ///
  /// Every episode has a substream of its own, so two tables meet the same luck. Throws for a policy that
  /// does not fit and a discount outside [0, 1]. O(count * steps * successors).
  public func value(
    of policy: TablePolicy, in table: SolverTable, discount: Double, using stream: RandomStream
  ) throws(PlanningError) -> SampledValue {
    try policy.validate(for: table)
    guard discount >= 0, discount <= 1 else {
      throw PlanningError("discount \(discount) lies outside [0, 1]")
    }
    let returns = (0..<count).map { episode in
      let purpose = StreamPurpose(named: "rollout", ordinal: UInt32(truncatingIfNeeded: episode))
      var luck = stream.substream(purpose)
      return play(policy, table, discount, &luck)
    }
    let mean = returns.reduce(0, +) / Double(count)
    let variance = returns.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(count - 1)
    return SampledValue(mean: mean, standardError: (variance / Double(count)).squareRoot())
  }

  private func play(
    _ policy: TablePolicy, _ table: SolverTable, _ discount: Double, _ luck: inout RandomStream
  ) -> Double {
    var state = luck.categorical(table.initial.span)
    var total = 0.0
    var weight = 1.0
    for _ in 0..<stepLimit {
      let action: Int
      switch policy {
      case .actions(let chosen): action = chosen[state]
      case .probabilities(let numbers):
        let start = state * table.actionCount
        action = luck.categorical(numbers.span.extracting(start..<(start + table.actionCount)))
      }
      let entries = table.row(state, action)
      let entry = entries.lowerBound + luck.categorical(table.probability.span.extracting(entries))
      total += weight * table.reward.value(ofEntry: entry, inRow: state * table.actionCount + action)
      weight *= discount
      state = Int(table.next[entry])
      if state == table.stateCount { break }
      if discount < 1 && weight * table.largestReward <= 0.25 * (1 - discount) * total.ulp { break }
    }
    return total
  }
}

/// A mean of independent samples.
public struct SampledValue: Sendable, Equatable {
  public var mean: Double
  /// Sample standard deviation over the root of the number of samples.
  public var standardError: Double

  public init(mean: Double, standardError: Double) {
    self.mean = mean
    self.standardError = standardError
  }
}
