import DecisionProcesses
import Perturbations
import RandomStreams
import Recipes
import Scenes

/// An environment made from a recipe: the step API over rows, with everything that tools ask for.
///
/// A value like every environment: copy it to branch. The rows it hands out are shared with three
/// rotating buffers, so a loop that keeps no more than the last two observations allocates nothing.
public struct RecipeEnvironment: SnapshotEnvironment, SceneProviding {
  /// The recipe that it was made from.
  public let recipe: Recipe
  public let actionSpace: RowSpace
  public let observationSpace: RowSpace
  var simulation: any RecipeSimulation
  /// Made for the type of `simulation`.
  private let calls: HotCalls
  private var buffers: (Row, Row, Row)

  init<P: DecisionProcess>(_ simulation: Perturbed<P, RuleList>, _ calls: HotCalls, recipe: Recipe)
  where P.Action: RowConvertible, P.Observation: RowConvertible {
    self.simulation = simulation
    self.calls = calls
    self.recipe = recipe
    actionSpace = RowSpace(simulation.actionDescription)
    observationSpace = RowSpace(simulation.observationDescription)
    let width = simulation.observationDescription.width
    func buffer() -> Row { Row(repeating: 0, count: width) }
    buffers = (buffer(), buffer(), buffer())
  }

  public var task: TaskDescription { simulation.task }
  public var clock: Clock { simulation.clock }
  /// Whether `step` may be called.
  public var isRunning: Bool { simulation.isRunning }

  public mutating func reset(seed: UInt64? = nil) -> Row {
    rotate()
    let call = calls.reset
    Self.fill(&buffers.0) { row in simulation.withAddress { call($0, seed, &row) } }
    return buffers.0
  }

  /// As `reset(seed:)`, with the observation written into the caller's row.
  ///
  /// - Precondition: `row` is as wide as the observation space.
  package mutating func reset(seed: UInt64?, into row: inout MutableSpan<Double>) {
    let call = calls.reset
    simulation.withAddress { call($0, seed, &row) }
  }

  /// Applies one action.
  ///
  /// - Precondition: `action` is as wide as the action space, and a categorical action lies in it.
  public mutating func step(_ action: Row) -> Step<Row> {
    precondition(
      action.count == actionSpace.description.width,
      "the action has \(action.count) components, the space \(actionSpace.description.width)")
    precondition(
      !actionSpace.description.isCategorical || actionSpace.contains(action),
      "the action \(action.values) lies outside the action space")
    rotate()
    var outcome = Outcome(reward: 0)
    let call = calls.step
    Self.fill(&buffers.0) { row in
      simulation.withAddress { outcome = call($0, action.values.span, &row) }
    }
    return Step(observation: buffers.0, outcome: outcome)
  }

  /// As `step(_:)` over the caller's rows; nothing is allocated.
  ///
  /// - Precondition: both rows are as wide as their spaces, and `action` lies in its space.
  package mutating func step(
    _ action: borrowing Span<Double>, into row: inout MutableSpan<Double>
  ) -> Outcome {
    let call = calls.step
    var outcome = Outcome(reward: 0)
    simulation.withAddress { outcome = call($0, action, &row) }
    return outcome
  }

  private mutating func rotate() { buffers = (buffers.2, buffers.0, buffers.1) }

  private static func fill(_ row: inout Row, _ body: (inout MutableSpan<Double>) -> Void) {
    row.withMutableRow(body)
  }

  // MARK: Truth

