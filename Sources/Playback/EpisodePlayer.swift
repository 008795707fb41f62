import DecisionProcesses
import EnvironmentCatalog

/// A deterministic episode that can be rewound, replayed bit by bit, and branched.
///
/// The history is the seed and the interventions by step; policies are functions of the observation and of
/// the clock's stream, so what they did is played again rather than stored. Snapshots bound the time that a
/// jump takes. An intervention at an earlier step drops the steps recorded after it.
public struct EpisodePlayer: Sendable {
  public let recipe: RecipeFacts

  /// - Parameter policy: who acts; nil for the zero action until one is set by hand.
  public init(_ environment: RecipeEnvironment, policy: (any RowPolicy)?, seed: UInt64) { fatalError() }

  /// The environment at the present step.
  public var environment: RecipeEnvironment { fatalError() }
  public var step: Int { 0 }
  /// The last step that can be shown without playing on.
  public var recordedSteps: Int { 0 }
  public var facts: EpisodeFacts { fatalError() }
  /// The present moment as a picture in data.
  public var view: EpisodeView { fatalError() }

  /// Starts the episode of `seed` as the recipe has it; everything recorded is dropped.
  public mutating func reset(seed: UInt64) {}
  public mutating func nextSeed() {}

  /// Plays one step, or replays it; false at the end of the episode.
  @discardableResult
  public mutating func advance() -> Bool { false }

  /// Shows the state after `target` steps; beyond the recorded steps it plays on, up to the episode's end.
  public mutating func seek(toStep target: Int) {}

  /// Holds an action in place of the policy's from now on; nil gives the policy its place back.
  public mutating func setAction(_ action: Row?) throws(InterventionError) {}
  public mutating func setParameter(_ index: Int, to value: Double) throws(InterventionError) {}
  public mutating func setRule(_ index: Int, isOn: Bool) throws(InterventionError) {}
  public mutating func setSeats(_ row: Row) throws(InterventionError) {}
}
