import DecisionProcesses
import RandomStreams

/// A test fails by chance with this probability at most; the seed is fixed, so it never fails twice.
private let significance = 1e-6
private let draws = 4000
private let sampledRows = 24

/// Rows are probability rows within the state space, and sampling follows them.
func checkTabular<P: TabularProcess>(_ process: P, seed: UInt64) throws(Violation) -> String {
  let table = TransitionTable(process)
  try checkInitial(process)
  for state in 0..<table.stateCount {
    for action in 0..<table.actionCount { try checkRow(table, process, state, action) }
  }
  let sampled = try checkSampling(process, table, seed: seed)
  return "\(table.stateCount) states by \(table.actionCount) actions, \(table.next.count) entries; "
    + "\(sampled) rows and the first state sampled \(draws) times each, chi-square at \(significance)"
}

private func checkInitial<P: TabularProcess>(_ process: P) throws(Violation) {
  var found: [(Int, Double)] = []
  process.enumerateInitialStates { state, probability in
    found.append((state, probability))
    return true
  }
  for (state, probability) in found {
    try require(
      (0..<process.stateCount).contains(state), "first state \(state) of \(process.stateCount) states")
    try require(probability > 0 && probability <= 1, "first state \(state) has probability \(probability)")
  }
  let sum = found.reduce(0) { $0 + $1.1 }
  try require(abs(sum - 1) <= 1e-12, "the first states' probabilities sum to \(sum)")
}

private func checkRow<P: TabularProcess>(
  _ table: TransitionTable, _ process: P, _ state: Int, _ action: Int
) throws(Violation) {
  let row = table.row(state, action)
  let place = "state \(state), action \(action)"
  try require(!row.isEmpty, "\(place): no transition")
  let task = process.task
  // An absorbing row is never played: the episode ended on the way in.
  let isAbsorbing = row.allSatisfy {
    table.next[$0] == state && table.ending[$0].contains(.terminated) && table.reward[$0] == 0
  }
  var sum = 0.0
  for entry in row {
    let probability = table.probability[entry]
    try require(probability > 0 && probability <= 1 + 1e-12, "\(place): probability \(probability)")
    sum += probability
    try require(
      (0..<table.stateCount).contains(table.next[entry]),
      "\(place): successor \(table.next[entry]) of \(table.stateCount) states")
    try require(
      isAbsorbing || task.rewardRange.contains(table.reward[entry]),
      "\(place): reward \(table.reward[entry]) lies outside \(task.rewardRange)")
  }
  try require(abs(sum - 1) <= 1e-12, "\(place): the probabilities sum to \(sum)")
  if table.costCount > 0 { try checkCosts(table, task, row, place) }
}

private func checkCosts(
  _ table: TransitionTable, _ task: TaskDescription, _ row: Range<Int>, _ place: String
) throws(Violation) {
  for entry in row {
    for (channel, cost) in task.costs.enumerated() {
      let value = table.costs[entry * table.costCount + channel]
      try require(
        value.isFinite && (value >= 0 || !cost.isNonNegative), "\(place): cost '\(cost.name)' is \(value)")
    }
  }
}

/// What a draw may be: successor and everything that comes with it.
private struct Cell: Hashable {
  var next: Int
  var reward: UInt64
  var costs: [UInt64]
  var ending: Ending

  init(_ next: Int, _ outcome: Outcome) {
    self.next = next
    reward = outcome.reward.bitPattern
    costs = outcome.costs.values.map(\.bitPattern)
    ending = outcome.ending
  }
}

/// Draws from first states and from rows spread over the table. Returns the number of rows.
private func checkSampling<P: TabularProcess>(
  _ process: P, _ table: TransitionTable, seed: UInt64
) throws(Violation) -> Int {
  try checkFrequencies("first state", seed: seed) { stream in
    Cell(process.initialState(using: &stream), Outcome(reward: 0))
  } expected: { add in
    for (state, probability) in table.initial.enumerated() where probability > 0 {
      add(Cell(state, Outcome(reward: 0)), probability)
    }
  }
  let rows = table.stateCount * table.actionCount
  // Rows with a choice say more than the others.
  let choosing = (0..<rows).filter { table.rowStart[$0 + 1] - table.rowStart[$0] > 1 }
  let candidates = choosing.isEmpty ? Array(0..<rows) : choosing
  var picker = RandomStream(seed: seed, purpose: StreamPurpose(named: "tabular law"))
  let count = min(sampledRows, candidates.count)
  for index in 0..<count {
    // One row from each of `count` equal parts.
    let (from, to) = (candidates.count * index / count, candidates.count * (index + 1) / count)
    let row = candidates[from + picker.integer(below: to - from)]
    let (state, action) = (row / table.actionCount, row % table.actionCount)
    let place = "state \(state), action \(action)"
    try checkFrequencies(place, seed: seed &+ UInt64(index) + 1) { stream in
      var next = state
      let outcome = process.advance(&next, by: action, using: &stream)
      return Cell(next, outcome)
    } expected: { add in
      process.enumerateTransitions(from: state, by: action) { transition in
        add(Cell(transition.next, transition.outcome), transition.probability)
        return true
      }
    }
  }
  return count
}

private func checkFrequencies(
  _ place: String, seed: UInt64, _ draw: (inout RandomStream) -> Cell,
  expected: ((Cell, Double) -> Void) -> Void
) throws(Violation) {
  var probabilities: [Cell: Double] = [:]
  expected { cell, probability in probabilities[cell, default: 0] += probability }
  var counts: [Cell: Int] = [:]
  let key = RandomKey(seed: seed)
  for index in 0..<draws {
    var stream = RandomStream(key: key, step: UInt32(index), purpose: .dynamics)
    let cell = draw(&stream)
    guard probabilities[cell] != nil else {
      throw Violation(
        "\(place): drew state \(cell.next), reward \(Double(bitPattern: cell.reward)), \(cell.ending.name), "
          + "which its row does not hold")
    }
    counts[cell, default: 0] += 1
  }
  let cells = Array(probabilities.keys)
  let chance = ChiSquare.significance(
    counts: cells.map { counts[$0] ?? 0 }, probabilities: cells.map { probabilities[$0] ?? 0 })
  try require(
    chance >= significance,
    "\(place), seed \(seed): \(draws) draws differ from the row with chi-square significance \(chance)")
}
