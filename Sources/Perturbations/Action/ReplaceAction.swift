import DecisionProcesses
import RandomStreams

/// Executes another player's action, with `probability`, instead of the agent's: *probabilistic* action
/// robustness.
///
/// Source: Tessler, Efroni, Mannor, "Action robust reinforcement learning", ICML 2019, definition 1
/// (PR-MDP).
public struct ReplaceAction: Perturbation {
  public static var name: String { "replace-action" }
  public var channel: Channel { .action }
  @usableFromInline let probability: Double
  @usableFromInline var proposal: ActionProposal

  /// - Parameters:
  ///   - probability: chance per step that the other player acts, in [0, 1].
  ///   - source: the other player.
  public init(probability: Double, by source: ActionSource = .uniform) {
    self.probability = probability
    proposal = ActionProposal(source)
  }

  public mutating func prepare(for shape: RuleShape) throws(PerturbationError) {
    try requireProbability(probability, "probability")
    try proposal.prepare(shape.row, rule: Self.name)
  }

  public var consultsObservation: Bool { proposal.source.consultsObservation }

  @inlinable
  public func apply(to row: inout MutableSpan<Double>, memory: inout MutableSpan<Double>, at moment: Moment) {
    apply(to: &row, memory: &memory, at: moment, observing: Span<Double>())
  }

  @inlinable
  public func apply(
    to row: inout MutableSpan<Double>, memory: inout MutableSpan<Double>, at moment: Moment,
    observing observation: borrowing Span<Double>
  ) {
    var stream = moment.stream
    guard stream.uniform() < probability else { return }
    proposal.propose(into: &row, observing: observation, using: &stream)
  }
}
