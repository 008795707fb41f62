import RandomStreams

/// Something that chooses actions.
public protocol Policy<Observation, Action>: Sendable {
  associatedtype Observation
  associatedtype Action

  /// The action for `observation`; all randomness comes from `stream`.
  mutating func action(for observation: Observation, using stream: inout RandomStream) -> Action
}

/// Draws every action from the action space.
public struct RandomPolicy<Observation: Sendable, Actions: Space>: Policy {
  public let space: Actions
  public init(_ space: Actions, observing: Observation.Type = Observation.self) { self.space = space }

  public func action(for observation: Observation, using stream: inout RandomStream) -> Actions.Element {
    space.sample(using: &stream)
  }
}

/// Always the space's zero action.
public struct ZeroPolicy<Observation: Sendable, Actions: Space>: Policy {
  private let zero: Actions.Element
  public init(_ space: Actions, observing: Observation.Type = Observation.self) { zero = space.zero }

  public func action(for observation: Observation, using stream: inout RandomStream) -> Actions.Element {
    zero
  }
}

/// A policy given as a function.
public struct FunctionPolicy<Observation, Action>: Policy {
  private let choose: @Sendable (Observation, inout RandomStream) -> Action

  public init(_ choose: @escaping @Sendable (Observation, inout RandomStream) -> Action) {
    self.choose = choose
  }

  public func action(for observation: Observation, using stream: inout RandomStream) -> Action {
    choose(observation, &stream)
  }
}

/// A policy over rows that others own: what rules and natures consult, without allocation.
public protocol RowPolicy: Sendable {
  /// Writes the action for the observation row into `action`.
  func act(
    on observation: borrowing Span<Double>, into action: inout MutableSpan<Double>,
    using stream: inout RandomStream)
}

/// A stateless typed policy seen as a policy over rows.
public struct RowAdapter<Wrapped: Policy>: RowPolicy
where Wrapped.Observation: RowConvertible, Wrapped.Action: RowConvertible {
  private let wrapped: Wrapped
  public init(_ wrapped: Wrapped) { self.wrapped = wrapped }

  public func act(
    on observation: borrowing Span<Double>, into action: inout MutableSpan<Double>,
    using stream: inout RandomStream
  ) {
    var policy = wrapped
    let typed = Wrapped.Observation(reading: observation, at: 0, width: observation.count)
    policy.action(for: typed, using: &stream).write(to: &action, at: 0)
  }
}
