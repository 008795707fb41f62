import Batching
import ClassicControlEnvironments
import DecisionProcesses
import Perturbations
import Testing

/// The column kernel of cart-pole makes the bits of the scalar step.
@Suite struct ColumnKernelTests {
  static func heavy() -> CartPole {
    var process = CartPole(options: OptionValues(["sutton": .flag(true)], for: CartPole.options))
    process.gravity = 11.25
    process.massCart = 1.7
    process.massPole = 0.31
    process.length = 0.9
    process.forceMagnitude = 12.5
    process.push = -1.5
    return process
  }

  static func play(
    _ process: CartPole, count: Int, shards: Int = 1, type: ElementType? = nil, rule: ResetRule = .sameStep,
    horizon: Int = 25, steps: Int = 80
  ) throws -> LaneComparison {
    let batch = try Batch(
      process, count: count, rules: NoRules(), horizon: horizon, resetRule: rule, shards: shards,
      observationType: type, splitting: .finest)
    return LaneComparison(batch, steps: steps) { Simulation(process, seed: 21, lane: $0, horizon: horizon) }
  }

  @Test(arguments: [1, 8, 13, 64], [ElementType.float32, .float64])
  func lanesEqualSimulations(_ count: Int, _ type: ElementType) throws {
    let comparison = try Self.play(CartPole(), count: count, type: type)
    #expect(comparison.mismatch == nil)
    #expect(comparison.endings[.terminated, default: 0] > 0)
  }

  @Test(arguments: [ElementType.float32, .float64])
  func otherParametersAndReward(_ type: ElementType) throws {
    let comparison = try Self.play(Self.heavy(), count: 13, type: type)
    #expect(comparison.mismatch == nil)
    #expect(comparison.trace != (try Self.play(CartPole(), count: 13, type: type)).trace)
  }

  @Test func everyEndingComes() throws {
    let comparison = try Self.play(CartPole(), count: 64, horizon: 12, steps: 120)
    #expect(comparison.mismatch == nil)
    #expect(comparison.endings[.truncated, default: 0] > 0)
    #expect(comparison.endings[.terminated, default: 0] > 0)
    #expect(comparison.endings[[.terminated, .truncated], default: 0] > 0)
  }

  @Test func manualResets() throws {
    let comparison = try Self.play(CartPole(), count: 11, rule: .manual)
    #expect(comparison.mismatch == nil)
    #expect(!comparison.endings.isEmpty)
  }

  @Test(arguments: [1, 2, 7])
  func shardsChangeNothing(_ shards: Int) throws {
    let comparison = try Self.play(CartPole(), count: 29, shards: shards)
    #expect(comparison.mismatch == nil)
    #expect(comparison.trace == (try Self.play(CartPole(), count: 29)).trace)
  }

  /// A cart faster than the largest Double: the column kernel and the simulation fail alike.
  @Test func statesThatStopBeingFinite() throws {
    var process = CartPole()
    process.forceMagnitude = .greatestFiniteMagnitude
    let comparison = try Self.play(process, count: 9, type: .float64, steps: 30)
    #expect(comparison.mismatch == nil)
    #expect(comparison.endings.contains { $0.key.contains(.failed) && $0.value > 0 })
  }

  /// Rules on observations and actions keep the column kernel.
  @Test func withRules() throws {
    let rules = RuleList([
      RuleSlot(ObservationDelay(steps: 3)), GaussianNoise(sigma: 0.1).on(0, 2),
      RuleSlot(StickyAction(probability: 0.3)), Bias(value: 1).scheduled(.trigger("angleMargin")),
    ])
    let batch = try Batch(CartPole(), count: 13, rules: rules, horizon: 30, shards: 2, splitting: .finest)
    let comparison = try LaneComparison(batch, steps: 80) { lane in
      try Perturbed(Simulation(CartPole(), seed: 21, lane: lane, horizon: 30), rules: rules)
    }
    #expect(comparison.mismatch == nil)
    #expect(!comparison.endings.isEmpty)
  }
}
