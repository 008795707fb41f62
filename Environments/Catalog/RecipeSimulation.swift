import DecisionProcesses
import Perturbations
import RandomStreams
import Recipes
import Scenes

/// A perturbed simulation without its types: rows in, rows out.
protocol RecipeSimulation: Sendable {
  var observationDescription: RowDescription { get }
  var actionDescription: RowDescription { get }
  var zeroAction: [Double] { get }
  var actionNames: [String] { get }
  var task: TaskDescription { get }
  var clock: Clock { get }
  var isRunning: Bool { get }
  var isRecording: Bool { get set }
  var isMonitored: Bool { get set }
  /// Every rule, with the text of its call where `calls` are what the rules were made from.
  func ruleStates(calls: [RuleCall]) -> [RuleState]
  var parameterDescriptions: [ParameterDescription] { get }
  var record: [AppliedChange] { get }
  var trueOutcome: Outcome { get }
  var diagnostics: [(name: String, value: Double)] { get }
  var margins: [Double] { get }
  var scene: Scene? { get }
  func scene(seeing row: borrowing Span<Double>) -> Scene?
  func trackedPoints(seeing row: [Double]?) -> (truth: Point, perceived: Point?)?
  var trueObservationRow: [Double] { get }
  var executedActionRow: [Double] { get }
  var stateBytes: [UInt8] { get }
  var parameterRow: [Double] { get }
  var seatDescription: RowDescription { get }

  /// Lends the address of the simulation, for `HotCalls`.
  mutating func withAddress(_ body: (UnsafeMutableRawPointer) -> Void)
  mutating func setSeats(_ row: Row)
  mutating func setParameter(_ index: Int, to value: Double) throws(InterventionError)
  mutating func setRule(_ index: Int, isOn: Bool) throws(InterventionError)
  func save() -> [UInt8]
  mutating func restore(_ bytes: [UInt8]) throws(SnapshotError)
  func policy(_ policy: StandardPolicy) -> (any RowPolicy)?

  var stepDuration: Double? { get }
  var hasCells: Bool { get }
  var knowsFeasibility: Bool { get }
  func feasibleOverlay(resolution: Int) -> Overlay?
  func stateValues() -> StateValues?
  func overlay(of values: StateValues) -> Overlay?
  func overlay(
    named name: String, style: OverlayStyle, resolution: Int, of function: (Row) -> Double
  ) -> Overlay?
}

extension Perturbed: RecipeSimulation, OverlaySource {
  var actionDescription: RowDescription { actionSpace.description }
  var zeroAction: [Double] { actionSpace.zero.components }
  var actionNames: [String] {
    let finite = process as? any TabularProcess
    guard let tabular = finite ?? (process as? any NominalProviding)?.nominal else { return [] }
    return (0..<tabular.actionCount).map { tabular.name(ofAction: $0) }
  }
  var trueObservationRow: [Double] { trueObservation.components }
  var executedActionRow: [Double] { executedAction.components }
  var parameterRow: [Double] { process.parameterRow }

  var stateBytes: [UInt8] {
    var writer = ByteWriter()
    state.encode(into: &writer)
    return writer.bytes
  }

  var diagnostics: [(name: String, value: Double)] {
    Process.diagnosticNames.enumerated().map { ($1, process.diagnostic($0, of: state)) }
  }

  var stepDuration: Double? { (process as? any Depictable)?.stepDuration }

  var margins: [Double] {
    guard let safe = process as? any SafetyMargin else { return [] }
    return marginRow(safe, state)
  }

  mutating func withAddress(_ body: (UnsafeMutableRawPointer) -> Void) {
    withUnsafeMutablePointer(to: &self) { body($0) }
  }
  var parameterDescriptions: [ParameterDescription] {
    var schema = Process.schema
    for (index, value) in nominalParameterRow.enumerated() { schema[index].nominal = value }
    return schema
  }

  func ruleStates(calls: [RuleCall]) -> [RuleState] {
    var states = ruleStates
    let counts = ruleCounts
    guard counts.count == calls.count else { return states }
    var next = 0
    for (call, count) in zip(calls, counts) {
      for _ in 0..<count {
        // A preset's rules are told by their own names.
        states[next].text = states[next].name == call.name ? "\(call)" : "\(states[next].name) of \(call)"
        next += 1
      }
    }
    return states
  }

  func policy(_ policy: StandardPolicy) -> (any RowPolicy)? { standardPolicy(policy, for: process) }
}

/// Steps whose rules append components, which no typed observation can show.
extension Perturbed {
  mutating func reset(seed: UInt64?, into row: inout MutableSpan<Double>) {
    Self.show(beginEpisode(seed: seed), in: &row)
    applyObservationRules(to: &row)
  }

  mutating func step(
    _ action: borrowing Span<Double>, into row: inout MutableSpan<Double>
  ) -> Outcome {
    let step = stepWithoutObservationRules(Action(reading: action, at: 0, width: action.count))
    Self.show(step.observation, in: &row)
    applyObservationRules(to: &row)
    return step.outcome
  }

  /// Appended components are zero unless their rule acts.
  ///
  /// Static: a method's `self` would be copied before a mutating argument is evaluated.
  private static func show(_ observation: Observation, in row: inout MutableSpan<Double>) {
    observation.write(to: &row, at: 0)
    var index = observation.rowWidth
    while index < row.count {
      row[index] = 0
      index += 1
    }
  }
}

extension Perturbed: SceneProviding {
  /// The state below, without the rules on rows.
  public var scene: Scene? { process.drawing(of: state) }
}

private func marginRow<P: SafetyMargin>(_ process: P, _ state: Any) -> [Double] {
  guard let state = state as? P.State else { return [] }
  return process.task.costs.indices.map { process.margin(state, channel: $0) }
}
