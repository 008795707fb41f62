import Batching
import DecisionProcesses

/// Every lane of a batch equals a scalar environment, in the declared column types and in float64.
func checkBatch(_ subject: some Subject) throws(Violation) -> String {
  let player = try subject.player()
  var types: [(ElementType, ElementType)] = [(player.observation.elementType, player.action.elementType)]
  let isCategorical = player.observation.isCategorical
  for observation in isCategorical ? [.int64, .float64] : [ElementType.float64, .float32] {
    for action in player.action.isCategorical ? [.int64] : [ElementType.float64, .float32]
    where !types.contains(where: { $0 == (observation, action) }) {
      types.append((observation, action))
    }
  }
  var episodes = 0
  for (observation, action) in types {
    episodes += try checkColumns(subject, observation, action)
  }
  let names = types.map { "\($0.0.rawValue)/\($0.1.rawValue)" }.joined(separator: ", ")
  return "\(min(lanes, subject.laneLimit)) lanes, \(lawSteps) steps, \(episodes) episodes; "
    + "observation/action columns \(names)"
}

private let lanes = 9

/// One pair of column types. Returns the number of episodes that ended.
private func checkColumns<S: Subject>(
  _ subject: S, _ observation: ElementType, _ action: ElementType
) throws(Violation) -> Int {
  // Short episodes, so that many end.
  let horizon = min(try subject.player().task.horizon, 60)
  let batch = try subject.batch(
    count: lanes, shards: 2, horizon: horizon, observationType: observation, actionType: action)
  let storage = BatchStorage(for: batch)
  var players: [S.P] = []
  // Lanes beyond those that can be made alone still fill the batch.
  let compared = min(lanes, subject.laneLimit)
  for lane in 0..<compared { players.append(try subject.player(lane: UInt64(lane), horizon: horizon)) }
  var actors = (0..<lanes).map { lane in
    let follows = lane % 3 == 1 && lane < compared
    let pattern: ActionPattern = follows ? .scripted : lane % 3 == 2 ? .held : .random
    return subject.actor(pattern, batch.actionDescription, lane: UInt64(lane))
  }
  batch.reset(seed: subject.seed, into: storage.columns)
  var seen = players.indices.map { players[$0].reset(seed: subject.seed) }
  for lane in 0..<compared {
    try compare(seen[lane], storage.observation(lane), observation, "first observation", subject, lane, 0)
  }
  var ended = 0
  for step in 1...lawSteps {
    let actions = (0..<lanes).map { actors[$0].act(on: $0 < compared ? seen[$0] : []) }
    encodedColumn(actions.flatMap { $0 }, as: action).withUnsafeBytes {
      batch.step(actions: $0, into: storage.columns)
    }
    for lane in 0..<compared {
      let scalar = players[lane].step(actions[lane])
      try compareSignals(scalar, storage, subject, lane, step)
      seen[lane] = scalar.observation
      if !players[lane].isRunning {
        ended += 1
        try compare(
          scalar.observation, storage.finalObservation(lane), observation, "final observation", subject,
          lane, step)
        seen[lane] = players[lane].reset(seed: nil)
      }
      try compare(seen[lane], storage.observation(lane), observation, "observation", subject, lane, step)
    }
  }
  return ended
}

/// What a column of `type` keeps of a number.
private func encoded(_ value: Double, _ type: ElementType) -> Double {
  switch type {
  case .float32: Double(Float(value))
  case .float64: value
  // Integers have one zero.
  case .int64: Double(Int64(value))
  }
}

private func compare(
  _ scalar: [Double], _ column: [Double], _ type: ElementType, _ name: String, _ subject: some Subject,
  _ lane: Int, _ step: Int
) throws(Violation) {
  guard let difference = firstDifference(column, scalar.map { encoded($0, type) }, name) else { return }
  throw Violation("seed \(subject.seed), lane \(lane), step \(step), \(type.rawValue): batch \(difference)")
}

private func compareSignals(
  _ scalar: PlayedStep, _ storage: BatchStorage, _ subject: some Subject, _ lane: Int, _ step: Int
) throws(Violation) {
  let width = scalar.costs.count
  let batch = PlayedStep(
    observation: scalar.observation, reward: storage.columns.rewards[lane],
    costs: Array(storage.columns.costs[lane * width..<(lane + 1) * width]), ending: storage.ending(lane))
  guard let difference = firstDifference(batch, scalar) else { return }
  throw Violation("seed \(subject.seed), lane \(lane), step \(step): batch \(difference)")
}
