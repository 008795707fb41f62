import Planning
import RandomStreams

/// Random tables of a common shape, for finite sets of models.
struct RandomModels {
  var states = 4
  var actions = 3
  var models = 4
  /// Most successors of a row.
  var branching = 3
  /// Probability that an entry ends the episode.
  var ending = 0.0

  /// Rows as dictionaries from successor (`states` for the end) to probability, and a reward each.
  struct Row: Hashable {
    var reward: Double
    var successors: [Int: Double]
  }

  /// Shape [models][states * actions].
  func rows(using stream: inout RandomStream) -> [[Row]] {
    (0..<models).map { _ in (0..<(states * actions)).map { _ in row(using: &stream) } }
  }

  private func row(using stream: inout RandomStream) -> Row {
    let count = 1 + stream.integer(below: branching)
    var weights = (0..<count).map { _ in 0.05 + stream.uniform() }
    let total = weights.reduce(0, +)
    for index in 0..<count { weights[index] /= total }
    var row = Row(reward: stream.uniform(), successors: [:])
    for weight in weights {
      let next = stream.uniform() < ending ? states : stream.integer(below: states)
      row.successors[next, default: 0] += weight
    }
    return row
  }

  /// The table of one model that starts in state 0.
  func table(_ rows: [Row]) throws -> SolverTable {
    var builder = try SolverTableBuilder(stateCount: states, actionCount: actions)
    for row in rows {
      for (next, probability) in row.successors.sorted(by: { $0.key < $1.key }) {
        builder.add(
          to: next == states ? 0 : next, probability: probability, reward: row.reward,
          terminated: next == states)
      }
      try builder.endRow()
    }
    return try builder.finish(initial: (0..<states).map { $0 == 0 ? 1 : 0 })
  }

  func list(_ models: [[Row]]) throws -> ModelList { try ModelList(models.map(table)) }

  /// Every process that takes each row from any of the models: nature's free choices, one by one.
  func product(of models: [[Row]]) -> [[Row]] {
    (0..<(states * actions)).reduce([[]]) { partial, row in
      let choices = Set(models.map { $0[row] })
      return partial.flatMap { start in choices.map { start + [$0] } }
    }
  }

  /// Every assignment of an action to each state.
  var policies: [[Int]] {
    (0..<states).reduce([[]]) { partial, _ in
      partial.flatMap { start in (0..<actions).map { start + [$0] } }
    }
  }

  /// Action values of the robust problem in which nature picks a model anew for each row, by sweeps over
  /// dictionaries; shape [states * actions].
  func robustActionValues(_ models: [[Row]], discount: Double, sweeps: Int) -> [Double] {
    var values = Array(repeating: 0.0, count: states + 1)
    var worths: [Double] = []
    for _ in 0...sweeps {
      worths = (0..<(states * actions)).map { row in
        models.map { model in
          model[row].reward + discount * model[row].successors.reduce(0) { $0 + $1.value * values[$1.key] }
        }.min()!
      }
      for state in 0..<states { values[state] = worths[(state * actions)..<((state + 1) * actions)].max()! }
    }
    return worths
  }
}
