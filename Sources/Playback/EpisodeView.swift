import EnvironmentCatalog
import Scenes

/// A finished picture of the present moment: everything that a user interface shows of an episode.
public struct EpisodeView: Sendable {
  public var facts: EpisodeFacts
  /// The true state with what the agent sees as a grey ghost; nil where the world cannot be drawn.
  public var scene: Scene?
  /// The last places of the world's tracked point, oldest first.
  public var trail: [TrailPoint]
  /// The course of the episode so far and, after rewinding, of its recorded future.
  public var series: EpisodeSeries
  /// The environment at this moment, to ask anything else of.
  public var environment: RecipeEnvironment
}

/// Where the tracked point was, and where the agent saw it.
public struct TrailPoint: Sendable, Equatable {
  public var truth: Point
  /// Nil where the agent's observation is no state of the world.
  public var perceived: Point?

  public init(truth: Point, perceived: Point?) {
    self.truth = truth
    self.perceived = perceived
  }
}
