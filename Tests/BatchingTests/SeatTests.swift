import Batching
import DecisionProcesses
import Perturbations
import RandomStreams
import Testing

/// Nature's actions arrive as a column beside the agent's: lanes equal environments whose seats were set.
@Suite struct SeatTests {
  static func rules() -> RuleList {
    RuleList([
      RuleSlot(AdversarySeat.parameters(.box("all"), radius: 0.5)), RuleSlot(ActionDelay(steps: 1)),
      RuleSlot(AdversarySeat.action(alpha: 0.3)), RuleSlot(AdversarySeat.observation(epsilon: [0.1, 0.2, 0])),
    ])
  }

  /// Plays with nature in every step of `acts`; the bits of all columns, or nil at the first difference.
  static func play(
    _ type: ElementType, shards: Int, steps: Int = 40, acts: (Int) -> Bool = { _ in true }
  ) throws -> [UInt64]? {
    let (count, rules) = (9, rules())
    let batch = try Batch(
      Ferry(), count: count, rules: rules, shards: shards, actionType: .float64, seatType: type,
      splitting: .finest)
    let storage = BatchStorage(for: batch)
    var scalars = try (0..<count).map { lane in
      try Perturbed(Simulation(Ferry(), seed: 4, lane: UInt64(lane)), rules: rules)
    }
    batch.reset(seed: 4, into: storage.columns)
    for lane in 0..<count { _ = scalars[lane].reset(seed: 4) }
    let space = RowSpace(batch.seatDescription)
    var luck = RandomStream(seed: 8)
    var trace: [UInt64] = []
    for step in 0..<steps {
      let actions = (0..<count).map { _ in Ferry().actionSpace.sample(using: &luck) }
      let choices = (0..<count).map { _ in
        // A little beyond the ends, which count as the ends.
        Row(space.sample(using: &luck).values.map { Double(Float($0 * 1.2)) })
      }
      encode(actions.map(\.components), as: .float64).withUnsafeBytes { agent in
        guard acts(step) else { return batch.step(actions: agent, into: storage.columns) }
        encode(choices.map(\.values), as: type)
          .withUnsafeBytes { batch.step(actions: agent, nature: $0, into: storage.columns) }
      }
      for lane in 0..<count {
        if acts(step) { scalars[lane].setSeats(choices[lane]) }
        let step = scalars[lane].step(actions[lane])
        var seen = step.observation
        if step.hasEnded { seen = scalars[lane].reset() }
        let mine = storage.observation(lane) + [storage.columns.rewards[lane]]
        guard (seen.components + [step.reward]).map(\.bitPattern) == mine.map(\.bitPattern) else {
          return nil
        }
        trace += mine.map(\.bitPattern)
      }
    }
    return trace
  }

  @Test(arguments: [ElementType.float32, .float64], [1, 2])
  func lanesEqualEnvironmentsWithSeats(_ type: ElementType, _ shards: Int) throws {
    let every = try #require(try Self.play(type, shards: shards))
    let thirds = try #require(try Self.play(type, shards: shards) { $0 % 3 == 0 })
    let never = try #require(try Self.play(type, shards: shards) { _ in false })
    #expect(every != thirds && thirds != never && every != never)
  }

  @Test func seatsDescribeThemselves() throws {
    let batch = try Batch(Ferry(), count: 2, rules: Self.rules())
    let names = ["gain", "current", "along", "across", "x", "y", "depth"]
    #expect(batch.seatDescription.components.map(\.name) == names)
    #expect(batch.seatDescription.components.allSatisfy { $0.lower == -1 && $0.upper == 1 })
    #expect(batch.seatDescription.elementType == .float32)
    #expect(try Batch(Ferry(), count: 2).seatDescription.width == 0)
  }

  @Test func natureWithoutASeat() async {
    await #expect(processExitsWith: .failure) {
      let batch = try Batch(Ferry(), count: 1)
      let storage = BatchStorage(for: batch)
      batch.reset(seed: 1, into: storage.columns)
      let nothing = UnsafeRawBufferPointer(start: nil, count: 0)
      encode([[0, 0]], as: .float32)
        .withUnsafeBytes { batch.step(actions: $0, nature: nothing, into: storage.columns) }
    }
  }
}
