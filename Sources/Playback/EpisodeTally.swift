import DecisionProcesses

/// What the steps of an episode add up to.
struct EpisodeTally: Sendable {
  var reward = 0.0
  var perceivedReward = 0.0
  var sum = 0.0
  var perceivedSum = 0.0
  var costs: Costs
  var costSums: Costs
  var discountedCostSums: Costs
  /// discount^t of the coming step.
  var weight = 1.0
  var violations: [Int]
  /// Whether the last step violated a constraint on single steps.
  var isViolated = false
  var ending: Ending = []

  init(_ task: TaskDescription) {
    costs = Costs(count: task.costs.count)
    costSums = costs
    discountedCostSums = costs
    violations = Array(repeating: 0, count: task.constraints.count)
  }

  mutating func add(_ truth: Outcome, perceivedReward shown: Double, limits: StepLimits) {
    reward = truth.reward
    perceivedReward = shown
    sum += truth.reward
    perceivedSum += shown
    ending = truth.ending
    guard costs.count > 0 else { return }
    costs = truth.costs
    for channel in 0..<costs.count {
      costSums[channel] += costs[channel]
      discountedCostSums[channel] += weight * costs[channel]
    }
    weight *= limits.discount
    isViolated = false
    for limit in limits.limits where costs[limit.channel] > limit.value {
      violations[limit.constraint] += 1
      isViolated = true
    }
  }
}

/// The task's limits on the costs of single steps, looked up once.
struct StepLimits: Sendable {
  let discount: Double
  let limits: [(constraint: Int, channel: Int, value: Double)]

  init(_ task: TaskDescription) {
    discount = task.discount
    limits = task.constraints.enumerated().compactMap { index, constraint in
      guard case .everyStep(let limit) = constraint.requirement else { return nil }
      return (index, constraint.channel, limit)
    }
  }
}
