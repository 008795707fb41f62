#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif
import Batching
import DecisionProcesses
import Perturbations
import RandomStreams
import Testing

/// A ferry whose crossings take unevenly long: lanes that start to the left spin, one in eight steps sleeps.
struct SlowFerry: DecisionProcess {
  var ferry = Ferry()

  var actionSpace: Box<2> { ferry.actionSpace }
  var observationSpace: Box<3> { ferry.observationSpace }
  var task: TaskDescription { ferry.task }

  func initialState(using stream: inout RandomStream) -> Ferry.State { ferry.initialState(using: &stream) }

  func advance(
    _ state: inout Ferry.State, by action: Vector<2>, using stream: inout RandomStream
  ) -> Outcome {
    let outcome = ferry.advance(&state, by: action, using: &stream)
    if state.position[0] < 0 {
      var sum = 0.0
      for index in 0..<2000 { sum += Double(index).squareRoot() }
      if sum < 0 { return Outcome(reward: sum) }
    }
    if stream.integer(below: 8) == 0 { usleep(300) }
    return outcome
  }

  func observe(_ state: Ferry.State, using stream: inout RandomStream) -> Vector<3> {
    ferry.observe(state, using: &stream)
  }
}

/// Lanes stepped as they become ready.
@Suite struct AsyncBatchTests {
  /// The action of a lane in its k-th step.
  static func action(_ lane: Int, _ step: Int) -> [Double] {
    var luck = RandomStream(
      key: RandomKey(seed: 77, lane: UInt64(lane)), step: UInt32(step), purpose: .policy)
    return Ferry().actionSpace.sample(using: &luck).components.map { Double(Float($0)) }
  }

  /// What a lane shows over `steps` steps when it is stepped by itself: bits.
  static func alone(_ lane: Int, _ steps: Int, rules: RuleList) throws -> [UInt64] {
    var simulation = try Perturbed(Simulation(Ferry(), seed: 5, lane: UInt64(lane)), rules: rules)
    var trace = simulation.reset(seed: 5).components
    for index in 0..<steps {
      let step = simulation.step(Vector([action(lane, index)[0], action(lane, index)[1]]))
      trace += [step.reward, Double(step.ending.rawValue)] + step.costs.values
      trace += (step.hasEnded ? simulation.reset() : step.observation).components
    }
    return trace.map(\.bitPattern)
  }

  /// Steps all lanes `steps` times, always a few that are ready; returns each lane's bits and how many lanes
  /// came together.
  static func play(
    _ process: some DecisionProcess, count: Int, workers: Int, steps: Int, minimum: Int,
    rules: RuleList = RuleList([])
  ) throws -> (traces: [[UInt64]], groups: [Int]) {
    let batch = try AsyncBatch(process, count: count, rules: rules, workers: workers)
    let plain = try Batch(process, count: count)
    let storage = BatchStorage(for: plain)
    var traces: [[Double]] = Array(repeating: [], count: count)
    var made = Array(repeating: 0, count: count)
    var groups: [Int] = []
    func send(_ lanes: [Int]) {
      let rows = encode(lanes.map { action($0, made[$0]) }, as: .float32)
      rows.withUnsafeBytes { bytes in
        lanes.map { Int32($0) }.withUnsafeBufferPointer { batch.send(actions: bytes, lanes: $0) }
      }
      for lane in lanes { made[lane] += 1 }
    }
    batch.reset(seed: 5, into: storage.columns)
    for lane in 0..<count { traces[lane] = storage.observation(lane) }
    send(Array(0..<count))
    var ready = [Int32](repeating: -1, count: count)
    while batch.pending > 0 {
      let least = min(minimum, batch.pending)
      let found = ready.withUnsafeMutableBufferPointer { batch.receive(minimum: least, into: $0) }
      #expect(found >= least)
      groups.append(found)
      var again: [Int] = []
      for lane in ready[..<found].map({ Int($0) }) {
        let costs = storage.columns.costs[2 * lane..<2 * lane + 2]
        traces[lane] += [storage.columns.rewards[lane], Double(storage.columns.endings[lane])] + costs
        traces[lane] += storage.observation(lane)
        if made[lane] < steps { again.append(lane) }
      }
      send(again)
    }
    return (traces.map { $0.map(\.bitPattern) }, groups)
  }

