import DecisionProcesses

/// A policy that is a matrix: action = clip(matrix * observation[components] + bias, -bound, bound).
///
/// Found by `Scripts/search-linear-policies.py`: for the pendulums linear-quadratic regulators, for the others by
/// augmented random search (H. Mania, A. Guy, B. Recht, arXiv:1803.07055).
struct LinearPolicy: Sendable {
  /// Places in the observation.
  let components: [Int]
  /// A row per motor.
  let matrix: [[Double]]
  let bias: [Double]
  let bound: Double

  func write(_ observation: borrowing MutableSpan<Double>, to action: inout MutableSpan<Double>) {
    for motor in bias.indices {
      var sum = bias[motor]
      for (column, place) in components.enumerated() { sum += matrix[motor][column] * observation[place] }
      action[motor] = min(max(sum, -bound), bound)
    }
  }
}

/// A locomotion world that is played by a matrix.
protocol LinearlyScripted: LocomotionWorld, ScriptedProcess {
  static var policy: LinearPolicy { get }
}

extension LinearlyScripted {
  /// The matrix of the world's card times what is observed.
  public func scriptedAction(for observation: Observation) -> Action {
    var seen = observation
    return withUnsafeTemporaryAllocation(of: Double.self, capacity: Self.layout.actionCount) { row in
      row.initialize(repeating: 0)
      var action = row.mutableSpan
      seen.withMutableRow { Self.policy.write($0, to: &action) }
      return Action(reading: row.span, at: 0, width: row.count)
    }
  }
}
