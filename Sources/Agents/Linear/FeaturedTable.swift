import DecisionProcesses
import RandomStreams

/// Features for finite worlds that have none of their own.
public enum FeatureKind: Sendable, Equatable {
  /// phi(s, a) = e_{s A + a}: the world itself.
  case oneHot
  /// Linear interpolation over the state's number between `anchors` even places, a block of factors an
  /// action.
  case hats(anchors: Int)
  /// Rows of a flat Dirichlet distribution.
  case dirichlet(count: Int, seed: UInt64)
}

/// A finite world seen through features: soft aggregation of its rows.
///
///     mu_i = sum_{s,a} phi_i P(. | s, a) / sum_{s,a} phi_i,   theta_i likewise
///
/// One-hot features give the world itself, others a linear world near it. An action that ends the episode
/// leads to one state more, the end, whose return is 0. Rewards are brought into [0, 1] by an increasing map,
/// which `units` tells: agents clip values there. Under total variation nature may lead any factor to the
/// end, too.
///
/// Source: S. Singh, T. Jaakkola, M. Jordan, "Reinforcement learning with soft state aggregation", NIPS 1994.
public struct FeaturedTable: Sendable {
  public let stateCount: Int
  public let actionCount: Int
  public let featureCount: Int
  /// phi; shape [states, actions, d].
  public let features: [Double]
  /// Whether the world is linear in the features, so that factors are its own.
  public let isExact: Bool
  public let units: RewardUnits
  /// Whether there is an end.
  public let hasEnd: Bool
  private let factors: [Double]
  private let rewardWeights: [Double]
  private let initial: [Double]

  /// Throws for features that do not fit the world.
  public init<P: TabularProcess>(_ process: P, features kind: FeatureKind) throws(AgentError) {
    let table = TransitionTable(process)
    let (states, actions) = (table.stateCount, table.actionCount)
    features = try Self.features(kind, states: states, actions: actions)
    let d = features.count / (states * actions)
    hasEnd = table.ending.contains { $0.contains(.terminated) }
    let all = states + (hasEnd ? 1 : 0)
    var mu = Array(repeating: 0.0, count: d * all)
    var theta = Array(repeating: 0.0, count: d)
    var weights = theta
    var (least, most) = (Double.infinity, -Double.infinity)
    var means = Array(repeating: 0.0, count: states * actions)
    for pair in 0..<(states * actions) {
      for entry in table.row(pair / actions, pair % actions) {
        means[pair] += table.probability[entry] * table.reward[entry]
        if table.probability[entry] > 0 {
          (least, most) = (min(least, table.reward[entry]), max(most, table.reward[entry]))
        }
      }
    }
    if hasEnd { (least, most) = (min(least, 0), max(most, 0)) }
    // Worlds that fit already keep their rewards.
    let fits = least >= 0 && most <= 1
    units =
      fits ? RewardUnits() : RewardUnits(shift: -min(least, 0), scale: 1 / max(most - min(least, 0), 1e-300))
    for pair in 0..<(states * actions) {
      for i in 0..<d where features[pair * d + i] > 0 {
        let share = features[pair * d + i]
        weights[i] += share
        theta[i] += share * units.scaled(means[pair])
        for entry in table.row(pair / actions, pair % actions) {
          let next = table.ending[entry].contains(.terminated) ? states : table.next[entry]
          mu[i * all + next] += share * table.probability[entry]
        }
      }
    }
    for i in 0..<d {
      guard weights[i] > 0 else { throw AgentError("feature \(i + 1) is 0 for every state and action") }
      theta[i] /= weights[i]
      for state in 0..<all { mu[i * all + state] /= weights[i] }
    }
    stateCount = all
    actionCount = actions
    featureCount = d
    factors = mu
    rewardWeights = theta
    initial = table.initial + (hasEnd ? [0] : [])
    isExact = kind == .oneHot
  }

  /// The model over `horizon` steps.
  ///
  /// Throws for no steps, or a size beyond the memory.
  ///
  /// - Parameter linear: takes the factors for the world's own even where they are only near it: the model of
  ///   a world that is linear.
  public func model(horizon: Int, linear: Bool = false) throws(AgentError) -> LinearModel {
    guard horizon > 0 else { throw AgentError("horizon \(horizon): give at least one step") }
    try checkSize(horizon: horizon, features: featureCount, states: stateCount)
    let pairs = stateCount * actionCount
    let end = hasEnd ? stateCount - 1 : stateCount
    var known: [Double?] = Array(repeating: nil, count: pairs)
    for pair in (end * actionCount)..<pairs { known[pair] = 0 }
    let padding = Array(repeating: 0.0, count: (pairs - end * actionCount) * featureCount)
    return try LinearModel(
      horizon: horizon, features: features + padding, states: stateCount, actions: actionCount, known: known,
      rewardWeights: (0..<horizon).flatMap { _ in rewardWeights },
      factors: isExact || linear ? (0..<horizon).flatMap { _ in factors } : nil, initial: initial,
      failState: hasEnd && units.shift == 0 ? end : nil, endState: hasEnd ? end : nil, units: units)
  }

  static func features(_ kind: FeatureKind, states: Int, actions: Int) throws(AgentError) -> [Double] {
    let pairs = states * actions
    switch kind {
    case .oneHot:
      guard pairs <= 4096 else {
        throw AgentError("one-hot features of \(states) states by \(actions) actions are too many; take hats")
      }
      return (0..<pairs).flatMap { pair in (0..<pairs).map { $0 == pair ? 1.0 : 0 } }
    case .hats(let anchors):
      guard anchors >= 2 && anchors <= states else {
        throw AgentError("\(anchors) anchors for \(states) states; give 2 to \(states)")
      }
      let width = Double(anchors - 1) / Double(states - 1)
      return (0..<pairs).flatMap { pair -> [Double] in
        let place = Double(pair / actions) * width
        var row = Array(repeating: 0.0, count: actions * anchors)
        for anchor in 0..<anchors {
          row[(pair % actions) * anchors + anchor] = max(0, 1 - abs(place - Double(anchor)))
        }
        return row
      }
    case .dirichlet(let count, let seed):
      guard count >= 1 && count <= pairs else {
        throw AgentError("\(count) random features for \(pairs) pairs; give 1 to \(pairs)")
      }
      var stream = RandomStream(seed: seed, purpose: StreamPurpose(named: "features"))
      return (0..<pairs).flatMap { _ -> [Double] in
        var row = Array(repeating: 0.0, count: count)
        var span = row.mutableSpan
        stream.dirichlet(concentration: 1, into: &span)
        return row
      }
    }
  }
}
