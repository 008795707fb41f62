import DecisionProcesses
import Testing

@Suite struct TaskTests {
  @Test func costs() {
    #expect(Costs.none.count == 0)
    #expect(Costs.none.values == [])
    #expect(Costs(count: 3).values == [0, 0, 0])
    #expect(Costs(1.5).values == [1.5])
    #expect(Costs(1.5, -2).values == [1.5, -2])
    let full = (0..<Costs.capacity).map(Double.init)
    #expect(Costs(full).values == full)
    var costs = Costs(1, 2)
    costs[0] = 5
    costs.withMutableRow { row in
      #expect(row.count == 2)
      row[1] += 1
    }
    #expect(costs == Costs([5, 3]))
    #expect(Costs(0.0) != Costs(0.0, 0))
    #expect(Costs(1, 2) != Costs(1, 3))
  }

  @Test(arguments: [Double.nan, .infinity, -.infinity])
  func costsNotFinite(_ value: Double) {
    for channel in 0..<Costs.capacity {
      var costs = Costs(count: Costs.capacity)
      #expect(costs.isFinite)
      costs[channel] = value
      #expect(!costs.isFinite)
    }
  }

  @Test func endings() {
    #expect(Ending().name == "running")
    #expect(Ending.terminated.name == "terminated")
    #expect(Ending([.terminated, .truncated]).name == "terminated+truncated")
    #expect(Ending([.truncated, .failed]).name == "truncated+failed")
    #expect([Ending.terminated, .truncated, .failed].map(\.rawValue) == [1, 2, 4])
  }

  @Test func stepsAndOutcomes() {
    let outcome = Outcome(reward: 2, costs: Costs(1), ending: .terminated)
    let step = Step(observation: 3, outcome: outcome)
    #expect(step.hasEnded)
    #expect(step.outcome == outcome)
    #expect(!Step(observation: 3, outcome: Outcome(reward: 2)).hasEnded)
  }

  @Test func requirements() {
    let all: [(Requirement, String)] = [
      (.everyStep(limit: 0.5), "every-step"), (.expectedReturn(limit: 0.5), "expected-return"),
      (.discountedReturn(limit: 0.5), "discounted-return"),
      (.probability(threshold: 3, limit: 0.5), "probability"),
      (.conditionalValueAtRisk(alpha: 0.1, limit: 0.5), "conditional-value-at-risk"),
    ]
    for (requirement, name) in all {
      #expect(requirement.limit == 0.5)
      #expect(requirement.name == name)
    }
  }

  @Test func descriptionsKeepWhatTheyAreGiven() {
    let task = TaskDescription(
      horizon: 1, discount: 1, rewardRange: -1...2, isDeterministic: true,
      costs: [CostDescription("heat", unit: "J", meaning: "energy lost")],
      constraints: [Constraint("cool", channel: 0, .everyStep(limit: 3))])
    #expect(task.horizon == 1 && task.discount == 1 && task.isDeterministic)
    #expect(task.rewardRange == -1...2)
    #expect(task.costs.map(\.isNonNegative) == [true])
    #expect(task.constraints.map(\.requirement.limit) == [3])
  }
}
