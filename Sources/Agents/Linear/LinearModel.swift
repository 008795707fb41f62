import DecisionProcesses

/// What a linear agent knows of a world: its features, its reward weights, and actions whose return is known.
///
/// Steps are counted from 0. Pairs of state and action with equal features share one feature row, and the
/// actions of a state with the same row form a group: values are computed once for each. Where the world is
/// linear in the features and its factors are given, exact solutions are known too.
public struct LinearModel: Sendable {
  public let horizon: Int
  public let stateCount: Int
  public let actionCount: Int
  public let featureCount: Int
  /// Distinct feature rows.
  package let rows: FeatureRows
  /// Actions of each state with equal features.
  let groups: ActionGroups
  /// Both once more, for hot loops.
  package let layout: ModelLayout
  /// theta; shape [horizon, featureCount].
  let rewardWeights: [Double]
  /// mu; shape [horizon, featureCount, stateCount]; nil where unknown.
  public let factors: [Double]?
  /// Probability of each first state.
  public let initial: [Double]
  /// An absorbing state with reward 0, the least of all.
  public let failState: Int?
  /// A state that the world has not, in which its episodes end; nil where the world's own states do.
  public let endState: Int?
  /// How the world's rewards become those of the model, which lie in [0, 1].
  public let units: RewardUnits

  /// The model of `process` over `horizon` steps, its own number of steps by default.
  ///
  /// Throws for no steps, or features that lie outside the simplex.
  public init<P: LinearProcess>(_ process: P, horizon: Int? = nil) throws(AgentError) {
    let horizon = horizon ?? process.task.horizon
    guard horizon > 0 else { throw AgentError("horizon \(horizon): give at least one step") }
    let (d, states, actions) = (process.featureCount, process.stateCount, process.actionCount)
    try checkSize(horizon: horizon, features: d, states: states)
    var features = Array(repeating: 0.0, count: states * actions * d)
    var known: [Double?] = Array(repeating: nil, count: states * actions)
    let table = TransitionTable(process)
    for pair in 0..<(states * actions) {
      var row = Array(repeating: 0.0, count: d)
      var span = row.mutableSpan
      if process.writeFeatures(of: pair / actions, action: pair % actions, into: &span) {
        for i in 0..<d { features[pair * d + i] = row[i] }
      } else {
        var sum = 0.0
        for entry in table.row(pair / actions, pair % actions) {
          sum += table.probability[entry] * table.reward[entry]
        }
        known[pair] = sum
      }
    }
    var mu: [Double]? = []
    for step in 0..<horizon {
      if let rows = process.factors(step: step) {
        mu?.append(contentsOf: rows.flatMap { $0 })
      } else {
        mu = nil
      }
    }
    let theta = (0..<horizon).flatMap { process.rewardWeights(step: $0) }
    try self.init(
      horizon: horizon, features: features, states: states, actions: actions, known: known,
      rewardWeights: theta,
      factors: mu, initial: table.initial, failState: process.failState)
  }

  /// A model from its parts.
  ///
  /// Throws for no steps, states, actions or features, sizes beyond the memory, and features outside the
  /// simplex. Traps on arrays of other shapes, and on factors or first probabilities that are no
  /// distributions.
  ///
  /// - Parameters:
  ///   - features: phi; shape [states, actions, d].
  ///   - known: the return of each pair that needs no features; shape [states, actions].
  ///   - rewardWeights: theta; shape [horizon, d].
  ///   - factors: mu; shape [horizon, d, states].
  public init(
    horizon: Int, features: [Double], states: Int, actions: Int, known: [Double?]? = nil,
    rewardWeights: [Double],
    factors: [Double]?, initial: [Double], failState: Int? = nil, endState: Int? = nil,
    units: RewardUnits = RewardUnits()
  ) throws(AgentError) {
    guard horizon > 0 else { throw AgentError("horizon \(horizon): give at least one step") }
    guard states > 0, actions > 0, !features.isEmpty else {
      throw AgentError("a model without states, actions or features")
    }
    let d = features.count / (states * actions)
    precondition(features.count == states * actions * d, "\(features.count) features do not fill the pairs")
    precondition(
      rewardWeights.count == horizon * d, "\(rewardWeights.count) reward weights for \(horizon) steps of \(d)"
    )
    precondition(factors.map { $0.count == horizon * d * states } ?? true, "factors of another shape")
    try checkSize(horizon: horizon, features: d, states: states)
    precondition(known.map { $0.count == states * actions } ?? true, "known returns of another shape")
    precondition(failState.map { (0..<states).contains($0) } ?? true, "a fail state that is no state")
    precondition(isDistribution(initial[...], count: states), "first probabilities that are no distribution")
    if let factors {
      for first in stride(from: 0, to: factors.count, by: states) {
        precondition(
          isDistribution(factors[first..<(first + states)], count: states),
          "factor \(first / states) is no distribution")
      }
    }
    self.horizon = horizon
    stateCount = states
    actionCount = actions
    featureCount = d
    self.rewardWeights = rewardWeights
    self.factors = factors
    self.initial = initial
    self.failState = failState
    self.endState = endState
    self.units = units
    let known = known ?? Array(repeating: nil, count: states * actions)
    rows = try FeatureRows(features, d: d, actions: actions, known: known)
    groups = ActionGroups(rowOfPair: rows.rowOfPair, known: known, states: states, actions: actions)
    layout = ModelLayout(
      rows, groups, rewardWeights: rewardWeights,
      met: MetAtStep.all(
        horizon: horizon, initial: initial, factors: factors, failState: failState, rows: rows, groups: groups
      ),
      horizon: horizon, states: states)
  }

