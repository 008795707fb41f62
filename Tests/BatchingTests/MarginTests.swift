import Batching
import ClassicControlEnvironments
import DecisionProcesses
import Perturbations
import RandomStreams
import SafeControlEnvironments
import TabularEnvironments
import Testing

/// The margin column holds what the process says of the states that lanes reached.
@Suite struct MarginTests {
  /// Plays random actions beside simulations; the number of margins that differ in their bits, of episodes
  /// that ended and of margins that were positive.
  static func play<P: SafetyMargin, R: RuleSequence>(
    _ process: P, rules: R, count: Int = 9, shards: Int = 2, rule: ResetRule = .sameStep, steps: Int = 90
  ) throws -> (wrong: Int, ended: Int, positive: Int)
  where P.Action: RowConvertible, P.Observation: RowConvertible {
    let batch = try Batch(
      process, count: count, rules: rules, horizon: 25, resetRule: rule, shards: shards,
      actionType: process.actionSpace.description.isCategorical ? .int64 : .float64, splitting: .finest)
    let storage = BatchStorage(for: batch)
    let margins = try #require(storage.columns.margins)
    var scalars = try (0..<count).map { lane in
      try Perturbed(Simulation(process, seed: 5, lane: UInt64(lane), horizon: 25), rules: rules)
    }
    var result = (wrong: 0, ended: 0, positive: 0)
    func compare(_ lane: Int) {
      let (present, state) = (scalars[lane].process, scalars[lane].state)
      let width = process.task.costs.count
      for channel in 0..<width {
        let margin = present.margin(state, channel: channel)
        if margin.bitPattern != margins[lane * width + channel].bitPattern { result.wrong += 1 }
        if margin > 0 { result.positive += 1 }
      }
    }
    batch.reset(seed: 5, into: storage.columns)
    for lane in 0..<count {
      _ = scalars[lane].reset(seed: 5)
      compare(lane)
    }
    var luck = RandomStream(seed: 3)
    for _ in 0..<steps {
      let actions = (0..<count).map { _ in process.actionSpace.sample(using: &luck) }
      encode(actions.map(\.components), as: batch.actionDescription.elementType)
        .withUnsafeBytes { batch.step(actions: $0, into: storage.columns) }
      var mask = [UInt8](repeating: 0, count: count)
      for lane in 0..<count {
        let step = scalars[lane].step(actions[lane])
        compare(lane)
        guard step.hasEnded else { continue }
        result.ended += 1
        mask[lane] = 1
        _ = scalars[lane].reset()
      }
      guard rule == .manual else { continue }
      mask.withUnsafeBufferPointer { batch.reset(where: $0, into: storage.columns) }
      for lane in 0..<count where mask[lane] != 0 { compare(lane) }
    }
    return result
  }

  @Test(arguments: [ResetRule.sameStep, .manual])
  func marginsOfReachedStates(_ rule: ResetRule) throws {
    for result in [
      try Self.play(ConstrainedPendulum(), rules: NoRules(), rule: rule),
      try Self.play(DoubleIntegrator(), rules: NoRules(), rule: rule),
      try Self.play(PointRobot(), rules: NoRules(), rule: rule),
      try Self.play(BrakingLine(), rules: NoRules(), rule: rule),
    ] {
      #expect(result.wrong == 0)
      #expect(result.ended > 0 && result.positive > 0)
    }
  }

  /// Each lane's own parameters count, and rules on costs change no margin.
  @Test func marginsUnderRules() throws {
    let rules = RuleList([RuleSlot(Uncertain(nature: .perStep)), RuleSlot(Bias(.cost, value: 7))])
    let robot = try Self.play(PointRobot(), rules: rules)
    let line = try Self.play(DoubleIntegrator(), rules: rules)
    #expect(robot.wrong == 0 && line.wrong == 0)
    #expect(robot.positive > 0 && line.positive > 0)
  }

  @Test func worldsWithoutMargins() throws {
    let batch = try Batch(CartPole(), count: 2)
    #expect(!batch.hasMargins)
    #expect(BatchStorage(for: batch).columns.margins == nil)
    #expect(try Batch(PointRobot(), count: 2).hasMargins)
  }

  /// A margin that is not a number is zero, like every number of a lane that fails.
  @Test func marginsThatAreNotFinite() throws {
    var process = DoubleIntegrator()
    process.gain = .greatestFiniteMagnitude
    let batch = try Batch(process, count: 3, horizon: 100)
    let storage = BatchStorage(for: batch)
    batch.reset(seed: 1, into: storage.columns)
    var failed = 0
    for _ in 0..<40 {
      encode(Array(repeating: [1.0], count: 3), as: .float32)
        .withUnsafeBytes { batch.step(actions: $0, into: storage.columns) }
      failed += (0..<3).count { storage.ending($0).contains(.failed) }
      #expect(try #require(storage.columns.margins).allSatisfy(\.isFinite))
    }
    #expect(failed > 0)
  }
}
