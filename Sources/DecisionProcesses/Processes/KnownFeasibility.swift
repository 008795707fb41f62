/// A process whose feasible set is known: the states from which some policy never violates a constraint.
public protocol KnownFeasibility: DecisionProcess {
  /// Whether `state` belongs to the set, at the process's present parameters as far as
  /// `feasibilityAssumptions` says; false for a state that is not finite.
  func isFeasible(_ state: State) -> Bool

  /// What the answer takes for granted, in a few words that a picture can carry.
  static var feasibilityAssumptions: String { get }
}