  /// phi of a pair; nil where its return is known.
  public func features(of state: Int, action: Int) -> [Double]? {
    let row = rows.rowOfPair[state * actionCount + action]
    guard row >= 0 else { return nil }
    var dense = Array(repeating: 0.0, count: featureCount)
    for k in rows.start[row]..<rows.start[row + 1] { dense[Int(rows.index[k])] = rows.value[k] }
    return dense
  }

  /// r_h(s, a) = phi . theta_h, or the known return.
  public func reward(step: Int, state: Int, action: Int) -> Double {
    let row = rows.rowOfPair[state * actionCount + action]
    guard row >= 0 else {
      return knownReturn(of: groups.ofPair[state * actionCount + action], step: step)
    }
    var sum = 0.0
    for k in rows.start[row]..<rows.start[row + 1] {
      sum += rows.value[k] * rewardWeights[step * featureCount + Int(rows.index[k])]
    }
    return sum
  }
}

/// Whether there are `count` numbers, at least 0 and with sum 1 within 1e-9.
private func isDistribution(_ numbers: ArraySlice<Double>, count: Int) -> Bool {
  numbers.count == count && numbers.allSatisfy { $0 >= 0 } && abs(numbers.reduce(0, +) - 1) <= 1e-9
}

extension LinearModel {
  /// The return of a group of known actions that are taken at `step`, in the model's units.
  @inline(__always)
  func knownReturn(of group: Int, step: Int) -> Double {
    groups.payoff[group] * units.scale + units.shift * units.scale * Double(horizon - step)
  }
}

/// Throws where a learner's data, 4 d^2 + d S numbers for each step, would take more than 2 GB.
func checkSize(horizon: Int, features d: Int, states: Int) throws(AgentError) {
  let (perStep, first) = d.multipliedReportingOverflow(by: 4 * d + states)
  let (numbers, second) = perStep.multipliedReportingOverflow(by: horizon)
  guard !first, !second, numbers <= 250_000_000 else {
    throw AgentError(
      "\(horizon) steps of \(d) features and \(states) states are too many for the memory; set a shorter horizon, as in "
        + "'?horizon=20', or fewer features, as hats")
  }
}

/// An increasing map of rewards: (reward + shift) * scale.
public struct RewardUnits: Sendable, Equatable {
  public var shift: Double
  public var scale: Double

  public init(shift: Double = 0, scale: Double = 1) { (self.shift, self.scale) = (shift, scale) }

  /// A reward of the world in the model's units.
  @inlinable
  public func scaled(_ reward: Double) -> Double { (reward + shift) * scale }

  /// A value of the model over `steps` steps in the world's units.
  @inlinable
  public func unscaled(_ value: Double, steps: Int) -> Double { value / scale - shift * Double(steps) }
}

/// The distinct feature rows of a model, non-zero entries alone.
package struct FeatureRows: Sendable {
  /// Entries of row r lie at start[r]..<start[r + 1].
  private(set) var start: [Int] = [0]
  private(set) var index: [Int32] = []
  private(set) var value: [Double] = []
  /// The row of each pair, -1 where its return is known.
  package private(set) var rowOfPair: [Int]

  var count: Int { start.count - 1 }

  /// Throws for the first pair whose features lie outside the simplex.
  init(_ features: [Double], d: Int, actions: Int, known: [Double?]) throws(AgentError) {
    rowOfPair = Array(repeating: -1, count: known.count)
    var rowOfFeatures: [ArraySlice<Double>: Int] = [:]
    for pair in known.indices where known[pair] == nil {
      let row = features[(pair * d)..<((pair + 1) * d)]
      let sum = row.reduce(0, +)
      guard row.allSatisfy({ $0 >= 0 }), abs(sum - 1) <= 1e-9 else {
        throw AgentError(
          "features of state \(pair / actions), action \(pair % actions) have sum \(sum) and least entry "
            + "\(row.min() ?? .nan); they must be at least 0 and sum to 1")
      }
      if let same = rowOfFeatures[row] {
        rowOfPair[pair] = same
        continue
      }
      for (i, entry) in row.enumerated() where entry != 0 {
        index.append(Int32(i))
        value.append(entry)
      }
      rowOfPair[pair] = count
      rowOfFeatures[row] = count
      start.append(index.count)
    }
  }
}

/// For each state its actions, those with equal features or equal known return together.
struct ActionGroups: Sendable {
  /// Groups of state s lie at start[s]..<start[s + 1], by their first action.
  private(set) var start: [Int] = [0]
  /// Feature row of each group, -1 where the return is known.
  private(set) var row: [Int] = []
  private(set) var payoff: [Double] = []
  /// Actions of group g lie at actionStart[g]..<actionStart[g + 1].
  private(set) var actionStart: [Int] = [0]
  private(set) var actions: [Int] = []
  /// The group of each pair.
  private(set) var ofPair: [Int]

  var count: Int { row.count }

  init(rowOfPair: [Int], known: [Double?], states: Int, actions actionCount: Int) {
    ofPair = Array(repeating: 0, count: states * actionCount)
    for state in 0..<states {
      let first = row.count
      for action in 0..<actionCount {
        let pair = state * actionCount + action
        let payoff = known[pair] ?? 0
        if let group = (first..<row.count).first(where: {
          row[$0] == rowOfPair[pair] && (row[$0] >= 0 || self.payoff[$0] == payoff)
        }) {
          ofPair[pair] = group
        } else {
          ofPair[pair] = row.count
          row.append(rowOfPair[pair])
          self.payoff.append(payoff)
        }
      }
      start.append(row.count)
      for group in first..<row.count {
        for action in 0..<actionCount where ofPair[state * actionCount + action] == group {
          actions.append(action)
        }
        actionStart.append(actions.count)
      }
    }
  }
}
