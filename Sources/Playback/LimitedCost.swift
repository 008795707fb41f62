import DecisionProcesses

/// A cost beside what the task allows of it.
struct LimitedCost {
  var name: String
  var value: Double
  var limit: Double
  /// Steps that violated a constraint on single steps; nil for constraints on sums.
  var violations: Int?

  var isExceeded: Bool { value > limit || (violations ?? 0) > 0 }
}

extension RecipeFacts {
  /// Every constraint of the task with where the episode stands in it: the last cost, the sum, or the
  /// discounted sum. Requirements on distributions are shown by this one episode's sum.
  func limitedCosts(_ facts: EpisodeFacts) -> [LimitedCost] {
    task.constraints.enumerated().map { index, constraint in
      let channel = constraint.channel
      var cost = LimitedCost(
        name: constraint.name, value: facts.costSums[channel], limit: constraint.requirement.limit)
      switch constraint.requirement {
      case .everyStep:
        cost.value = facts.costs[channel]
        cost.violations = facts.violations[index]
      case .discountedReturn: cost.value = facts.discountedCostSums[channel]
      case .probability(let threshold, _): cost.limit = threshold
      case .expectedReturn, .conditionalValueAtRisk: break
      }
      return cost
    }
  }
}
