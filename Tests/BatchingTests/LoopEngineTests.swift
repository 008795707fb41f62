import Batching
import DecisionProcesses
import Perturbations
import Testing

/// Processes without a column kernel: every lane is a simulation of its own.
@Suite struct LoopEngineTests {
  static func play(
    _ process: Ferry = Ferry(), count: Int, shards: Int = 1, rule: ResetRule = .sameStep,
    observationType: ElementType? = nil, actionType: ElementType? = nil
  ) throws -> LaneComparison {
    let batch = try Batch(
      process, count: count, rules: NoRules(), resetRule: rule, shards: shards,
      observationType: observationType, actionType: actionType, splitting: .finest)
    return LaneComparison(batch) { Simulation(process, seed: 21, lane: $0) }
  }

  @Test(arguments: [1, 8, 13], [ResetRule.sameStep, .manual])
  func lanesEqualSimulations(_ count: Int, _ rule: ResetRule) throws {
    let comparison = try Self.play(count: count, rule: rule)
    #expect(comparison.mismatch == nil)
    #expect(!comparison.endings.isEmpty)
    #expect(comparison.endings.keys.allSatisfy { !$0.contains(.failed) })
  }

  @Test(arguments: [ElementType.float32, .float64], [ElementType.float32, .float64])
  func columnTypes(_ observation: ElementType, _ action: ElementType) throws {
    let comparison = try Self.play(count: 9, observationType: observation, actionType: action)
    #expect(comparison.mismatch == nil)
  }

  /// Actions are widened exactly, not rounded: double actions give other bits than single ones.
  @Test func actionTypesMatter() throws {
    let single = try Self.play(count: 9, actionType: .float32)
    let double = try Self.play(count: 9, actionType: .float64)
    #expect(single.trace != double.trace)
  }

  @Test(arguments: [1, 2, 7])
  func shardsChangeNothing(_ shards: Int) throws {
    let comparison = try Self.play(count: 23, shards: shards)
    #expect(comparison.mismatch == nil)
    #expect(comparison.trace == (try Self.play(count: 23)).trace)
  }

  /// Lane i is the same in a batch of any size.
  @Test func otherLanesChangeNothing() throws {
    let small = try Batch(Ferry(), count: 3)
    let large = try Batch(Ferry(), count: 20)
    let (few, many) = (BatchStorage(for: small), BatchStorage(for: large))
    small.reset(seed: 4, into: few.columns)
    large.reset(seed: 4, into: many.columns)
    for step in 0..<30 {
      let row = [Double(step % 3 - 1), 0.5]
      encode(Array(repeating: row, count: 3), as: .float32)
        .withUnsafeBytes { small.step(actions: $0, into: few.columns) }
      encode(Array(repeating: row, count: 20), as: .float32)
        .withUnsafeBytes { large.step(actions: $0, into: many.columns) }
      for lane in 0..<3 {
        #expect(few.observation(lane) == many.observation(lane))
        #expect(few.columns.rewards[lane] == many.columns.rewards[lane])
        #expect(few.ending(lane) == many.ending(lane))
      }
    }
  }

  @Test(arguments: [1, 13], [ElementType.int64, .float32, .float64])
  func categoricalObservations(_ count: Int, _ type: ElementType) throws {
    let batch = try Batch(Ring(), count: count, observationType: type)
    #expect(try Batch(Ring(), count: 1).observationDescription.elementType == .int64)
    let comparison = LaneComparison(batch) { Simulation(Ring(), seed: 21, lane: $0) }
    #expect(comparison.mismatch == nil)
    #expect(comparison.endings[.terminated, default: 0] > 0)
  }

  /// A seed starts over: the same seed gives the same bits, in the same batch.
  @Test func resetsStartOver() throws {
    let batch = try Batch(Ferry(), count: 5)
    let first = LaneComparison(batch, seed: 6) { Simulation(Ferry(), seed: 6, lane: $0) }
    let other = LaneComparison(batch, seed: 7) { Simulation(Ferry(), seed: 7, lane: $0) }
    let again = LaneComparison(batch, seed: 6) { Simulation(Ferry(), seed: 6, lane: $0) }
    #expect(first.mismatch == nil && other.mismatch == nil)
    #expect(first.trace == again.trace)
    #expect(first.trace != other.trace)
  }
}
