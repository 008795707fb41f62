import Agents
import DecisionProcesses
import RandomStreams

/// Plays episodes of a finite world, each with a seed of its own; see `EpisodePlayer`.
public protocol FinitePlayer: AnyObject {
  /// Plays episode `index` with a learner, which learns from it; returns the sum of the world's true rewards.
  func play(_ index: Int, with learner: any StagedLearner) -> Double

  /// Plays episode `index` with a policy; returns the sum of the world's true rewards, and in `episode` what
  /// happened.
  func play(
    _ index: Int, with policy: StagedPolicy, recording episode: inout [EpisodeData.Transition]
  ) -> Double
}

// One class for each kind of world instead of a generic one, whose methods nobody would specialise. The world
// stays in place: a copy for each episode would cost as much as a step.

/// Plays a world's tables.
final class TablePlayer: FinitePlayer {
  private var player: EpisodePlayer<Simulation<TableProcess>>

  init(_ world: Simulation<TableProcess>, model: LinearModel, seed: UInt64) {
    player = EpisodePlayer(world, model: model, seed: seed)
  }

  func play(_ index: Int, with learner: any StagedLearner) -> Double {
    player.play(index, with: learner)
  }

  func play(
    _ index: Int, with policy: StagedPolicy, recording episode: inout [EpisodeData.Transition]
  ) -> Double {
    player.play(index, with: policy, recording: &episode)
  }
}

/// Plays a recipe with its rules.
final class RecipePlayer: FinitePlayer {
  private var player: EpisodePlayer<IndexEnvironment>

  init(_ world: IndexEnvironment, model: LinearModel, seed: UInt64) {
    player = EpisodePlayer(world, model: model, seed: seed)
  }

  func play(_ index: Int, with learner: any StagedLearner) -> Double {
    _ = player.play(index, with: learner)
    return player.world.trueReturn
  }

  func play(
    _ index: Int, with policy: StagedPolicy, recording episode: inout [EpisodeData.Transition]
  ) -> Double {
    _ = player.play(index, with: policy, recording: &episode)
    return player.world.trueReturn
  }
}

extension EpisodePlayer {
  @inline(__always)
  fileprivate mutating func play(_ index: Int, with learner: any StagedLearner) -> Double {
    play(
      index, choose: { learner.action(step: $0, state: $1, using: &$2) },
      transition: { learner.observe(step: $0, state: $1, action: $2, reward: $3, next: $4) })
  }

  @inline(__always)
  fileprivate mutating func play(
    _ index: Int, with policy: StagedPolicy, recording episode: inout [EpisodeData.Transition]
  ) -> Double {
    episode.removeAll(keepingCapacity: true)
    return play(
      index, choose: { policy.action(step: $0, state: $1, using: &$2) },
      transition: { episode.append(EpisodeData.Transition(state: $1, action: $2, reward: $3, next: $4)) })
  }
}
