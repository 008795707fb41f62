import DecisionProcesses

/// Plays an episode on a thread of its own, so that neither a slow step nor a slow picture holds the other up.
///
/// A user interface sends commands and asks for views; the stepping thread answers both between two steps.
/// No lock is held while a step runs. Commands take effect in the order in which they were sent.
public final class LivePlayer: Sendable {
  /// What happens when an episode has ended.
  public enum AtEnd: Sendable { case hold, nextSeed }

  /// What does not change.
  public let recipe: RecipeFacts

  /// Starts the thread; playing is paused at first.
  ///
  /// - Parameters:
  ///   - speed: 30 steps per second where not given.
  public init(
    _ player: EpisodePlayer, speed: PlaybackSpeed = .stepsPerSecond(30), atEnd: AtEnd = .hold
  ) {
    recipe = player.recipe
  }

  /// Puts `command` into the mailbox; returns at once.
  public func send(_ command: LiveCommand) {}

  /// The newest view, and a request for the next one; returns at once.
  public func view() -> LiveView { fatalError() }

  /// Ends the thread and waits for it: at most for one step. Further commands are ignored, and the last view
  /// stays. Also done when the player is released.
  public func quit() {}
}

/// What a user interface gets from a `LivePlayer`.
public struct LiveView: Sendable {
  /// The newest view there is; never older than the view before.
  public var episode: EpisodeView
  /// Grows by one whenever `episode` is replaced.
  public var version: Int
  public var isPaused: Bool
  /// Whether a request has gone unanswered for 100 ms: a step is taking long.
  public var isBusy: Bool
  public var speed: PlaybackSpeed
  /// Steps made per second of late.
  public var rate: Double
  /// Why the last command was refused, until a later one is accepted.
  public var refusal: String?
}
