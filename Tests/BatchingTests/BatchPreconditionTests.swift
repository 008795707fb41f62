import Batching
import ClassicControlEnvironments
import DecisionProcesses
import Testing

/// Misuse traps; each runs in a process of its own.
@Suite struct BatchPreconditionTests {
  @Test(arguments: ResetRule.allCases)
  func stepBeforeReset(_ rule: ResetRule) async {
    await #expect(processExitsWith: .failure) { [rule = rule.rawValue as String] in
      let batch = try Batch(Ferry(), count: 2, resetRule: ResetRule(rawValue: rule) ?? .manual)
      let storage = BatchStorage(for: batch)
      encode([[0, 0], [0, 0]], as: .float32)
        .withUnsafeBytes { batch.step(actions: $0, into: storage.columns) }
    }
  }

  @Test func actionOutsideTheSpace() async {
    await #expect(processExitsWith: .failure) {
      let batch = try Batch(CartPole(), count: 2)
      let storage = BatchStorage(for: batch)
      batch.reset(seed: 1, into: storage.columns)
      encode([[0], [-1]], as: .int64).withUnsafeBytes { batch.step(actions: $0, into: storage.columns) }
    }
  }

  @Test func laneThatWaits() async {
    await #expect(processExitsWith: .failure) {
      let batch = try Batch(Ferry(), count: 2, horizon: 1, resetRule: .manual)
      let storage = BatchStorage(for: batch)
      batch.reset(seed: 1, into: storage.columns)
      for _ in 0..<2 {
        encode([[0, 0], [0, 0]], as: .float32)
          .withUnsafeBytes { batch.step(actions: $0, into: storage.columns) }
      }
    }
  }

  @Test func noHorizon() async {
    await #expect(processExitsWith: .failure) { _ = try Batch(Ferry(), count: 2, horizon: 0) }
  }

  /// The right use ends well, so the tests above see the misuse.
  @Test func rightUse() async {
    await #expect(processExitsWith: .success) {
      let batch = try Batch(CartPole(), count: 2)
      let storage = BatchStorage(for: batch)
      batch.reset(seed: 1, into: storage.columns)
      encode([[0], [1]], as: .int64).withUnsafeBytes { batch.step(actions: $0, into: storage.columns) }
    }
  }
}
