import DecisionProcesses
import Synchronization

/// Plays an episode on a thread of its own, so that neither a slow step nor a slow picture holds the other up.
///
/// A user interface sends commands and asks for views; the stepping thread answers both between two steps.
/// No lock is held while a step runs. Commands take effect in the order in which they were sent.
public final class LivePlayer: Sendable {
  /// What happens when an episode has ended.
  public enum AtEnd: Sendable {
    /// The last state stays until a command comes.
    case hold
    /// The next seed's episode begins, after a moment where the speed is one to watch.
    case nextSeed
  }

  /// What does not change.
  public let recipe: RecipeFacts
  private let desk: LiveDesk
  private let worker: Mutex<Worker?>

  /// Starts the thread; playing is paused at first, at 30 steps per second unless given.
  public init(
    _ player: EpisodePlayer, speed: PlaybackSpeed = .stepsPerSecond(30), atEnd: AtEnd = .hold
  ) {
    recipe = player.recipe
    let desk = LiveDesk(
      LiveView(
        episode: player.view, version: 0, isPaused: true, isBusy: false, speed: speed, rate: 0, refusal: nil))
    self.desk = desk
    worker = Mutex(
      Worker {
        var loop = LiveLoop(player, desk: desk, speed: speed, atEnd: atEnd)
        loop.run()
      })
  }

  deinit { quit() }

  /// Puts `command` into the mailbox; returns at once.
  public func send(_ command: LiveCommand) { desk.send(command) }

  /// The newest view, and a request for the next one; returns at once.
  public func view() -> LiveView { desk.view() }

  /// Ends the thread and waits for it: at most for one step. Later commands are ignored, and the last view
  /// stays. Also done when the player is released.
  public func quit() {
    let worker = worker.withLock { worker in
      defer { worker = nil }
      return worker
    }
    guard let worker else { return }
    desk.stop()
    worker.join()
  }
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
  /// Steps per second of late.
  public var rate: Double
  /// Why the last command was refused, until one is accepted.
  public var refusal: String?
}

/// Where the two threads meet: the mailbox one way, the newest view the other.
final class LiveDesk: Sendable {
  /// Whether anything below has changed; all that is looked at between two steps.
  let needsAttention = Atomic<Bool>(false)
  let bell = Bell()
  private let mail = Mutex<[LiveCommand]>([])
  private let isStopping = Atomic<Bool>(false)
  private let counter: Mutex<Counter>

  private struct Counter {
    var view: LiveView
    /// When the view was asked for that has not come yet.
    var requested: ContinuousClock.Instant?
  }

  init(_ view: LiveView) { counter = Mutex(Counter(view: view, requested: nil)) }

  // MARK: The interface's side

  func send(_ command: LiveCommand) {
    mail.withLock { $0.append(command) }
    call()
  }

  func view() -> LiveView {
    let now = ContinuousClock.now
    let (view, isNew) = counter.withLock { counter -> (LiveView, Bool) in
      var view = counter.view
      let isNew = counter.requested == nil && !isStopped
      if isNew { counter.requested = now }
      view.isBusy = now - (counter.requested ?? now) > .milliseconds(100)
      return (view, isNew)
    }
    if isNew { call() }
    return view
  }

  func stop() {
    isStopping.store(true, ordering: .releasing)
    // Nobody will answer any more, and nothing is late.
    call()
  }

  private func call() {
    needsAttention.store(true, ordering: .releasing)
    bell.ring()
  }

  // MARK: The stepping side

  var isStopped: Bool { isStopping.load(ordering: .acquiring) }

  func takeMail() -> [LiveCommand] {
    mail.withLock { mail in
      defer { mail = [] }
      return mail
    }
  }

  var isViewWanted: Bool { counter.withLock { $0.requested != nil } }

  func publish(_ view: LiveView) {
    // The old view is freed outside the lock.
    let old = counter.withLock { counter -> LiveView in
      defer {
        counter.view = view
        counter.requested = nil
      }
      return counter.view
    }
    withExtendedLifetime(old) {}
  }

  /// Answers that the view in hand is still the newest.
  func confirm() { counter.withLock { $0.requested = nil } }
}
