import DecisionProcesses

/// Finitely many processes with the same states, actions and first states, one of which is the true one.
///
/// The static problem of nature: she picks a model once, before the first step. What she could do if she
/// picked anew for each state and action is the matter of `RectangularClosure`.
public struct ModelList: Sendable {
  public let tables: [SolverTable]
  /// Parameter row of each model, in schema order; empty where the models came as tables.
  public let parameters: [[Double]]

  /// Throws for an empty list and for a model whose counts or first states are not those of the first one.
  public init(_ tables: [SolverTable]) throws(PlanningError) { try self.init(tables, parameters: []) }

  /// `process` at every point of a grid over some of its parameters, the last named one running fastest;
  /// the others stay as they are.
  ///
  /// Throws for an empty or repeated axis, a name that is no parameter, a value outside its interval, and as
  /// above. O(points * entries).
  public init<P: TabularProcess>(
    _ process: P, grid: [(name: String, values: [Double])]
  ) throws(PlanningError) {
    var processes = [process]
    var named: Set<Int> = []
    for (name, values) in grid {
      guard let index = P.parameterIndex(name) else {
        let known = P.schema.map(\.name).joined(separator: ", ")
        throw PlanningError("there is no parameter '\(name)'; known are: \(known.isEmpty ? "none" : known)")
      }
      guard named.insert(index).inserted else { throw PlanningError("parameter '\(name)' is given twice") }
      guard !values.isEmpty else { throw PlanningError("parameter '\(name)' has no values") }
      let interval = P.schema[index].interval
      for value in values where !interval.contains(value) {
        throw PlanningError(
          "parameter '\(name)': \(value) lies outside \(interval.lowerBound)...\(interval.upperBound)")
      }
      processes = processes.flatMap { point in
        values.map { value in
          var moved = point
          moved[parameter: index] = value
          return moved
        }
      }
    }
    var tables: [SolverTable] = []
    for point in processes { tables.append(try SolverTable(TransitionTable(point))) }
    try self.init(tables, parameters: processes.map(\.parameterRow))
  }

  private init(_ tables: [SolverTable], parameters: [[Double]]) throws(PlanningError) {
    guard let first = tables.first else { throw PlanningError("a list of models needs at least one") }
    for (index, table) in tables.enumerated() {
      guard table.stateCount == first.stateCount, table.actionCount == first.actionCount else {
        throw PlanningError(
          "model \(index) has \(table.stateCount) states and \(table.actionCount) actions, model 0 has "
            + "\(first.stateCount) and \(first.actionCount)")
      }
      guard table.initial == first.initial else {
        throw PlanningError("model \(index) starts otherwise than model 0; give all the same first states")
      }
    }
    self.tables = tables
    self.parameters = parameters
  }

  /// Number of models.
  public var count: Int { tables.count }
  public var stateCount: Int { tables[0].stateCount }
  public var actionCount: Int { tables[0].actionCount }

  /// The model that is worst for `policy` from the first states, by exact evaluation in each:
  /// min over T of V^policy_T. The lowest index among equals.
  ///
  /// Throws for a discount outside [0, 1) and a policy that does not fit. One linear system per model.
  public func worstCase(
    of policy: TablePolicy, discount: Double
  ) throws(PlanningError) -> ModelValue<Int> {
    let evaluation = try PolicyEvaluation(discount: discount)
    return try worst { table throws(PlanningError) in
      let values = try evaluation.values(of: policy, in: table)
      let low = table.initialExpectation(of: values.lower)
      let high = table.initialExpectation(of: values.upper)
      return (low + 0.5 * (high - low), 0.5 * (high - low))
    }
  }

  /// The model that is worst for an agent who knows it: min over T of V*_T, from the first states.
  ///
  /// For a list that is its own rectangular closure this is the robust value: there is no duality gap.
  ///
  /// Throws like `DiscountedSolver.solve`, which runs once for each model.
  public func worstOptimum(
    discount: Double, solver: DiscountedSolver = DiscountedSolver()
  ) throws(PlanningError) -> ModelValue<Int> {
    try worst { table throws(PlanningError) in
      let solution = try solver.solve(table, discount: discount)
      let low = table.initialExpectation(of: solution.lower)
      let high = table.initialExpectation(of: solution.upper)
      return (low + 0.5 * (high - low), 0.5 * (high - low))
    }
  }

  /// The first model of least value; each is asked for once.
  func worst(
    _ value: (SolverTable) throws(PlanningError) -> (value: Double, margin: Double)
  ) throws(PlanningError) -> ModelValue<Int> {
    var worst: ModelValue<Int>?
    for (index, table) in tables.enumerated() {
      let (value, margin) = try value(table)
      if value < worst?.value ?? .infinity { worst = ModelValue(model: index, value: value, margin: margin) }
    }
    return worst!
  }
}

/// What something is worth in one model, from the first states.
public struct ModelValue<Model: Sendable & Equatable>: Sendable, Equatable {
  /// An index into a list, or the model's parameters.
  public var model: Model
  public var value: Double
  /// Certified bound of the value's error where it was computed; its standard error where it was sampled.
  public var margin: Double

  public init(model: Model, value: Double, margin: Double) {
    self.model = model
    self.value = value
    self.margin = margin
  }
}
