import DecisionProcesses
import Planning
import RandomStreams

/// The small processes that distributional methods are tested on.
enum SmallProcesses {
  /// One state; action 0 pays 1, action 1 pays one of two rewards. Both have one successor, so only a table
  /// that keeps rewards apart knows the risk.
  static func bet(_ rewards: [Double], _ probabilities: [Double]) -> FixtureProcess {
    let risky = zip(rewards, probabilities).map {
      Transition(to: 0, probability: $1, outcome: Outcome(reward: $0))
    }
    return FixtureProcess(
      stateCount: 1, actionCount: 2,
      rows: [[Transition(to: 0, probability: 1, outcome: Outcome(reward: 1))], risky])
  }

  /// The two bets of the reference vectors.
  static let even = bet([0, 3], [0.5, 0.5])
  static let skewed = bet([2, -3], [0.9, 0.1])

  enum Rewards: CaseIterable {
    /// Whole numbers, tenths, numbers without a common step.
    case whole, decimal, real
  }

  /// Random rows; about one transition in eight ends the episode.
  static func random(
    states: Int, actions: Int, branching: Int, _ rewards: Rewards, using stream: inout RandomStream
  ) -> FixtureProcess {
    let rows = (0..<states * actions).map { _ -> [Transition] in
      var weights = (0..<branching).map { _ in 0.1 + stream.uniform() }
      let total = weights.reduce(0, +)
      for index in weights.indices { weights[index] /= total }
      return weights.map { weight in
        let level = stream.integer(below: 9) - 4
        let reward: Double
        switch rewards {
        case .whole: reward = Double(level)
        case .decimal: reward = Double(level) / 10
        case .real: reward = 6 * stream.uniform() - 3
        }
        return Transition(
          to: stream.integer(below: states), probability: weight,
          outcome: Outcome(reward: reward, ending: stream.integer(below: 8) == 0 ? .terminated : []))
      }
    }
    return FixtureProcess(stateCount: states, actionCount: actions, rows: rows)
  }

  static func table(_ process: FixtureProcess) throws -> OutcomeTable {
    try OutcomeTable(TransitionTable(process))
  }
}

/// A law as written down by somebody who does not care for order or equal values.
typealias Outcomes = [(value: Double, probability: Double)]

extension FixtureProcess {
  /// The law of the discounted return from `state` under every deterministic policy that knows the history.
  func allLaws(from state: Int, steps: Int, discount: Double) -> [Outcomes] {
    guard steps > 0 else { return [[(0, 1)]] }
    return (0..<actionCount).flatMap { action -> [Outcomes] in
      var laws: [Outcomes] = [[]]
      for transition in rows[state * actionCount + action] {
        let ends = transition.outcome.ending.contains(.terminated)
        let later = ends ? [[(0, 1)]] : allLaws(from: transition.next, steps: steps - 1, discount: discount)
        laws = laws.flatMap { law in
          later.map { continuation in
            law + continuation.map {
              (transition.outcome.reward + discount * $0.value, transition.probability * $0.probability)
            }
          }
        }
      }
      return laws
    }
  }
}

/// Risk measures on such laws, each by its own words.
enum ByHand {
  /// The worst `level` of the mass, averaged.
  static func lowerCVaR(_ law: Outcomes, _ level: Double) -> Double {
    var left = level
    var sum = 0.0
    for (value, probability) in law.sorted(by: { $0.value < $1.value }) {
      sum += min(left, probability) * value
      left = max(0, left - probability)
    }
    return sum / level
  }

  static func upperCVaR(_ law: Outcomes, _ level: Double) -> Double {
    -lowerCVaR(law.map { (-$0.value, $0.probability) }, level)
  }

  static func expectation(_ law: Outcomes, _ f: (Double) -> Double) -> Double {
    law.reduce(0) { $0 + $1.probability * f($1.value) }
  }
}
