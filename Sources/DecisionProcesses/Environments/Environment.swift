/// The step API: all that an agent needs.
///
///     var environment = Simulation(CartPole(), seed: 7)
///     var observation = environment.reset()
///     while true {
///       let step = environment.step(policy(observation))
///       observation = step.observation
///       if step.hasEnded { break }
///     }
///
/// An environment is a value: copy it to branch, compare futures, or look ahead.
public protocol Environment<Observation, Action>: Sendable {
  associatedtype Observation: RowConvertible
  associatedtype Action: RowConvertible
  associatedtype ActionSpace: Space<Action>
  associatedtype ObservationSpace: Space<Observation>

  var actionSpace: ActionSpace { get }
  var observationSpace: ObservationSpace { get }
  var task: TaskDescription { get }

  /// Starts an episode and returns its first observation.
  ///
  /// With a seed: episode 0 of that seed. Without: the next episode of the current seed. The pair
  /// (seed, episode) determines all luck of the episode.
  mutating func reset(seed: UInt64?) -> Observation

  /// Applies one action.
  ///
  /// - Precondition: `reset` was called, the episode has not ended, and `action` lies in the space.
  mutating func step(_ action: Action) -> Step<Observation>
}

extension Environment {
  /// Starts the next episode of the current seed.
  @inlinable
  public mutating func reset() -> Observation { reset(seed: nil) }
}
