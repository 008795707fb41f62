import RandomStreams

/// Incremental worst-case search: a robust policy from a sequence of ordinary decision processes.
///
/// Nature picks a transition model T from a set once, for ever. From a first model T_0, iteration i
///
/// 1. solves the ordinary process of T_i, which gives Q*_{T_i};
/// 2. takes Q_i(s, a) = min over j <= i of Q*_{T_j}(s, a) and the candidate policy greedy for it;
/// 3. searches the model T_{i+1} in which the candidate is worth least from the first states.
///
/// It ends when the candidate's worth there equals what Q_i promises; when T_{i+1} was solved before, so that
/// nothing would change (stalled); or at the limit. Q_i never rises, and is at least the robust Q of the
/// rectangular closure of T_0 ... T_i everywhere; it is no policy's value, and need not tend to the robust
/// value: which model comes next is a heuristic. What is sure of a candidate is its worth in its worst model.
///
/// Source: A. Zouitine, M. Geist, E. Rachelson, "Solving robust MDPs as a sequence of static RL problems",
/// arXiv:2410.06212 (2024).
public struct IWOCS: Sendable {
  /// In [0, 1).
  public var discount: Double
  /// Largest difference between a candidate's worst value and its promise that counts as none.
  public var tolerance: Double
  /// Most models that are solved.
  public var iterationLimit: Int
  /// Solves the single models.
  public var solver: DiscountedSolver

  public init(
    discount: Double, tolerance: Double = 1e-6, iterationLimit: Int = 100,
    solver: DiscountedSolver = DiscountedSolver(tolerance: 1e-9)
  ) {
    self.discount = discount
    self.tolerance = tolerance
    self.iterationLimit = iterationLimit
    self.solver = solver
  }

  /// How candidates are valued in the models of a list.
  public enum Evaluation: Sendable {
    /// By linear systems, certified.
    case exact
    /// By played episodes; all models meet the same luck, each iteration has its own.
    case rollouts(TableRollouts, RandomStream)
  }

  /// Searches in `models`, beginning with the one at `first`; candidates meet every model of the list.
  ///
  /// Throws for settings outside their ranges, an index outside the list, and like `DiscountedSolver.solve`.
  /// O(iterations * (one solution + models * one evaluation)).
  public func solve(
    _ models: ModelList, from first: Int = 0, evaluation: Evaluation = .exact
  ) throws(PlanningError) -> IWOCSSolution<Int> {
    guard models.tables.indices.contains(first) else {
      throw PlanningError("model \(first) lies outside the list 0...\(models.count - 1)")
    }
    return try solve(from: first) { (model) throws(PlanningError) in
      models.tables[model]
    } worstCase: { (policy, iteration) throws(PlanningError) in
      switch evaluation {
      case .exact: return try models.worstCase(of: policy, discount: discount)
      case .rollouts(let rollouts, let stream):
        let purpose = StreamPurpose(named: "candidate", ordinal: UInt32(truncatingIfNeeded: iteration))
        let luck = stream.substream(purpose)
        return try models.worst { (table) throws(PlanningError) in
          let sampled = try rollouts.value(of: policy, in: table, discount: discount, using: luck)
          return (sampled.mean, sampled.standardError)
        }
      }
    }
  }

  /// Searches wherever `worstCase` looks: a box of parameters, say, of which it tries the points it likes.
  ///
  /// `table` makes the process of a model, always with the same states, actions and first states.
  /// `worstCase` gets a candidate and the iteration from 0, and tells the model that it found worst for it
  /// and what the candidate is worth there.
  ///
  /// Throws for settings outside their ranges, a table of another shape, a value that is not finite, and
  /// whatever the two closures throw.
  public func solve<Model: Sendable & Equatable>(
    from first: Model, table: (Model) throws(PlanningError) -> SolverTable,
    worstCase: (TablePolicy, Int) throws(PlanningError) -> ModelValue<Model>
  ) throws(PlanningError) -> IWOCSSolution<Model> {
    try checkSettings()
    var minimum: PromisedValues?
    var steps: [IWOCSSolution<Model>.Step] = []
    var model = first
    while true {
      let process = try table(model)
      let solution = try solver.solve(process, discount: discount)
      var promise = minimum ?? PromisedValues(process)
      try promise.lower(by: solution, of: process, discount: discount)
      minimum = promise
      let policy = promise.greedyPolicy()
      let worst = try worstCase(.actions(policy), steps.count)
      guard worst.value.isFinite else {
        throw PlanningError(
          "iteration \(steps.count): the candidate's worst value \(worst.value) is not finite")
      }
      steps.append(
        IWOCSSolution.Step(
          model: model, actionValues: promise.values, bound: promise.bound, policy: policy,
          promise: promise.expectation(of: policy), worst: worst,
          rowBackups: solution.sweeps * process.rowCount + solution.evaluationSweeps * process.stateCount))
      if abs(worst.value - steps[steps.count - 1].promise) <= tolerance {
        return IWOCSSolution(steps: steps, ending: .converged)
      }
      if steps.contains(where: { $0.model == worst.model }) {
        return IWOCSSolution(steps: steps, ending: .stalled)
      }
      if steps.count == iterationLimit { return IWOCSSolution(steps: steps, ending: .limit) }
      model = worst.model
    }
  }

  private func checkSettings() throws(PlanningError) {
    guard tolerance > 0, tolerance.isFinite else {
      throw PlanningError("tolerance \(tolerance) is not a positive number")
    }
    guard solver.tolerance <= tolerance else {
      throw PlanningError(
        "a solver good to \(solver.tolerance) cannot tell differences of \(tolerance); lower its tolerance")
    }
    guard iterationLimit > 0 else {
      throw PlanningError("iteration limit \(iterationLimit): at least one model must be solved")
    }
  }
}
