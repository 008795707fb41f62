import DecisionProcesses
import Foundation

/// One recorded outcome: [probability, next, reward, terminated].
struct RecordedOutcome: Decodable {
  let probability: Double
  let key: OutcomeKey

  init(from decoder: any Decoder) throws {
    var list = try decoder.unkeyedContainer()
    probability = try list.decode(Double.self)
    key = OutcomeKey(
      next: try list.decode(Int.self), reward: try list.decode(Double.self),
      isTerminated: try list.decode(Bool.self))
  }
}

/// What makes two outcomes of a row the same.
struct OutcomeKey: Hashable {
  let next: Int
  let reward: Double
  let isTerminated: Bool
}

/// A table recorded from Gymnasium, indexed [state][action][outcome].
struct GymnasiumTable: Decodable {
  let initial: [Double]
  let table: [[[RecordedOutcome]]]

  /// The row with equal outcomes added up.
  func row(_ state: Int, _ action: Int) -> [OutcomeKey: Double] {
    var result: [OutcomeKey: Double] = [:]
    for outcome in table[state][action] { result[outcome.key, default: 0] += outcome.probability }
    return result
  }
}

/// Decodes Tests/Fixtures/`path`.
func fixture<T: Decodable>(_ path: String, as type: T.Type = T.self) throws -> T {
  let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
  let file = tests.appendingPathComponent("Fixtures/" + path)
  return try JSONDecoder().decode(T.self, from: Data(contentsOf: file))
}

extension TabularProcess {
  /// The row with equal outcomes added up.
  func row(_ state: Int, _ action: Int) -> [OutcomeKey: Double] {
    var result: [OutcomeKey: Double] = [:]
    enumerateTransitions(from: state, by: action) { transition in
      let key = OutcomeKey(
        next: transition.next, reward: transition.outcome.reward,
        isTerminated: transition.outcome.ending.contains(.terminated))
      result[key, default: 0] += transition.probability
      return true
    }
    return result
  }

  /// The probability of each first state.
  var initialDistribution: [Double] {
    var result = Array(repeating: 0.0, count: stateCount)
    enumerateInitialStates { state, probability in
      result[state] += probability
      return true
    }
    return result
  }

  /// The largest difference between a row's probability and the recorded one, over the given states,
  /// all actions and the outcomes that either has.
  func largestRowDifference(from recorded: GymnasiumTable, states: some Sequence<Int>) -> Double {
    var largest = 0.0
    for state in states {
      for action in 0..<actionCount {
        largest = max(largest, difference(row(state, action), recorded.row(state, action)))
      }
    }
    return largest
  }

  /// Optimal values by value iteration until nothing changes by more than 1e-13.
  func optimalValues(discount: Double) -> [Double] {
    let table = TransitionTable(self)
    var values = Array(repeating: 0.0, count: stateCount)
    for _ in 0..<200_000 {
      var change = 0.0
      for state in 0..<stateCount {
        var best = -Double.infinity
        for action in 0..<actionCount {
          var value = 0.0
          for entry in table.row(state, action) {
            let goesOn = table.ending[entry].isEmpty
            value +=
              table.probability[entry]
              * (table.reward[entry] + (goesOn ? discount * values[table.next[entry]] : 0))
          }
          best = max(best, value)
        }
        change = max(change, abs(best - values[state]))
        values[state] = best
      }
      if change < 1e-13 { return values }
    }
    return values
  }
}

/// The largest difference of two distributions over the keys that either has.
func difference<Key: Hashable>(_ a: [Key: Double], _ b: [Key: Double]) -> Double {
  Set(a.keys).union(b.keys).map { abs(a[$0, default: 0] - b[$0, default: 0]) }.max() ?? 0
}

/// Pearson's statistic against expected counts, as a standard normal score (Wilson and Hilferty).
struct ChiSquare {
  private var statistic = 0.0
  private var freedom = 0

  /// Adds one multinomial sample; cells expected fewer than five times are pooled.
  mutating func add(observed: [Double], probabilities: [Double]) {
    let total = observed.reduce(0, +)
    var pooled = (observed: 0.0, expected: 0.0)
    var cells = 0
    for (count, probability) in zip(observed, probabilities) {
      let expected = total * probability
      if expected < 5 {
        pooled.observed += count
        pooled.expected += expected
      } else {
        statistic += (count - expected) * (count - expected) / expected
        cells += 1
      }
    }
    if pooled.expected >= 1 {
      let excess = pooled.observed - pooled.expected
      statistic += excess * excess / pooled.expected
      cells += 1
    }
    freedom += max(cells - 1, 0)
  }

  var degreesOfFreedom: Int { freedom }

  var score: Double {
    let ninth = 2 / (9 * Double(freedom))
    return (cbrt(statistic / Double(freedom)) - (1 - ninth)) / ninth.squareRoot()
  }
}
