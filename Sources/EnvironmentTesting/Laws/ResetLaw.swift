import Batching
import DecisionProcesses

/// Steps that the laws play per environment, unless they say otherwise.
let lawSteps = 200

/// The same seed gives the same episodes, in a fresh environment and in one that has played before.
func checkReset(
  _ make: () throws(Violation) -> some Player, seed: UInt64
) throws(Violation) -> String {
  var (first, second) = (try make(), try make())
  // The second one has a past that must not matter.
  var warmUp = Actor(.random, second.action, seed: seed)
  var seen = second.reset(seed: seed ^ 0xFF)
  for _ in 0..<20 where second.isRunning { seen = second.step(warmUp.act(on: seen)).observation }

  seen = first.reset(seed: seed)
  try compare(firstDifference(seen, second.reset(seed: seed), "observation"), seed, 0)
  var actor = Actor(.random, first.action, seed: seed)
  var episodes = 1
  for step in 1...lawSteps {
    let action = actor.act(on: seen)
    let (a, b) = (first.step(action), second.step(action))
    try compare(firstDifference(a, b), seed, step)
    seen = a.observation
    guard !first.isRunning else { continue }
    episodes += 1
    seen = first.reset(seed: nil)
    try compare(firstDifference(seen, second.reset(seed: nil), "observation"), seed, step)
  }
  try require(first.save() == second.save(), "seed \(seed): equal play left different bytes")
  return "\(lawSteps) steps, \(episodes) episodes"
}

private func compare(_ difference: String?, _ seed: UInt64, _ step: Int) throws(Violation) {
  if let difference { throw Violation("seed \(seed), step \(step): \(difference) after an equal reset") }
}

/// Seven lanes give the same columns in 1, 2 and 7 shards.
func checkShards(_ subject: some Subject) throws(Violation) -> String {
  let lanes = 7
  var reference: [[UInt8]] = []
  for shards in [1, 2, 7] {
    let batch = try subject.batch(
      count: lanes, shards: shards, horizon: 40, observationType: nil, actionType: nil)
    let columns = try playColumns(batch, subject, lanes: lanes)
    if reference.isEmpty { reference = columns }
    for step in columns.indices {
      try require(
        columns[step] == reference[step],
        "seed \(subject.seed), step \(step): \(shards) shards give other columns than 1")
    }
  }
  return "\(lanes) lanes in 1, 2 and 7 shards"
}

private func playColumns(
  _ batch: any BatchEnvironment, _ subject: some Subject, lanes: Int
) throws(Violation) -> [[UInt8]] {
  let storage = BatchStorage(for: batch)
  var actors = (0..<lanes).map { subject.actor(.random, batch.actionDescription, lane: UInt64($0)) }
  batch.reset(seed: subject.seed, into: storage.columns)
  var history = [bytes(storage.columns)]
  for _ in 0..<100 {
    var actions: [Double] = []
    for lane in 0..<lanes { actions += actors[lane].act(on: storage.observation(lane)) }
    encodedColumn(actions, as: batch.actionDescription.elementType).withUnsafeBytes {
      batch.step(actions: $0, into: storage.columns)
    }
    history.append(bytes(storage.columns))
  }
  return history
}

private func bytes(_ columns: BatchColumns) -> [UInt8] {
  Array(columns.observations) + (columns.finalObservations.map { Array($0) } ?? [])
    + Array(UnsafeRawBufferPointer(columns.rewards)) + Array(UnsafeRawBufferPointer(columns.costs))
    + Array(columns.endings)
}

/// Rows as the bytes of a column of `type`.
func encodedColumn(_ values: [Double], as type: ElementType) -> [UInt8] {
  switch type {
  case .float32: values.map { Float($0) }.withUnsafeBytes { Array($0) }
  case .float64: values.withUnsafeBytes { Array($0) }
  case .int64: values.map { Int64($0) }.withUnsafeBytes { Array($0) }
  }
}
