/// What value iteration found.
public struct OptimalSolution: Sendable, Equatable {
  /// Value of each state; shape [states].
  public let values: [Double]
  /// Greedy action of each state for `values`, the lowest index among exactly equal ones; shape [states].
  public let policy: [Int]
  /// Sweeps over all states.
  public let sweeps: Int
  /// Largest change of a value in the last sweep before the final one.
  public let lastChange: Double
  /// Certified bound on |value - optimal value| of every state, round-off included; nil with discount 1,
  /// where the size of the last change proves nothing.
  public let bound: Double?
  /// Whether the tolerance was met, not the sweep limit or the floor of round-off.
  public let hasConverged: Bool

  /// Expected value of the first state under `initial`; O(states).
  ///
  /// - Precondition: one probability for each state.
  public func value(of initial: [Double]) -> Double {
    precondition(initial.count == values.count, "\(initial.count) probabilities for \(values.count) states")
    var sum = 0.0
    for (probability, value) in zip(initial, values) { sum += probability * value }
    return sum
  }
}
