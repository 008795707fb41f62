import Batching
import DecisionProcesses
import Perturbations
import RandomStreams

/// A batch played beside one scalar environment per lane.
struct LaneComparison {
  /// The first number that differs in its bits, or nil.
  var mismatch: String?
  /// How often each ending came, over all lanes.
  var endings: [Ending: Int] = [:]
  /// Every number of every column, in order, as bits.
  var trace: [UInt64] = []

  /// Plays `steps` steps of `batch` and of the environments that `make` gives for each lane.
  init<P: DecisionProcess, R: RuleSequence, E: Environment>(
    _ batch: Batch<P, R>, seed: UInt64 = 21, steps: Int = 40,
    truth: ((E) -> Outcome)? = nil, make: (_ lane: UInt64) throws -> E
  ) rethrows {
    let storage = BatchStorage(for: batch, keepsTruth: truth != nil)
    var environments = try (0..<batch.count).map { try make(UInt64($0)) }
    batch.reset(seed: seed, into: storage.columns)
    for lane in environments.indices {
      let first = environments[lane].reset(seed: seed)
      compare(first.components, storage.observation(lane), batch, "first observation of lane \(lane)")
    }
    for step in 0..<steps {
      let actions = environments.indices.map { Self.action(environments[$0], $0, step, batch) }
      encode(actions.map(\.components), as: batch.actionDescription.elementType)
        .withUnsafeBytes { batch.step(actions: $0, into: storage.columns) }
      var mask = [UInt8](repeating: 0, count: batch.count)
      var seen: [[Double]] = []
      for lane in environments.indices {
        let place = "of lane \(lane) in step \(step)"
        let scalar = environments[lane].step(actions[lane])
        signals(scalar.outcome, truth?(environments[lane]), storage, lane, place)
        seen.append(scalar.observation.components)
        guard scalar.hasEnded else { continue }
        endings[scalar.ending, default: 0] += 1
        mask[lane] = 1
        compare(seen[lane], storage.finalObservation(lane), batch, "final observation " + place)
        if batch.resetRule == .sameStep { seen[lane] = environments[lane].reset(seed: nil).components }
      }
      for lane in environments.indices {
        compare(seen[lane], storage.observation(lane), batch, "observation of lane \(lane) in step \(step)")
      }
      guard batch.resetRule == .manual else { continue }
      mask.withUnsafeBufferPointer { batch.reset(where: $0, into: storage.columns) }
      for lane in environments.indices {
        if mask[lane] != 0 { seen[lane] = environments[lane].reset(seed: nil).components }
        compare(seen[lane], storage.observation(lane), batch, "observation after reset of lane \(lane)")
      }
    }
  }

  /// A random action that depends on lane and step only, exact in the batch's action type.
  private static func action<E: Environment, P: DecisionProcess, R: RuleSequence>(
    _ environment: E, _ lane: Int, _ step: Int, _ batch: Batch<P, R>
  ) -> E.Action {
    var luck = RandomStream(
      key: RandomKey(seed: 77, lane: UInt64(lane)), step: UInt32(step), purpose: .policy)
    var action = environment.actionSpace.sample(using: &luck)
    if batch.actionDescription.elementType == .float32 {
      action.withMutableRow { row in
        for index in row.indices { row[index] = Double(Float(row[index])) }
      }
    }
    return action
  }

  private mutating func signals(
    _ scalar: Outcome, _ truth: Outcome?, _ storage: BatchStorage, _ lane: Int, _ place: String
  ) {
    let columns = storage.columns
    let channels = lane * scalar.costs.count..<(lane + 1) * scalar.costs.count
    check([scalar.reward], [columns.rewards[lane]], "reward " + place)
    check(scalar.costs.values, Array(columns.costs[channels]), "costs " + place)
    check([Double(scalar.ending.rawValue)], [Double(columns.endings[lane])], "ending " + place)
    guard let truth, let rewards = columns.trueRewards, let costs = columns.trueCosts else { return }
    check([truth.reward], [rewards[lane]], "true reward " + place)
    check(truth.costs.values, Array(costs[channels]), "true costs " + place)
  }

  /// A scalar row against what the observation column keeps of it.
  private mutating func compare(
    _ scalar: [Double], _ column: [Double], _ batch: some BatchEnvironment, _ place: String
  ) {
    let isSingle = batch.observationDescription.elementType == .float32
    check(isSingle ? scalar.map { Double(Float($0)) } : scalar, column, place)
  }

  private mutating func check(_ scalar: [Double], _ batch: [Double], _ place: String) {
    trace += batch.map(\.bitPattern)
    if mismatch == nil && scalar.map(\.bitPattern) != batch.map(\.bitPattern) {
      mismatch = "\(place): \(batch) instead of \(scalar)"
    }
  }
}

/// Rows as the bytes of a column.
func encode(_ rows: [[Double]], as type: ElementType) -> [UInt8] {
  rows.joined().flatMap { value -> [UInt8] in
    switch type {
    case .float32: withUnsafeBytes(of: Float(value)) { Array($0) }
    case .float64: withUnsafeBytes(of: value) { Array($0) }
    case .int64: withUnsafeBytes(of: Int64(value)) { Array($0) }
    }
  }
}
