/// Optimal values of a discounted process with a certified interval for each state.
public struct CertifiedSolution: Sendable, Equatable {
  /// Middle of each state's interval; shape [states].
  public let values: [Double]
  /// Greedy policy: an action per state, the lowest index among equally good ones, or probabilities where
  /// some state must mix actions.
  ///
  /// This very policy is worth at least `lower` in every state.
  public let policy: TablePolicy
  /// Certified lower bound of each optimal value, round-off included; shape [states].
  public let lower: [Double]
  /// Certified upper bound of each optimal value, round-off included; shape [states].
  public let upper: [Double]
  /// Sweeps over all states and actions.
  public let sweeps: Int
  /// Sweeps over the rows of a policy alone.
  public let evaluationSweeps: Int

  public init(
    values: [Double], policy: TablePolicy, lower: [Double], upper: [Double], sweeps: Int,
    evaluationSweeps: Int
  ) {
    self.values = values
    self.policy = policy
    self.lower = lower
    self.upper = upper
    self.sweeps = sweeps
    self.evaluationSweeps = evaluationSweeps
  }

  /// Certified bound of |value - optimal value| over all states. O(states).
  public var bound: Double {
    var widest = 0.0
    for state in values.indices {
      widest = max(widest, upper[state] - values[state], values[state] - lower[state])
    }
    return widest
  }
}
