import DecisionProcesses
import Perturbations

/// The stepping thread of a `LivePlayer`.
struct LiveLoop {
  /// From this rate on steps are made without detail, except those just before a view.
  private static let detailedRate = 20_000.0
  /// How far behind its speed the player may fall before it gives up catching up.
  private static let largestBacklog = Duration.milliseconds(100)
  /// How long an end is shown before the next seed, at speeds to watch.
  private static let pauseAtEnd = Duration.milliseconds(800)

  private var player: EpisodePlayer
  private let desk: LiveDesk
  private let atEnd: LivePlayer.AtEnd
  private let clock = ContinuousClock()
  private var speed: PlaybackSpeed
  private var isPaused = true
  /// The step that is being sought beyond the recorded ones.
  private var goal: Int?
  private var nextStep: ContinuousClock.Instant
  private var refusal: String?
  private var version = 0
  private var isChanged = false
  private var rate = 0.0
  private var stepsSinceRate = 0
  private var rateStart: ContinuousClock.Instant

  init(_ player: EpisodePlayer, desk: LiveDesk, speed: PlaybackSpeed, atEnd: LivePlayer.AtEnd) {
    self.player = player
    self.desk = desk
    self.speed = speed
    self.atEnd = atEnd
    nextStep = clock.now
    rateStart = nextStep
  }

  mutating func run() {
    while true {
      if desk.needsAttention.load(ordering: .relaxed) {
        _ = desk.needsAttention.exchange(false, ordering: .acquiring)
        if desk.isStopped { return }
        for command in desk.takeMail() { obey(command) }
        if desk.isViewWanted { publish() }
      } else if let goal {
        if player.step >= goal || !advance() { arrive() }
      } else if isPaused {
        desk.bell.wait()
      } else if player.hasEnded {
        leaveTheEnd()
      } else if isDue() {
        advance()
      }
    }
  }

  /// Whether the speed lets the next step be made; otherwise waits for it, or for a call.
  private mutating func isDue() -> Bool {
    guard case .stepsPerSecond(let wanted) = speed else { return true }
    let now = clock.now
    guard now >= nextStep else {
      desk.bell.wait(atMost: nextStep - now)
      return false
    }
    nextStep = max(nextStep, now - Self.largestBacklog) + .seconds(1 / wanted)
    return true
  }

  private mutating func leaveTheEnd() {
    guard atEnd == .nextSeed else { return desk.bell.wait() }
    if case .stepsPerSecond = speed {
      let rest = nextStep + Self.pauseAtEnd - clock.now
      guard rest <= .zero else { return desk.bell.wait(atMost: rest) }
    }
    player.nextSeed()
    nextStep = clock.now
    isChanged = true
  }

  @discardableResult
  private mutating func advance() -> Bool {
    isChanged = true
    stepsSinceRate += 1
    return player.advance()
  }

  // MARK: Commands

  private mutating func obey(_ command: LiveCommand) {
    isChanged = true
    refusal = nil
    do throws(InterventionError) {
      try carryOut(command)
    } catch {
      refusal = error.message
    }
  }

  private mutating func carryOut(_ command: LiveCommand) throws(InterventionError) {
    switch command {
    case .pause: setPaused(true)
    case .resume: setPaused(false)
    case .togglePause: setPaused(!isPaused)
    case .move(let count):
      setPaused(true)
      seek(max(0, player.step + min(max(count, -1 << 40), 1 << 40)))
    case .seek(let step): seek(max(0, step))
    case .setSpeed(let wanted):
      if case .stepsPerSecond(let value) = wanted, !(value > 0 && value.isFinite) {
        throw InterventionError("the speed cannot be \(value) steps per second; give a positive number")
      }
      speed = wanted
      nextStep = clock.now
      chooseDetail()
    case .reset: reset(player.seed)
    case .resetTo(let seed): reset(seed)
    case .nextSeed: reset(player.seed &+ 1)
    case .setAction(let row): try player.setAction(row)
    case .setParameter(let index, let value): try player.setParameter(index, to: value)
    case .setRule(let index, let isOn): try player.setRule(index, isOn: isOn)
    case .setSeats(let row): try player.setSeats(row)
    }
  }

  private mutating func setPaused(_ paused: Bool) {
    // Who pauses wants to see all of the moment.
    if paused && !isPaused { player.seek(toStep: player.step) }
    isPaused = paused
    goal = nil
    nextStep = clock.now
    restartRate()
  }

  private mutating func reset(_ seed: UInt64) {
    goal = nil
    player.reset(seed: seed)
    nextStep = clock.now
  }

  /// Recorded steps are shown at once; those beyond are played bit by bit, so that commands get through.
  private mutating func seek(_ step: Int) {
    goal = nil
    player.seek(toStep: min(step, player.recordedSteps))
    if step > player.step { goal = step }
  }

  private mutating func arrive() {
    goal = nil
    player.seek(toStep: player.step)
  }

  // MARK: Views

  private mutating func publish() {
    guard isChanged || version == 0 else { return desk.confirm() }
    measureRate()
    if !player.isDetailed { addDetail() }
    version += 1
    desk.publish(
      LiveView(
        episode: player.view, version: version, isPaused: isPaused, isBusy: false, speed: speed, rate: rate,
        refusal: refusal))
    isChanged = false
    chooseDetail()
  }

  /// Makes up for steps made without detail: by a few more, or by seeing the last ones again.
  private mutating func addDetail() {
    player.isDetailed = true
    if goal == nil && !isPaused {
      for _ in 0..<EpisodeMoment.trailLength { advance() }
    }
    if player.hasEnded || isPaused { player.seek(toStep: player.step) }
  }

  /// Steps too many to see one by one are made without detail.
  private mutating func chooseDetail() {
    player.isDetailed = rate < Self.detailedRate
  }

  private mutating func measureRate() {
    let now = clock.now
    let seconds = (now - rateStart) / .seconds(1)
    guard seconds > 0.1 else { return }
    rate = Double(stepsSinceRate) / seconds
    stepsSinceRate = 0
    rateStart = now
  }

  private mutating func restartRate() {
    rate = 0
    stepsSinceRate = 0
    rateStart = clock.now
    chooseDetail()
  }
}