  /// What the last step gave before reward and cost rules.
  public var trueOutcome: Outcome { simulation.trueOutcome }
  /// The present observation without rules.
  public var trueObservation: Row { Row(simulation.trueObservationRow) }
  /// The action that the dynamics received last.
  public var executedAction: Row { Row(simulation.executedActionRow) }
  /// The process's parameters as they are now, in schema order.
  public var parameters: [Double] { simulation.parameterRow }
  /// Named scalars of the present state.
  public var diagnostics: [(name: String, value: Double)] { simulation.diagnostics }
  /// Writes the values of `diagnostics`; allocates nothing.
  ///
  /// - Precondition: `row` has a place for each.
  package mutating func writeDiagnostics(into row: inout MutableSpan<Double>) {
    let call = calls.writeDiagnostics
    simulation.withAddress { call($0, &row) }
  }
  /// Signed margin per cost channel; empty where the world declares none.
  public var margins: [Double] { simulation.margins }
  /// The state in its byte form.
  public var stateBytes: [UInt8] { simulation.stateBytes }

  /// Whether the rules' changes are recorded; switching it off drops the record.
  public var isRecording: Bool {
    get { simulation.isRecording }
    set { simulation.isRecording = newValue }
  }

  /// What the actions of a finite world are called, in order; empty for other worlds.
  public var actionNames: [String] { simulation.actionNames }

  /// The changes made by the rules while `isRecording`.
  public var record: [AppliedChange] { simulation.record }

  // MARK: Control

  /// The uncertain parameters, with the recipe's values as nominal ones.
  public var parameterDescriptions: [ParameterDescription] { simulation.parameterDescriptions }

  /// Sets the parameter at `index` from now on, over resets, until it is set again.
  ///
  /// It takes the place of the nominal value that parameter rules start from; without such rules the world
  /// has it at once, otherwise from the next step on.
  ///
  /// - Throws: `InterventionError` for an unknown index, or a value that is not finite or lies outside the
  ///   parameter's interval. Nothing changes then.
  public mutating func setParameter(_ index: Int, to value: Double) throws(InterventionError) {
    try simulation.setParameter(index, to: value)
  }

  /// What every rule is and does, in order.
  public var ruleStates: [RuleState] { simulation.ruleStates(calls: recipe.rowRules) }

  /// Switches a rule off or on, from its next application on and over resets.
  ///
  /// A rule that is off leaves its row unchanged and keeps its memory up to date, as outside its schedule.
  ///
  /// - Throws: `InterventionError` for an unknown index.
  public mutating func setRule(_ index: Int, isOn: Bool) throws(InterventionError) {
    try simulation.setRule(index, isOn: isOn)
  }

  /// Whether the last change of every rule is kept for `ruleStates`.
  public var isMonitored: Bool {
    get { simulation.isMonitored }
    set { simulation.isMonitored = newValue }
  }

  // MARK: Nature, drawing, snapshots, policies

  /// Nature's action row: all `adversary-seat` rules in order; width 0 without any.
  public var seatDescription: RowDescription { simulation.seatDescription }

  /// Writes nature's action row; it holds until it is written again or the episode ends.
  public mutating func setSeats(_ row: Row) { simulation.setSeats(row) }

  /// How long a step lasts in the world, s; nil where steps are no time.
  public var stepDuration: Double? { simulation.stepDuration }

  /// A drawing of the present state.
  public var scene: Scene? { simulation.scene }

  /// The whole environment as bytes: the recipe, then the simulation.
  public func save() -> [UInt8] {
    var writer = ByteWriter()
    writer.write(recipe.description)
    return writer.bytes + simulation.save()
  }

  /// Takes over what `save` wrote. On error nothing changes.
  ///
  /// - Throws: `SnapshotError` for bytes that are cut off or belong to another recipe.
  public mutating func restore(_ bytes: [UInt8]) throws(SnapshotError) {
    var reader = ByteReader(bytes)
    let text = try reader.readText()
    guard text == recipe.description else {
      throw SnapshotError("a snapshot of '\(text)' cannot restore '\(recipe)'", offset: 0)
    }
    try simulation.restore(Array(bytes[reader.offset...]))
  }

  /// A standard policy for this environment; nil where the world has no scripted one.
  public func policy(_ policy: StandardPolicy) -> (any RowPolicy)? { simulation.policy(policy) }
}
