import Batching
import ClassicControlEnvironments
import DecisionProcesses
import Perturbations
import RandomStreams
import SafeControlEnvironments
import TabularEnvironments
import Testing

/// Rollouts: many steps in one call.
@Suite struct RolloutTests {
  static func bytes(_ columns: BatchColumns, _ rows: Range<Int>, of all: Int) -> [UInt8] {
    func part(_ raw: UnsafeRawBufferPointer) -> ArraySlice<UInt8> {
      let row = raw.count / all
      return Array(raw)[rows.lowerBound * row..<rows.upperBound * row]
    }
    return Array(part(UnsafeRawBufferPointer(columns.observations)))
      + part(UnsafeRawBufferPointer(columns.rewards)) + part(UnsafeRawBufferPointer(columns.costs))
      + part(UnsafeRawBufferPointer(columns.endings))
      + (columns.margins.map { Array(part(UnsafeRawBufferPointer($0))) } ?? [])
      + (columns.trueRewards.map { Array(part(UnsafeRawBufferPointer($0))) } ?? [])
  }

  /// Random actions as bytes: `steps` columns.
  static func actions<P: DecisionProcess>(_ process: P, _ count: Int, _ steps: Int) -> [UInt8] {
    var luck = RandomStream(seed: 4)
    let rows = (0..<count * steps).map { _ in process.actionSpace.sample(using: &luck).components }
    return encode(rows, as: process.actionSpace.description.elementType)
  }

  static func check<P: DecisionProcess>(_ process: P, rules: RuleList = RuleList([]), shards: Int) throws {
    let (count, steps) = (23, 30)
    let batch = try Batch(process, count: count, rules: rules, horizon: 12, shards: shards, splitting: .finest)
    let single = try Batch(process, count: count, rules: rules, horizon: 12)
    let long = BatchStorage(for: batch, steps: steps, keepsTruth: true)
    let short = BatchStorage(for: single, keepsTruth: true)
    let start = BatchStorage(for: batch)
    let actions = Self.actions(process, count, steps)
    batch.reset(seed: 9, into: start.columns)
    single.reset(seed: 9, into: short.columns)
    actions.withUnsafeBytes { batch.rollout(steps: steps, actions: $0, into: long.columns) }
    var ended = 0
    for step in 0..<steps {
      let row = actions.count / steps
      actions[step * row..<(step + 1) * row]
        .withUnsafeBytes { single.step(actions: $0, into: short.columns) }
      #expect(
        bytes(long.columns, step * count..<(step + 1) * count, of: count * steps)
          == bytes(short.columns, 0..<count, of: count), "step \(step)")
      for lane in 0..<count where !short.ending(lane).isEmpty {
        #expect(long.finalObservation(step * count + lane) == short.finalObservation(lane))
        ended += 1
      }
    }
    #expect(ended > 0)
  }

  @Test(arguments: [1, 2, 7])
  func equalSingleSteps(_ shards: Int) throws {
    try Self.check(CartPole(), shards: shards)
    try Self.check(ConstrainedPendulum(), shards: shards)
    try Self.check(FrozenLake(), shards: shards)
    try Self.check(Ferry(), shards: shards)
    try Self.check(
      Ferry(), rules: RuleList([RuleSlot(ActionDelay(steps: 2)), RuleSlot(GaussianNoise(.reward, sigma: 1))]),
      shards: shards)
  }

  /// Drawn actions are those of a random policy with each lane's stream, and lead to the same steps.
  static func checkDrawn<P: DecisionProcess>(_ process: P, _ type: ElementType, shards: Int = 2) throws
  where P.Action: RowConvertible, P.Observation: RowConvertible {
    let (count, steps) = (11, 40)
    let batch = try Batch(
      process, count: count, rules: NoRules(), horizon: 12, shards: shards, actionType: type,
      splitting: .finest)
    let storage = BatchStorage(for: batch, steps: steps)
    let first = BatchStorage(for: batch)
    let row = batch.actionDescription.rowBytes
    let actions = UnsafeMutableRawBufferPointer.allocate(byteCount: count * steps * row, alignment: 8)
    defer { actions.deallocate() }
    batch.reset(seed: 9, into: first.columns)
    batch.rollout(steps: steps, drawing: actions, into: storage.columns)
    let policy = RandomPolicy(process.actionSpace, observing: P.Observation.self)
    for lane in 0..<count {
      var simulation = Simulation(process, seed: 9, lane: UInt64(lane), horizon: 12)
      var seen = simulation.reset(seed: 9)
      for step in 0..<steps {
        var stream = simulation.clock.stream(.policy)
        var action = policy.action(for: seen, using: &stream)
        if type == .float32 {
          action.withMutableRow { row in for index in row.indices { row[index] = Double(Float(row[index])) } }
        }
        let place = step * count + lane
        let mine = Array(UnsafeRawBufferPointer(rebasing: actions[place * row..<(place + 1) * row]))
        #expect(mine == encode([action.components], as: type), "lane \(lane), step \(step)")
        let result = simulation.step(action)
        #expect(result.reward == storage.columns.rewards[place])
        #expect(result.ending == storage.ending(place))
        seen = result.hasEnded ? simulation.reset() : result.observation
      }
    }
  }

  @Test func drawnActions() throws {
    try Self.checkDrawn(CartPole(), .int64)
    try Self.checkDrawn(MountainCar(), .int64)
    try Self.checkDrawn(Pendulum(), .float32)
    try Self.checkDrawn(Pendulum(), .float64)
    try Self.checkDrawn(PointRobot(), .float32)
    try Self.checkDrawn(Ferry(), .float64, shards: 1)
    try Self.checkDrawn(Taxi(), .int64)
  }

  @Test func misuse() async {
    await #expect(processExitsWith: .failure) {
      let batch = try Batch(CartPole(), count: 2, resetRule: .manual)
      let storage = BatchStorage(for: batch, steps: 3)
      let first = BatchStorage(for: batch)
      batch.reset(seed: 1, into: first.columns)
      [UInt8](repeating: 0, count: 48).withUnsafeBytes {
        batch.rollout(steps: 3, actions: $0, into: storage.columns)
      }
    }
    await #expect(processExitsWith: .failure) {
      let batch = try Batch(CartPole(), count: 2)
      let storage = BatchStorage(for: batch, steps: 2)
      let first = BatchStorage(for: batch)
      batch.reset(seed: 1, into: first.columns)
      [UInt8](repeating: 0, count: 48).withUnsafeBytes {
        batch.rollout(steps: 3, actions: $0, into: storage.columns)
      }
    }
  }
}
