import DecisionProcesses
import EnvironmentCatalog
import Perturbations

/// A deterministic episode that can be rewound, replayed bit by bit, and branched.
///
/// The history is the seed and the interventions by step; policies are functions of the observation and of
/// the clock's stream, so what they did is played again rather than stored. Snapshots bound the time that a
/// jump takes: about 2 ms of stepping, until an episode has more than 512 of them and they are thinned out.
/// An intervention at an earlier step drops the steps recorded after it.
public struct EpisodePlayer: Sendable {
  public let recipe: RecipeFacts
  public private(set) var seed: UInt64
  /// Whether steps are monitored and leave a trail. Off, steps are faster, and `seek` makes up for it.
  public var isDetailed = true

  private let pristine: RecipeEnvironment
  private let policy: (any RowPolicy)?
  private let limits: StepLimits
  private let clock = ContinuousClock()
  private var present: EpisodeMoment
  private var history: EpisodeHistory
  private var series: EpisodeSeries

  /// Starts the episode of `seed`.
  ///
  /// - Parameter policy: who acts, without memory of its own; nil for the zero action until one is set by
  ///   hand.
  public init(_ environment: RecipeEnvironment, policy: (any RowPolicy)?, seed: UInt64) {
    recipe = RecipeFacts(environment)
    pristine = environment
    self.policy = policy
    self.seed = seed
    limits = StepLimits(environment.task)
    present = EpisodeMoment(environment, seed: seed)
    history = EpisodeHistory(present)
    series = Self.emptySeries(present)
  }

  private static func emptySeries(_ moment: EpisodeMoment) -> EpisodeSeries {
    EpisodeSeries(costs: moment.tally.costs.count, margins: moment.environment.margins.count)
  }

  /// The environment at the present step.
  public var environment: RecipeEnvironment { present.environment }
  /// Steps made from the reset to what is shown.
  public var step: Int { present.step }
  /// The last step that can be shown without playing on.
  public var recordedSteps: Int { history.recordedSteps }
  /// Whether the episode is over at the present step.
  public var hasEnded: Bool { !present.environment.isRunning }
  /// Snapshots kept at the moment.
  public var snapshotCount: Int { history.snapshots.count }

  // MARK: Moving

  /// Starts the episode of `seed` as the recipe has it; everything recorded is dropped.
  public mutating func reset(seed: UInt64) {
    self.seed = seed
    present = EpisodeMoment(pristine, seed: seed)
    history = EpisodeHistory(present)
    series = Self.emptySeries(present)
  }

  /// Starts the episode of the next seed.
  public mutating func nextSeed() { reset(seed: seed &+ 1) }

  /// Plays one step, or replays it where it is recorded.
  ///
  /// - Returns: false at the end of the episode, where nothing happens.
  @discardableResult
  public mutating func advance() -> Bool {
    guard present.environment.isRunning else { return false }
    if present.step < history.recordedSteps {
      present.advance(policy, limits, isDetailed: isDetailed)
      arrive()
      return true
    }
    if history.isTimingDue {
      let start = clock.now
      present.advance(policy, limits, isDetailed: isDetailed)
      history.note(clock.now - start)
    } else {
      present.advance(policy, limits, isDetailed: isDetailed)
    }
    history.append(present)
    series.append(present)
    return true
  }

  /// Applies what was done at the step just reached.
  private mutating func arrive() {
    guard history.lastInterventionStep >= present.step else { return }
    for entry in history.interventions(at: present.step) { present.apply(entry.what) }
  }

  /// Shows the state after `target` steps; beyond the recorded steps it plays on, up to the episode's end.
  ///
  /// Bit by bit what it was the first time, with its trail and the rules' last changes as if every step had
  /// been made in detail.
  public mutating func seek(toStep target: Int) {
    let target = max(0, target)
    let wasDetailed = isDetailed
    defer { isDetailed = wasDetailed }
    // From here it goes forward: replaying may be the shorter way.
    let known = min(target, history.recordedSteps)
    let snapshot = history.snapshot(for: known)
    if target < present.step || snapshot.step > present.step || !present.isComplete(at: known) {
      present = snapshot
      arrive()
    }
    repeat {
      // What lies further back leaves no trail.
      isDetailed = target - present.step <= EpisodeMoment.trailLength
    } while present.step < target && advance()
  }

  // MARK: Interventions

  /// Holds an action in place of the policy's from now on; nil gives the policy its place back.
  ///
  /// - Throws: `InterventionError` for a row outside the action space.
  public mutating func setAction(_ action: Row?) throws(InterventionError) {
    if let action {
      let space = present.environment.actionSpace
      guard action.count == space.description.width, space.contains(action) else {
        throw InterventionError("\(action.values) is no action of this world; keep to its action space")
      }
    }
    guard action != present.held else { return }
    intervene(.action(action))
  }

  /// Sets a parameter from the present step on; see `RecipeEnvironment.setParameter`.
  ///
  /// - Throws: `InterventionError` as there.
  public mutating func setParameter(_ index: Int, to value: Double) throws(InterventionError) {
    var trial = present.environment
    try trial.setParameter(index, to: value)
    intervene(.parameter(index, value))
  }

  /// Switches a rule from the present step on; see `RecipeEnvironment.setRule`.
  ///
  /// - Throws: `InterventionError` as there.
  public mutating func setRule(_ index: Int, isOn: Bool) throws(InterventionError) {
    var trial = present.environment
    try trial.setRule(index, isOn: isOn)
    intervene(.rule(index, isOn))
  }

  /// Writes nature's action row, which holds until it is written again.
  ///
  /// - Throws: `InterventionError` for a row of another width, or one that is not finite.
  public mutating func setSeats(_ row: Row) throws(InterventionError) {
    guard row.count == recipe.seats.width, row.isFinite else {
      throw InterventionError("nature's row needs \(recipe.seats.width) finite numbers, not \(row.values)")
    }
    intervene(.seats(row))
  }

  /// Puts an intervention, found right, on record and into effect.
  private mutating func intervene(_ what: Intervention) {
    if present.step < history.recordedSteps { dropFuture() }
    history.branch(at: present.step, what)
    present.apply(what)
  }

  /// Cuts the series at the present step, whose bin is played again where it holds more than one step.
  private mutating func dropFuture() {
    let whole = series.truncate(to: present.step)
    guard whole < present.step else { return }
    var replay = self
    replay.present = history.snapshot(before: whole)
    replay.arrive()
    while replay.present.step < present.step {
      replay.present.advance(policy, limits, isDetailed: false)
      if replay.present.step > whole { series.append(replay.present) }
      replay.arrive()
    }
  }

  // MARK: Looking

  public var facts: EpisodeFacts {
    let tally = present.tally
    let environment = present.environment
    return EpisodeFacts(
      seed: seed, step: present.step, recordedSteps: history.recordedSteps, ending: tally.ending,
      reward: tally.reward, perceivedReward: tally.perceivedReward, return: tally.sum,
      perceivedReturn: tally.perceivedSum, costs: tally.costs.values, costSums: tally.costSums.values,
      discountedCostSums: tally.discountedCostSums.values, violations: tally.violations,
      margins: environment.margins, observation: present.observation.values,
      trueObservation: environment.trueObservation.values, action: present.action.values,
      executedAction: environment.executedAction.values, parameters: environment.parameters,
      rules: environment.ruleStates, manualAction: present.held?.values)
  }

  /// The present moment as a picture in data.
  public var view: EpisodeView {
    EpisodeView(
      facts: facts, scene: present.environment.scene(seeing: present.observation), trail: present.trail,
      series: series, environment: present.environment)
  }
}
