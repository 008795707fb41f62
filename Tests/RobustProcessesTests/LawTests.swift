import DecisionProcesses
import EnvironmentTesting
import Perturbations
import RandomStreams
import RobustProcesses
import TabularEnvironments
import Testing
import UncertaintySets

/// A robust process keeps the laws of every environment: seeds, spaces, branches, snapshots, batches in 1, 2
/// and 7 shards, rules on top.
@Suite struct LawTests {
  private func check<P: DecisionProcess>(_ process: P, _ name: String) throws
  where P.Action: RowConvertible, P.Observation: RowConvertible {
    for result in EnvironmentLaws.check(process, id: name, seed: 7) { #expect(result.passed, "\(result)") }
    let rules = RuleList([RuleSlot(StickyAction(probability: 0.2)), RuleSlot(RewardDelay(steps: 2))])
    for result in try EnvironmentLaws.check(process, rules: rules, id: name + " with rules", seed: 7) {
      #expect(result.passed, "\(result)")
    }
  }

  @Test func everyNature() throws {
    let world = RandomWorld(states: 7, actions: 3, seed: 51)
    let set = try L1Ball(radius: 0.4, support: .nominal)
    let model = try RobustModel(world, set)
    let worst = DynamicWorstCase(against: [3, 1, 4, 1, 5, 9, 2], discount: 0.9)
    let kernels = (0..<2).map { model.sampleKernel(using: RandomStream(seed: UInt64($0), purpose: .nature)) }
    let worths = [[0.0, 1, 0, 1, 0, 1, 0], [1.0, 0, 1, 0, 1, 0, 1]]
    try check(try RobustProcess(world, set, NominalNature()), "nominal")
    try check(try RobustProcess(world, set, worst), "worst case")
    try check(try RobustProcess(world, set, RandomNature(.step)), "random per step")
    try check(try RobustProcess(world, set, RandomNature(.episode)), "random per episode")
    try check(try RobustProcess(world, set, GreedyNature()), "greedy")
    try check(try RobustProcess(world, set, FixedKernel(kernels[0])), "fixed")
    try check(try RobustProcess(world, set, StaticWorstCase(among: kernels, values: worths)), "static")
    try check(try RobustProcess(world, set, Budgeted(worst, count: 3)), "budget")
    try check(
      try RobustProcess(world, SharedBudget(.kl, budget: 0.2, support: .nominal), RandomNature(.episode)),
      "shared budget")
  }

  @Test func worldsOfTheSuite() throws {
    var walk = WindyWalk()
    walk.alpha = 0.3
    let values = (0..<36).map { Double(($0 * 5) % 7) }
    try check(
      try RobustProcess(
        walk, L1Ball(radius: 0.3, support: .all), DynamicWorstCase(against: values, discount: 0.95)),
      "windy walk")
    try check(try RobustProcess(BrakingLine(), KLBall(radius: 0.2), RandomNature(.step)), "braking line")
    try check(
      try RobustProcess(WindyWalk(), L1Ball(radius: 0.3, support: .all), RandomNature(.episode)),
      "windy walk, random")
  }
}
