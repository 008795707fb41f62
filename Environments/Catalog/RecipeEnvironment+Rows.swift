import DecisionProcesses

/// Stepping over rows that the caller owns, for those who keep their own memory; nothing is allocated.
extension RecipeEnvironment {
  /// As `reset(seed:)`, with the observation written into `row`.
  ///
  /// - Precondition: `row` is as wide as the observation space.
  package mutating func reset(seed: UInt64?, into row: inout MutableSpan<Double>) {
    simulation.reset(seed: seed, into: &row)
  }

  /// As `step(_:)`, with the observation written into `row`.
  ///
  /// - Precondition: both rows are as wide as their spaces, and `action` lies in its space.
  package mutating func step(
    _ action: borrowing Span<Double>, into row: inout MutableSpan<Double>
  ) -> Outcome {
    simulation.step(action, into: &row)
  }
}
