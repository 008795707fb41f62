import Batching
import DecisionProcesses
import Perturbations
import Testing

/// Lanes that stop being finite end as failed, like simulations, and disturb nobody.
@Suite struct FailingLaneTests {
  static let faults: [Ferry.Fault] = [.reward, .cost, .observation]

  @Test(arguments: faults, [ElementType.float32, .float64])
  func lanesFailLikeSimulations(_ fault: Ferry.Fault, _ type: ElementType) throws {
    let comparison = try LoopEngineTests.play(
      Ferry(fault: fault), count: 13, shards: 2, observationType: type)
    #expect(comparison.mismatch == nil)
    #expect(comparison.endings[[.truncated, .failed], default: 0] > 0)
  }

  /// The rows of lanes that do not fail are those of a batch in which none does.
  @Test(arguments: faults)
  func neighboursAreNotDisturbed(_ fault: Ferry.Fault) throws {
    let (sound, broken) = (try Batch(Ferry(), count: 9), try Batch(Ferry(fault: fault), count: 9))
    let (before, after) = (BatchStorage(for: sound), BatchStorage(for: broken))
    sound.reset(seed: 2, into: before.columns)
    broken.reset(seed: 2, into: after.columns)
    var failed = Set<Int>()
    for _ in 0..<30 {
      let actions = encode(Array(repeating: [0.1, 0], count: 9), as: .float32)
      actions.withUnsafeBytes {
        sound.step(actions: $0, into: before.columns)
        broken.step(actions: $0, into: after.columns)
      }
      for lane in 0..<9 where after.ending(lane).contains(.failed) { failed.insert(lane) }
      for lane in 0..<9 where !failed.contains(lane) {
        #expect(before.observation(lane) == after.observation(lane))
        #expect(before.columns.rewards[lane] == after.columns.rewards[lane])
        #expect(before.columns.costs[2 * lane + 1] == after.columns.costs[2 * lane + 1])
        #expect(before.ending(lane) == after.ending(lane))
      }
    }
    #expect(!failed.isEmpty && failed.count < 9)
  }

  /// The fault is met before the rules: they cannot hide it, and they act on the mended numbers.
  @Test(
    arguments: faults,
    [
      BatchRuleTests.Case(name: "noise", rules: [
        RuleSlot(GaussianNoise(sigma: 0.2)), RuleSlot(GaussianNoise(.reward, sigma: 0.2)),
        RuleSlot(GaussianNoise(.cost, sigma: 0.2)),
      ]),
      BatchRuleTests.Case(name: "delay", rules: [
        RuleSlot(ObservationDelay(steps: 2)), RuleSlot(RewardDelay(steps: 2)),
        RuleSlot(Stuck(.cost, probability: 0.5, duration: 3)),
      ]),
      BatchRuleTests.Case(name: "parameters", rules: [RuleSlot(Uncertain(nature: .perStep))]),
    ])
  func failuresUnderRules(_ fault: Ferry.Fault, _ example: BatchRuleTests.Case) throws {
    for type in [ElementType.float32, .float64] {
      let comparison = try BatchRuleTests.play(example.rules, in: Ferry(fault: fault), count: 13, type: type)
      #expect(comparison.mismatch == nil)
      #expect(comparison.endings[[.truncated, .failed], default: 0] > 0)
    }
  }
}
