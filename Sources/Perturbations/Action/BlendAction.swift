import DecisionProcesses
import RandomStreams

/// Executes a mixture of the agent's action a and another player's b: (1 - alpha) a + alpha b, *noisy*
/// action robustness.
///
/// For box actions; a discrete action cannot be mixed. Source: Tessler, Efroni, Mannor, "Action robust
/// reinforcement learning", ICML 2019, definition 2 (NR-MDP).
public struct BlendAction: Perturbation {
  public static var name: String { "blend-action" }
  public var channel: Channel { .action }
  @usableFromInline let alpha: Double
  @usableFromInline var proposal: ActionProposal

  /// - Parameters:
  ///   - alpha: the other player's share, in [0, 1].
  ///   - source: the other player.
  public init(alpha: Double, by source: ActionSource = .uniform) {
    self.alpha = alpha
    proposal = ActionProposal(source)
  }

  public mutating func prepare(for shape: RuleShape) throws(PerturbationError) {
    try requireContinuous(shape)
    try requireProbability(alpha, "alpha")
    try proposal.prepare(shape.row, rule: Self.name)
  }

  public var consultsObservation: Bool { proposal.source.consultsObservation }

  /// The other player's action.
  @inlinable @inline(__always)
  public func memoryWidth(rowWidth: Int) -> Int { rowWidth }

  @inlinable
  public func apply(to row: inout MutableSpan<Double>, memory: inout MutableSpan<Double>, at moment: Moment) {
    apply(to: &row, memory: &memory, at: moment, observing: Span<Double>())
  }

  @inlinable
  public func apply(
    to row: inout MutableSpan<Double>, memory: inout MutableSpan<Double>, at moment: Moment,
    observing observation: borrowing Span<Double>
  ) {
    guard alpha > 0 else { return }
    precondition(memory.count == row.count)
    var stream = moment.stream
    proposal.propose(into: &memory, observing: observation, using: &stream)
    for index in row.indices { row[index] = (1 - alpha) * row[index] + alpha * memory[index] }
  }
}
