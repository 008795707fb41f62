import Batching
import DecisionProcesses
import Perturbations
import Testing

/// A lane with rules equals a perturbed simulation, on every channel, with and without memory.
@Suite struct BatchRuleTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var name: String
    var rules: [any RuleSequence]
    var testDescription: String { name }
  }

  static let cases: [Case] = [
    Case(name: "observation", rules: [GaussianNoise(sigma: 0.2).on(1), RuleSlot(Quantise(step: 0.25))]),
    Case(name: "observation memory", rules: [
      RuleSlot(ObservationDelay(steps: 3)), RuleSlot(Dropout(probability: 0.1, duration: 3)),
      RuleSlot(Stuck(probability: 0.1, duration: 4)),
    ]),
    Case(name: "action", rules: [
      RuleSlot(ReplaceAction(probability: 0.3)), RuleSlot(UniformNoise(.action, low: -0.5, high: 0.5)),
    ]),
    Case(name: "action memory", rules: [
      RuleSlot(ActionDelay(steps: 2)), RuleSlot(StickyAction(probability: 0.3)),
      RuleSlot(RepeatAction(steps: 2)),
    ]),
    Case(name: "reward", rules: [
      RuleSlot(GaussianNoise(.reward, sigma: 0.5)), RuleSlot(RewardDelay(steps: 3)),
    ]),
    Case(name: "cost", rules: [
      Bias(.cost, value: [1, 2]).scheduled(.period(3)), RuleSlot(Stuck(.cost, probability: 0.2, duration: 3)),
    ]),
    Case(name: "parameters per episode", rules: [RuleSlot(Uncertain())]),
    Case(name: "parameters per step", rules: [RuleSlot(Uncertain(nature: .perStep, distribution: .corners))]),
    Case(name: "parameters per seed", rules: [RuleSlot(Uncertain(nature: .fixed))]),
    Case(name: "parameters that persist", rules: [
      RuleSlot(Drift("gain", step: 0.1, sigma: 0.1)),
      RuleSlot(PeriodicDisturbance("current", amplitude: 0.1, period: 7)),
      RuleSlot(Impulse("current", magnitude: 0.1, at: 2, duration: 3)),
    ]),
    Case(name: "triggers", rules: [
      Bias(value: 1).scheduled(.trigger("downstream")), Bias(.reward, value: 3).scheduled(.trigger("left")),
      GaussianNoise(.action, sigma: 1).scheduled(.trigger("left")),
      Bias(.cost, value: 1).scheduled(.trigger("downstream")),
    ]),
    Case(name: "budgets", rules: [
      GaussianNoise(sigma: 1).limited(to: Budget(perStep: 0.5, perEpisode: 2)),
      Bias(.action, value: 0.5).limited(to: Budget(count: 3)).clipped(false),
      Bias(value: 1).scheduled(.bernoulli(0.3)),
    ]),
    Case(name: "all at once", rules: [
      RuleSlot(Uncertain(nature: .perStep)), RuleSlot(ActionDelay(steps: 1)),
      RuleSlot(GaussianNoise(.action, sigma: 0.1)), RuleSlot(ObservationDelay(steps: 2)),
      GaussianNoise(sigma: 0.1).scheduled(.window(from: 2, to: 6)), RuleSlot(RewardDelay(steps: 2)),
      Bias(.cost, value: 1).scheduled(.trigger("left")),
    ]),
  ]

  static func play(
    _ rules: [any RuleSequence], in process: Ferry = Ferry(), count: Int = 11, shards: Int = 1,
    rule: ResetRule = .sameStep, type: ElementType = .float64
  ) throws -> LaneComparison {
    let list = RuleList(rules)
    let batch = try Batch(
      process, count: count, rules: list, resetRule: rule, shards: shards, observationType: type,
      splitting: .finest)
    return try LaneComparison(batch, truth: \.trueOutcome) { lane in
      try Perturbed(Simulation(process, seed: 21, lane: lane), rules: list)
    }
  }

  @Test(arguments: cases, [ElementType.float32, .float64])
  func lanesEqualPerturbedSimulations(_ example: Case, _ type: ElementType) throws {
    let comparison = try Self.play(example.rules, type: type)
    #expect(comparison.mismatch == nil)
    #expect(!comparison.endings.isEmpty)
  }

  /// The rules change something, so that the comparison is not of two bare worlds.
  @Test(arguments: cases)
  func rulesAct(_ example: Case) throws {
    #expect(try Self.play(example.rules).trace != Self.play([]).trace)
  }

  @Test(arguments: [1, 2, 7])
  func shardsChangeNothing(_ shards: Int) throws {
    let rules = try #require(Self.cases.last).rules
    let comparison = try Self.play(rules, count: 15, shards: shards, rule: .manual)
    #expect(comparison.mismatch == nil)
    #expect(comparison.trace == (try Self.play(rules, count: 15, rule: .manual)).trace)
  }

  /// A process whose present parameters are not the schema's: rules act around the present ones.
  @Test func parametersOfOnesOwn() throws {
    let comparison = try Self.play(
      [RuleSlot(Impulse("current", magnitude: 0.1, at: 1))], in: Ferry(gain: 1.5, current: 0.05))
    #expect(comparison.mismatch == nil)
  }

  @Test func rulesThatDoNotFitAreRefused() {
    #expect(throws: PerturbationError.self) {
      _ = try Batch(Ferry(), count: 2, rules: RuleSlot(Bias(value: [1, 2])))
    }
  }
}
