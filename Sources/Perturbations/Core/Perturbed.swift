import DecisionProcesses
import RandomStreams

/// A simulation seen through perturbation rules.
///
/// Order of a step: parameter rules, action rules, dynamics, then observation, reward and cost rules;
/// within a channel the rules act in the order written. The agent gets the perturbed values; the truth
/// stays available for scoring (`trueObservation`, `trueOutcome`, `executedAction`).
public struct Perturbed<Process: DecisionProcess, Rules: RuleSequence>: SnapshotEnvironment
where Process.Action: RowConvertible, Process.Observation: RowConvertible {
  public typealias Observation = Process.Observation
  public typealias Action = Process.Action

  /// The unperturbed simulation below.
  @usableFromInline var simulation: Simulation<Process>
  @usableFromInline var rules: Rules
  @usableFromInline var channels: ChannelSet
  /// Only plain observation rules, and no recorder: the step needs nothing but `applyPlain`.
  @usableFromInline var isSimple = false
  @usableFromInline var consultsObservation: Bool
  @usableFromInline var memory: [Double]
  @usableFromInline var nominalParameters: [Double]
  /// What parameter rules start from: the nominal values until somebody sets others.
  @usableFromInline var liveParameters: [Double]
  /// The parameters' intervals where rules act on parameters; else empty.
  @usableFromInline let intervals: [ClosedRange<Double>]
  /// The last category of each component of categorical rows; empty for others.
  @usableFromInline let lastActions: [Double]
  @usableFromInline let lastObservations: [Double]
  @usableFromInline var parameters: [Double]
  @usableFromInline var triggers: [TriggerCell]
  /// Nature's seats, in the order of the rules.
  public let seats: [Seat]
  @usableFromInline var recorder: RuleRecorder?
  // The truth of the last step in pieces: a whole outcome would be written in every step, with eight
  // costs where the world has none.
  @usableFromInline var lastReward = 0.0
  @usableFromInline var lastEnding: Ending = []
  @usableFromInline var lastCosts: Costs
  @usableFromInline var lastAction: Action
  @usableFromInline let zeroAction: Action
  /// The observation row as the rules leave it, with appended components.
  public let observationDescription: RowDescription

  /// - Throws: `PerturbationError` when a rule does not fit the process, or widens the observation
  ///   (a typed observation has a fixed width; build such an environment from a recipe instead).
  public init(_ simulation: Simulation<Process>, rules: Rules) throws(PerturbationError) {
    try self.init(simulation, rules: rules, allowsWiderObservation: false)
  }

  package init(
    _ simulation: Simulation<Process>, rules: Rules, allowsWiderObservation: Bool
  ) throws(PerturbationError) {
    var layout = RuleLayout(simulation.process)
    var prepared = rules
    try prepared.prepare(&layout)
    let width = simulation.process.observationSpace.description.width
    guard allowsWiderObservation || layout.observation.width == width else {
      throw PerturbationError(
        rule: prepared.contents.last?.name ?? "rules",
        "the observation grows from \(width) to \(layout.observation.width) components, which a typed "
          + "environment cannot show; make the environment from a recipe")
    }
    self.simulation = simulation
    self.rules = prepared
    channels = prepared.channels
    consultsObservation = prepared.consultsObservation
    memory = Array(repeating: 0, count: layout.memoryWidth)
    intervals = prepared.channels.contains(.parameters) ? Process.schema.map(\.interval) : []
    lastActions = lastCategories(simulation.actionSpace.description)
    lastObservations = lastCategories(layout.observation)
    nominalParameters = simulation.process.parameterRow
    liveParameters = nominalParameters
    parameters = nominalParameters
    triggers = prepared.triggers
    seats = prepared.seats
    lastCosts = Costs(count: simulation.process.task.costs.count)
    zeroAction = simulation.actionSpace.zero
    lastAction = zeroAction
    observationDescription = layout.observation
    isSimple = hasSimpleRules
  }

  var hasSimpleRules: Bool {
    rules.arePlain && channels.isSubset(of: .observation)
      && observationDescription.width == simulation.observationSpace.description.width
      && (lastObservations.isEmpty || !rules.remember)
  }

  public var actionSpace: Process.ActionSpace { simulation.actionSpace }
  public var observationSpace: Process.ObservationSpace { simulation.observationSpace }
  public var task: TaskDescription { simulation.task }
  public var process: Process { simulation.process }
  public var state: Process.State { simulation.state }
  public var clock: Clock { simulation.clock }
  public var isRunning: Bool { simulation.isRunning }
  /// Every rule's name and channel, in order.
  public var contents: [(name: String, channel: Channel)] { rules.contents }

  /// What the last step truly gave, before reward and cost rules.
  public internal(set) var trueOutcome: Outcome {
    get { Outcome(reward: lastReward, costs: lastCosts, ending: lastEnding) }
    set {
      lastReward = newValue.reward
      lastCosts = newValue.costs
      lastEnding = newValue.ending
    }
  }
  /// The action that the dynamics received in the last step.
  public var executedAction: Action { lastAction }
  /// The present observation without observation rules; equal luck, so equal to what was perturbed.
  public var trueObservation: Observation { simulation.observeInitial() }

  /// The changes made by the rules while `isRecording`.
  public var record: [AppliedChange] { recorder?.changes ?? [] }

  @inlinable
  public mutating func reset(seed: UInt64? = nil) -> Observation {
    // Short episodes make resets a good part of the stepping time.
    guard isSimple && seed == nil else { return resetWithAnyRules(seed: seed) }
    simulation.advanceEpisode(seed: nil)
    if rules.remember { Self.begin(rules, &memory, simulation.clock) }
    simulation.drawInitialState()
    forgetTruth()
    var observation = simulation.observeInitial()
    applySimpleRules(to: &observation)
    return observation
  }

  @usableFromInline
  mutating func resetWithAnyRules(seed: UInt64?) -> Observation {
    var observation = beginEpisode(seed: seed)
    if channels.contains(.observation) {
      observation.withMutableRow { row in applyObservationRules(to: &row) }
    }
    return observation
  }

  /// Starts an episode and returns the true observation.
  package mutating func beginEpisode(seed: UInt64?) -> Observation {
    if seed != nil {
      for index in memory.indices { memory[index] = 0 }
    }
    simulation.advanceEpisode(seed: seed)
    Self.begin(rules, &memory, simulation.clock)
    if channels.contains(.parameters) {
      // The same moment's write before the first step is the one that goes on record.
      writeParameters(recording: false)
    }
    simulation.drawInitialState()
    readTriggers()
    forgetTruth()
    return simulation.observeInitial()
  }

  @inlinable @inline(__always)
  public mutating func step(_ action: Action) -> Step<Observation> {
    guard isSimple else { return stepWithAnyRules(action) }
    var step = simulation.step(action)
    keepTruth(action, step)
    applySimpleRules(to: &step.observation)
    return step
  }

  /// Plain observation rules and nothing else.
  @inlinable @inline(__always)
  mutating func applySimpleRules(to observation: inout Observation) {
    observation.withMutableRow { row in
      if rules.remember {
        Self.applyPlain(rules, &row, &memory, simulation.clock)
      } else {
        var nothing = MutableSpan<Double>()
        rules.applyPlain(to: &row, memory: &nothing, at: simulation.clock)
      }
    }
  }

  @inlinable @inline(__always)
  mutating func keepTruth(_ action: Action, _ step: Step<Observation>) {
    lastAction = action
    lastReward = step.reward
    lastEnding = step.ending
    if step.costs.count > 0 { lastCosts = step.costs }
  }

  @inlinable @inline(__always)
  mutating func forgetTruth() {
    lastAction = zeroAction
    lastReward = 0
    lastEnding = []
    for channel in 0..<lastCosts.count { lastCosts[channel] = 0 }
  }

  @inlinable @inline(never)
  mutating func stepWithAnyRules(_ action: Action) -> Step<Observation> {
    var step = stepWithoutObservationRules(action)
    if channels.contains(.observation) {
      step.observation.withMutableRow { row in applyObservationRules(to: &row) }
    }
    return step
  }

  /// A step whose observation is still the true one.
  @usableFromInline
  package mutating func stepWithoutObservationRules(_ action: Action) -> Step<Observation> {
    var action = action
    if channels.contains(.parameters) { writeParameters(recording: true) }
    if channels.contains(.action) { applyActionRules(to: &action) }
    var step = simulation.step(action)
    keepTruth(action, step)
    if !triggers.isEmpty { readTriggers() }
    if !channels.isDisjoint(with: [.reward, .cost]) { applySignalRules(to: &step) }
    return step
  }

  @usableFromInline
  package mutating func applyObservationRules(to row: inout MutableSpan<Double>) {
    Self.apply(rules, .observation, &row, &memory, simulation.clock, Span<Double>(), &recorder)
    keepCategories(&row, lastObservations)
  }

  @usableFromInline
  mutating func applyActionRules(to action: inout Action) {
    if consultsObservation {
      var observation = trueObservation
      action.withMutableRow { row in
        observation.withMutableRow { seen in
          Self.apply(rules, .action, &row, &memory, simulation.clock, seen.span, &recorder)
          keepCategories(&row, lastActions)
        }
      }
    } else {
      action.withMutableRow { row in
        Self.apply(rules, .action, &row, &memory, simulation.clock, Span<Double>(), &recorder)
        keepCategories(&row, lastActions)
      }
    }
  }

  @usableFromInline
  mutating func writeParameters(recording: Bool) {
    for index in parameters.indices { parameters[index] = liveParameters[index] }
    recorder?.isSilent = !recording
    Self.applyToParameters(rules, &parameters, &memory, simulation.clock, &recorder)
    recorder?.isSilent = false
    // Each rule was fitted to the nominal values: from others, or together, they may lead out of the interval.
    for index in intervals.indices where parameters[index] != liveParameters[index] {
      parameters[index] = min(max(parameters[index], intervals[index].lowerBound), intervals[index].upperBound)
    }
    for index in parameters.indices { simulation.process[parameter: index] = parameters[index] }
  }

  // Static, with one argument per stored property: a span of one property and a use of another would
  // otherwise count as overlapping accesses to `self`.

  @usableFromInline
  static func begin(_ rules: Rules, _ memory: inout [Double], _ clock: Clock) {
    var span = memory.mutableSpan
    rules.begin(&span, at: clock)
  }

  @inlinable @inline(__always)
  static func applyPlain(
    _ rules: Rules, _ row: inout MutableSpan<Double>, _ memory: inout [Double], _ clock: Clock
  ) {
    var span = memory.mutableSpan
    rules.applyPlain(to: &row, memory: &span, at: clock)
  }

  @usableFromInline
  static func apply(
    _ rules: Rules, _ channel: ChannelSet, _ row: inout MutableSpan<Double>, _ memory: inout [Double],
    _ clock: Clock, _ observation: borrowing Span<Double>, _ recorder: inout RuleRecorder?
  ) {
    var span = memory.mutableSpan
    rules.apply(
      channel, to: &row, memory: &span, at: clock, observing: observation, recorder: &recorder)
  }

  @usableFromInline
  static func applyToParameters(
    _ rules: Rules, _ parameters: inout [Double], _ memory: inout [Double], _ clock: Clock,
    _ recorder: inout RuleRecorder?
  ) {
    var row = parameters.mutableSpan
    apply(rules, .parameters, &row, &memory, clock, Span<Double>(), &recorder)
  }

  @usableFromInline
  mutating func readTriggers() {
    for trigger in triggers {
      memory[trigger.cell] = simulation.process.diagnostic(trigger.diagnostic, of: simulation.state)
    }
  }

  /// Reward and cost rules; their t is that of the action just taken.
  @usableFromInline
  mutating func applySignalRules(to step: inout Step<Observation>) {
    var clock = simulation.clock
    clock.step &-= 1
    if channels.contains(.reward) {
      var cell: InlineArray<1, Double> = [step.reward]
      var row = cell.mutableSpan
      Self.apply(rules, .reward, &row, &memory, clock, Span<Double>(), &recorder)
      step.reward = row[0]
    }
    if channels.contains(.cost) {
      step.costs.withMutableRow { row in
        Self.apply(rules, .cost, &row, &memory, clock, Span<Double>(), &recorder)
      }
    }
  }
}

extension Simulation {
  /// The same simulation seen through `rules`.
  ///
  ///     let noisy = try Simulation(CartPole(), seed: 7).perturbed {
  ///       GaussianNoise(sigma: 0.05).on(0, 2)
  ///       ActionDelay(steps: 2)
  ///     }
  ///
  /// - Throws: `PerturbationError` when a rule does not fit the process.
  public func perturbed<Rules: RuleSequence>(
    @RuleBuilder by rules: () -> Rules
  ) throws(PerturbationError) -> Perturbed<Process, Rules> {
    try Perturbed(self, rules: rules())
  }
}

private func lastCategories(_ row: RowDescription) -> [Double] {
  row.isCategorical ? row.components.map(\.upper) : []
}

/// Moves every component into its categories: a snapshot that nobody's `save` wrote may hold a row to replay
/// that no rule would have remembered.
package func keepCategories(_ row: inout MutableSpan<Double>, _ last: [Double]) {
  for index in last.indices {
    let value = row[index].rounded()
    row[index] = value > 0 ? min(value, last[index]) : 0
  }
}
