import RandomStreams

/// A process being played: owns the state, the clock, the time limit and the order of a step.
///
/// Order of a step: dynamics, clock, observation, time limit, finiteness check. A step whose result is
/// not finite ends the episode as `.failed` and `.truncated`; what is not finite is reported as zero.
public struct Simulation<Process: DecisionProcess>: Environment
where Process.Action: RowConvertible, Process.Observation: RowConvertible {
  public typealias Observation = Process.Observation
  public typealias Action = Process.Action

  /// The process; rules and natures write its parameters through here.
  public var process: Process
  @usableFromInline var currentState: Process.State
  @usableFromInline var currentClock: Clock
  @usableFromInline var phase: SimulationPhase
  /// Steps after which an episode is truncated.
  public let horizon: Int

  /// - Parameters:
  ///   - lane: tells apart simulations that share a seed.
  ///   - horizon: overrides the task's horizon; at least one step.
  @inlinable
  public init(_ process: Process, seed: UInt64, lane: UInt64 = 0, horizon: Int? = nil) {
    self.process = process
    self.horizon = horizon ?? process.task.horizon
    precondition(self.horizon > 0, "the horizon must be at least one step")
    let clock = Clock(seed: seed, lane: lane)
    currentClock = clock
    var stream = clock.stream(.initialState)
    currentState = process.initialState(using: &stream)
    phase = .fresh
  }

  @inlinable public var actionSpace: Process.ActionSpace { process.actionSpace }
  @inlinable public var observationSpace: Process.ObservationSpace { process.observationSpace }
  /// The process's task with this simulation's horizon.
  public var task: TaskDescription {
    var task = process.task
    task.horizon = horizon
    return task
  }

  /// The state; assign to branch from a state of one's own.
  @inlinable public var state: Process.State {
    get { currentState }
    set { currentState = newValue }
  }

  @inlinable public var clock: Clock { currentClock }

  /// Whether `step` may be called.
  @inlinable public var isRunning: Bool { phase == .running }

  @inlinable
  public mutating func reset(seed: UInt64? = nil) -> Observation {
    beginEpisode(seed: seed)
    return observeInitial()
  }

  /// Moves the clock to the next episode, without drawing its first state.
  @inlinable
  public mutating func advanceEpisode(seed: UInt64?) {
    if let seed {
      currentClock = Clock(seed: seed, lane: currentClock.lane)
    } else if phase != .fresh {
      currentClock.episode &+= 1
    }
    currentClock.step = 0
  }

  /// Draws the first state of the current episode.
  @inlinable
  public mutating func drawInitialState() {
    var stream = currentClock.stream(.initialState)
    process.restart(&currentState, using: &stream)
    phase = .running
  }

  @inlinable
  mutating func beginEpisode(seed: UInt64?) {
    advanceEpisode(seed: seed)
    drawInitialState()
  }

  /// The observation of the present state, with the randomness of the present moment.
  @inlinable
  public func observeInitial() -> Observation {
    var stream = currentClock.stream(.observation)
    return process.observe(currentState, using: &stream)
  }

  @inlinable @inline(__always)
  public mutating func step(_ action: Action) -> Step<Observation> {
    precondition(phase == .running, "call reset() before the first step and after an episode has ended")
    var dynamics = currentClock.stream(.dynamics)
    let outcome = process.advance(&currentState, by: action, using: &dynamics)
    currentClock.step &+= 1
    var seeing = currentClock.stream(.observation)
    var step = Step(observation: process.observe(currentState, using: &seeing), outcome: outcome)
    if Int(currentClock.step) >= horizon { step.ending.insert(.truncated) }
    if !(step.observation.isFinite && step.reward.isFinite && step.costs.isFinite) {
      step = Self.failed(step)
    }
    if !step.ending.isEmpty { phase = .ended }
    return step
  }

  // By value: a step whose address is taken, even on a path never gone, stays out of registers.
  @usableFromInline @inline(never)
  static func failed(_ step: Step<Observation>) -> Step<Observation> {
    var step = step
    step.ending.formUnion([.truncated, .failed])
    step.observation.replaceNonFiniteByZero()
    if !step.reward.isFinite { step.reward = 0 }
    for channel in 0..<step.costs.count where !step.costs[channel].isFinite { step.costs[channel] = 0 }
    return step
  }
}

/// Whether a simulation has not begun, goes on, or waits for a reset.
@usableFromInline
enum SimulationPhase: UInt8, Sendable { case fresh, running, ended }

extension Simulation: Equatable where Process: Equatable {
  public static func == (a: Simulation, b: Simulation) -> Bool {
    a.process == b.process && a.currentState == b.currentState && a.currentClock == b.currentClock
      && a.phase == b.phase && a.horizon == b.horizon
  }
}
