import DecisionProcesses
import RandomStreams

/// Whose action a rule mixes in.
public enum ActionSource: Sendable {
  /// A uniform draw from the action space, which must then be bounded.
  case uniform
  /// A policy that sees the true observation.
  case policy(any RowPolicy)

  @usableFromInline var consultsObservation: Bool {
    if case .policy = self { true } else { false }
  }
}

/// A source fitted to an action row.
@usableFromInline
struct ActionProposal: Sendable {
  let source: ActionSource
  private var components: [ComponentDescription] = []

  init(_ source: ActionSource) { self.source = source }

  mutating func prepare(_ row: RowDescription, rule: String) throws(PerturbationError) {
    components = row.components
    guard case .uniform = source else { return }
    if let open = row.components.first(where: { !($0.lower.isFinite && $0.upper.isFinite) }) {
      throw PerturbationError(
        rule: rule, argument: "by",
        "there is no uniform draw from \(open.lower)...\(open.upper), the bounds of action component "
          + "'\(open.name)'; name a policy with by=")
    }
  }

  /// Writes the other player's action into `row`.
  @usableFromInline
  func propose(
    into row: inout MutableSpan<Double>, observing observation: borrowing Span<Double>,
    using stream: inout RandomStream
  ) {
    switch source {
    case .policy(let policy):
      precondition(observation.count > 0, "a policy needs the observation to act")
      policy.act(on: observation, into: &row, using: &stream)
    case .uniform:
      for index in row.indices {
        switch components[index].kind {
        case .categorical(let count): row[index] = Double(stream.integer(below: count))
        case .continuous: row[index] = stream.uniform(in: components[index].lower, components[index].upper)
        }
      }
    }
  }
}
