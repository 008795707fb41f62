import DecisionProcesses
import RandomStreams

/// Plays single episodes of a finite world, each with a seed of its own, so that any episode can be played
/// again.
///
/// All luck of episode k is a function of (seed, k): a run that was interrupted goes on as if it had not
/// been.
public struct EpisodePlayer<World: Environment<Int, Int>> {
  /// The world, as the last episode left it.
  public var world: World
  @usableFromInline let key: RandomKey
  @usableFromInline let units: RewardUnits
  @usableFromInline let horizon: Int
  @usableFromInline let endState: Int?
  @usableFromInline let purpose = StreamPurpose(named: "training-episode")

  /// - Parameter world: has the model's actions and states, but for its end.
  public init(_ world: World, model: LinearModel, seed: UInt64) {
    self.world = world
    key = RandomKey(seed: seed)
    units = model.units
    horizon = model.horizon
    endState = model.endState
  }

  /// Plays episode `index` and returns the sum of the rewards that the player was shown, in the world's
  /// units.
  ///
  /// - Parameters:
  ///   - choose: the action for (step, state).
  ///   - transition: told of (step, state, action, reward, next), the reward in the model's units and the end
  ///     as next state where the world has terminated.
  @inlinable @inline(__always)
  public mutating func play(
    _ index: Int, choose: (Int, Int, inout RandomStream) -> Int,
    transition: (Int, Int, Int, Double, Int) -> Void
  ) -> Double {
    var seeds = RandomStream(key: key, episode: UInt32(truncatingIfNeeded: index), step: 0, purpose: purpose)
    let seed = seeds.next()
    var stream = RandomStream(seed: seed, purpose: .policy)
    var state = world.reset(seed: seed)
    var total = 0.0
    for step in 0..<horizon {
      let action = choose(step, state, &stream)
      let outcome = world.step(action)
      let next = outcome.ending.contains(.terminated) ? endState ?? outcome.observation : outcome.observation
      total += outcome.reward
      transition(step, state, action, units.scaled(outcome.reward), next)
      if !outcome.ending.isEmpty { break }
      state = next
    }
    return total
  }
}
