import RandomStreams

extension LinearModel {
  /// A model for trying things out: everything drawn at random, from Dirichlet distributions, reward weights
  /// uniform in [0, 1], no fail state, state 0 first.
  ///
  /// Features have concentration 0.5 and factors 3, so that every factor reaches every state. Give at least
  /// as many actions as features, or the first state's features do not tell the factors apart.
  ///
  /// - Precondition: positive sizes.
  public static func drawn(
    seed: UInt64, horizon: Int = 3, states: Int = 5, actions: Int = 6, features d: Int = 4
  ) throws(AgentError) -> LinearModel {
    var stream = RandomStream(seed: seed, purpose: StreamPurpose(named: "random-linear"))
    func rows(_ count: Int, of width: Int, concentration: Double) -> [Double] {
      var numbers: [Double] = []
      var row = Array(repeating: 0.0, count: width)
      for _ in 0..<count {
        var span = row.mutableSpan
        stream.dirichlet(concentration: concentration, into: &span)
        numbers += row
      }
      return numbers
    }
    let features = rows(states * actions, of: d, concentration: 0.5)
    let rewardWeights = (0..<(horizon * d)).map { _ in stream.uniform() }
    return try LinearModel(
      horizon: horizon, features: features, states: states, actions: actions, rewardWeights: rewardWeights,
      factors: rows(horizon * d, of: states, concentration: 3),
      initial: [1] + Array(repeating: 0, count: states - 1))
  }
}
