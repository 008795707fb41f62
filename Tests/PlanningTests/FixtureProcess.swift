import DecisionProcesses
import Foundation
import Planning

/// A finite process given by explicit rows, for oracles that are tables rather than worlds.
struct FixtureProcess: TabularProcess {
  typealias ActionSpace = Discrete
  typealias ObservationSpace = Discrete
  typealias Observation = Int

  let stateCount: Int
  let actionCount: Int
  /// Transitions of each (state, action), row-major.
  let rows: [[Transition]]

  init(stateCount: Int, actionCount: Int, rows: [[Transition]]) {
    self.stateCount = stateCount
    self.actionCount = actionCount
    self.rows = rows
  }

  var task: TaskDescription {
    TaskDescription(horizon: 1, discount: 1, rewardRange: -.infinity ... .infinity, isDeterministic: false)
  }

  func enumerateInitialStates(_ body: (Int, Double) -> Bool) { _ = body(0, 1) }

  func enumerateTransitions(from state: Int, by action: Int, _ body: (Transition) -> Bool) {
    for transition in rows[state * actionCount + action] where !body(transition) { return }
  }
}

/// A file of Tests/Fixtures, decoded.
func fixture<T: Decodable>(_ path: String, as type: T.Type = T.self) throws -> T {
  let url = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Fixtures/\(path).json")
  return try JSONDecoder().decode(T.self, from: Data(contentsOf: url))
}

/// Optimal values recorded by policy iteration with exact evaluation.
struct ReferenceSolutions: Decodable {
  struct Solution: Decodable {
    var discount: Double
    var bellmanResidual: Double
    var values: [Double]
    /// All actions within 1e-9 of the best.
    var greedy: [[Int]]
    var headsProbability: Double?
    var target: Int?
  }

  var solutions: [Solution]
}

/// Random processes with solutions by QuantEcon and SciPy.
struct RandomProcesses: Decodable {
  struct Instance: Decodable {
    struct Solution: Decodable {
      var discount: Double
      var values: [Double]
      var costOfOptimum: Double
      var leastCost: Double
      var costLimit: Double
      var constrainedReturn: Double
      var multiplier: Double
      var gain: Double
    }

    var states: Int
    var actions: Int
    /// State, action, next, probability, reward, cost.
    var rows: [[Double]]
    var solutions: [Solution]

    func table() throws -> SolverTable {
      var builder = try SolverTableBuilder(stateCount: states, actionCount: actions, costCount: 1)
      for (index, row) in rows.enumerated() {
        builder.add(to: Int(row[2]), probability: row[3], reward: row[4], costs: [row[5]])
        let isLast = index + 1 == rows.count || rows[index + 1][..<2] != row[..<2]
        if isLast { try builder.endRow() }
      }
      return try builder.finish()
    }
  }

  var instances: [Instance]

  static func load() throws -> [Instance] {
    try fixture("planning/random-processes", as: RandomProcesses.self).instances
  }
}