  @Test(arguments: [0, 1, 3], [1, 5, 12])
  func lanesAreThoseOfSimulations(_ workers: Int, _ minimum: Int) throws {
    let rules = RuleList([RuleSlot(ActionDelay(steps: 1)), RuleSlot(GaussianNoise(sigma: 0.1))])
    let (traces, groups) = try Self.play(
      Ferry(), count: 12, workers: workers, steps: 40, minimum: minimum, rules: rules)
    for lane in 0..<12 { #expect(try traces[lane] == Self.alone(lane, 40, rules: rules), "lane \(lane)") }
    #expect(groups.reduce(0, +) == 12 * 40)
  }

  /// Uneven steps come in another order, with the same contents: those of even workers and of none.
  @Test func unevenCosts() throws {
    let none = try Self.play(SlowFerry(), count: 12, workers: 0, steps: 25, minimum: 4)
    let few = try Self.play(SlowFerry(), count: 12, workers: 1, steps: 25, minimum: 4)
    let many = try Self.play(SlowFerry(), count: 12, workers: 4, steps: 25, minimum: 4)
    #expect(none.traces == few.traces)
    #expect(none.traces == many.traces)
  }

  /// While one lane takes long, the others go on: a lane that sleeps does not hold up a call for one other.
  @Test func readyLanesDoNotWait() throws {
    let batch = try AsyncBatch(SlowLane(), count: 4, workers: 2)
    let storage = BatchStorage(for: try Batch(SlowLane(), count: 4))
    batch.reset(seed: 5, into: storage.columns)
    func send(_ lanes: [Int32]) {
      [Int64](repeating: 0, count: lanes.count).withUnsafeBytes { bytes in
        lanes.withUnsafeBufferPointer { batch.send(actions: bytes, lanes: $0) }
      }
    }
    send([0, 1, 2, 3])
    var counts = [0, 0, 0, 0]
    var ready = [Int32](repeating: -1, count: 4)
    while counts[0] == 0 {
      let found = ready.withUnsafeMutableBufferPointer { batch.receive(minimum: 1, into: $0) }
      for lane in ready[..<found] { counts[Int(lane)] += 1 }
      send(Array(ready[..<found]))
    }
    // Lane 0 sleeps a fifth of a second in its first step.
    #expect(counts[1...].allSatisfy { $0 > 10 })
    // A reset waits for what is under way.
    batch.reset(seed: 5, into: storage.columns)
    #expect(batch.pending == 0)
    send([2])
    #expect(ready.withUnsafeMutableBufferPointer { batch.receive(minimum: 1, into: $0) } == 1)
    #expect(ready[0] == 2)
  }

  /// A batch that goes away waits for lanes under way: after that the columns are the caller's.
  @Test func nothingIsWrittenAfterTheEnd() throws {
    let storage = BatchStorage(for: try Batch(SlowLane(), count: 4))
    func leaveLaneZeroAsleep() throws {
      let batch = try AsyncBatch(SlowLane(), count: 4, workers: 2)
      batch.reset(seed: 5, into: storage.columns)
      [Int64(0)].withUnsafeBytes { bytes in
        [Int32(0)].withUnsafeBufferPointer { batch.send(actions: bytes, lanes: $0) }
      }
      usleep(20_000)
    }
    try leaveLaneZeroAsleep()
    storage.columns.rewards[0] = 7
    usleep(300_000)
    #expect(storage.columns.rewards[0] == 7)
  }

  /// A storage that only the batch holds lives as long as lanes are written to it, and no longer.
  @Test func storageIsKept() throws {
    let batch = try AsyncBatch(SlowLane(), count: 4, workers: 2)
    let plain = try Batch(SlowLane(), count: 4)
    func start() -> WeakStorage {
      let storage = BatchStorage(for: plain)
      batch.reset(seed: 5, into: storage)
      [Int64(0)].withUnsafeBytes { bytes in
        [Int32(0)].withUnsafeBufferPointer { batch.send(actions: bytes, lanes: $0) }
      }
      return WeakStorage(storage)
    }
    let first = start()
    #expect(first.storage != nil)
    let second = start()
    #expect(first.storage == nil)
    #expect(second.storage != nil)
    batch.release()
    #expect(second.storage == nil)
  }

  @Test func misuse() async {
    await #expect(processExitsWith: .failure) {
      let batch = try AsyncBatch(Ring(), count: 2, workers: 0)
      var ready: [Int32] = [0]
      _ = ready.withUnsafeMutableBufferPointer { batch.receive(minimum: 0, into: $0) }
    }
    for lanes in [[Int32(0), 0], [2], [-1]] {
      await #expect(processExitsWith: .failure) { [lanes = lanes as [Int32]] in
        let batch = try AsyncBatch(Ring(), count: 2, workers: 0)
        let storage = BatchStorage(for: try Batch(Ring(), count: 2))
        batch.reset(seed: 1, into: storage.columns)
        [Int64](repeating: 0, count: lanes.count).withUnsafeBytes { bytes in
          lanes.withUnsafeBufferPointer { batch.send(actions: bytes, lanes: $0) }
        }
      }
    }
    await #expect(processExitsWith: .failure) {
      let batch = try AsyncBatch(Ring(), count: 2, workers: 1)
      let storage = BatchStorage(for: try Batch(Ring(), count: 2))
      batch.reset(seed: 1, into: storage.columns)
      var ready: [Int32] = [0]
      _ = ready.withUnsafeMutableBufferPointer { batch.receive(minimum: 1, into: $0) }
    }
  }
}

/// Lane numbers cannot be seen by a process; episodes that begin at the largest of four draws sleep once.
struct SlowLane: DecisionProcess {
  var actionSpace: Discrete { Discrete(1, name: "wait") }
  var observationSpace: Discrete { Discrete(2, name: "place") }
  var task: TaskDescription {
    TaskDescription(horizon: 1_000_000, discount: 0.9, rewardRange: 0...0, isDeterministic: true)
  }
  func initialState(using stream: inout RandomStream) -> Int {
    // The streams of lane 0 and of others differ; which value lane 0 has is looked up, not assumed.
    var first = Clock(seed: 5, lane: 0).stream(.initialState)
    return stream.next() == first.next() ? 1 : 0
  }
  func advance(_ state: inout Int, by action: Int, using stream: inout RandomStream) -> Outcome {
    if state == 1 { usleep(200_000) }
    state = 0
    return Outcome(reward: 0)
  }
  func observe(_ state: Int, using stream: inout RandomStream) -> Int { state }
}

private struct WeakStorage {
  weak var storage: BatchStorage?

  init(_ storage: BatchStorage) { self.storage = storage }
}
