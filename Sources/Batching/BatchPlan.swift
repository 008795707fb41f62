import DecisionProcesses
import Perturbations

/// What the shards of a batch have in common, once rules and options are known to fit the process.
struct BatchPlan {
  let observation: RowDescription
  let action: RowDescription
  let seats: RowDescription
  let task: TaskDescription
  let hasMargins: Bool
  let resetRule: ResetRule
  private let rules: ShardRules
  private let diagnosticCount: Int
  private let process: String
  private let ruleNames: [(name: String, channel: Channel)]
  private let parameters: [Double]

  /// - Throws: `PerturbationError` when a rule does not fit the process.
  /// - Precondition: `horizon > 0`; categorical rows keep their type, nature's numbers are real.
  init<Process: DecisionProcess>(
    _ process: Process, rules: some RuleSequence, horizon: Int?, resetRule: ResetRule,
    observationType: ElementType?, actionType: ElementType?, seatType: ElementType
  ) throws(PerturbationError) {
    var layout = RuleLayout(process)
    var prepared = rules
    try prepared.prepare(&layout)
    var observation = layout.observation
    if let observationType { observation.elementType = observationType }
    var action = process.actionSpace.description
    if let actionType { action.elementType = actionType }
    precondition(
      process.actionSpace.description.isCategorical == (action.elementType == .int64),
      "categorical actions travel as int64, others as float32 or float64")
    precondition(
      observation.elementType != .int64 || observation.isCategorical,
      "only categorical observations travel as int64")
    precondition(seatType != .int64, "nature's column holds real numbers: float32 or float64")
    var task = process.task
    task.horizon = horizon ?? task.horizon
    precondition(task.horizon > 0, "the horizon must be at least one step, not \(task.horizon)")
    self.observation = observation
    self.action = action
    self.task = task
    self.resetRule = resetRule
    seats = RowDescription(prepared.seats.flatMap(\.components), elementType: seatType)
    hasMargins = process is any SafetyMargin
    diagnosticCount = Process.diagnosticNames.count
    self.process = String(describing: Process.self)
    ruleNames = prepared.contents
    parameters = process.parameterRow
    self.rules = TypedShardRules(prepared, memoryWidth: layout.memoryWidth)
  }

  /// Whether every lane needs parameters of its own.
  var hasLaneParameters: Bool { rules.channels.contains(.parameters) }

  /// What a thread needs that steps blocks of at most `lanes` lanes with engines of `maker`.
  func workspace<Process: DecisionProcess>(
    _ process: Process, _ maker: EngineMaker, lanes: Int
  ) -> Workspace {
    Workspace(
      lanes: lanes, columnCount: maker.columnCount, actionWidth: action.width,
      observationWidth: observation.width, parameterCount: Process.schema.count)
  }

  func shape(of lanes: Int) -> BatchShape {
    BatchShape(
      lanes: lanes, observationBytes: observation.rowBytes, costCount: task.costs.count,
      diagnosticCount: diagnosticCount, actionBytes: action.rowBytes, seatBytes: seats.rowBytes,
      hasMargins: hasMargins)
  }

  func snapshots(of lanes: Int) -> BatchSnapshots {
    BatchSnapshots(
      process: process, rules: ruleNames, parameters: parameters, horizon: task.horizon, lanes: lanes)
  }

  func shard<Process: DecisionProcess>(
    _ process: Process, _ engine: LaneEngine, _ lanes: Range<Int>
  ) -> Shard {
    Shard(
      process, engine: engine, lanes: lanes, rules: rules, horizon: task.horizon, observation: observation,
      action: action, seatType: seats.elementType, resetRule: resetRule)
  }
}
