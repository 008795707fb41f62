import DecisionProcesses
import Perturbations
import Planning
import Recipes
import RobustProcesses
import UncertaintySets

/// The rule `ambiguous` of recipes: nature plays the rows of a finite world inside an uncertainty set.
///
///     frozen-lake-v1 | ambiguous(set=kl,radius=0.1,discount=0.95)
///
/// It changes the process itself, so it acts below all rules on rows wherever it is written, and once.
public struct Ambiguity: Sendable {
  public static let name = "ambiguous"

  /// What nature plays.
  enum Choice: String, CaseIterable {
    case worstCase = "worst-case"
    case greedy
    case perStep = "per-step"
    case perEpisode = "per-episode"
    case nominal
  }

  /// One line for listings.
  public static let summary = "nature plays the rows of a finite world, inside an uncertainty set"

  public static let arguments: [RuleArgument] = [
    RuleArgument(
      "set", "word", "the uncertainty set: " + SizedSet.allCases.map(\.rawValue).joined(separator: ", ")),
    RuleArgument(
      "radius", "number", "its size: radius, share (contamination), level (cvar, evar), rate or weight"),
    RuleArgument(
      "support", "nominal|all", standard: "nominal",
      "whether mass may go to states that the nominal row does not lead to"),
    RuleArgument(
      "rectangularity", "sa|s", standard: "sa",
      "a set around each row, or a budget that the actions of a state share"),
    RuleArgument(
      "nature", Choice.allCases.map(\.rawValue).joined(separator: "|"), standard: "worst-case",
      "the worst case of every step, of the next reward alone, random rows of the set, or nothing"),
    RuleArgument("discount", "number", standard: "the world's", "of the robust values, for the worst case"),
    RuleArgument(
      "budget", "number", standard: "none", "largest sum of distances from nominal rows in one episode"),
    RuleArgument("count", "integer", standard: "none", "most steps of an episode under other rows"),
  ]

  private let kind: SizedSet
  private let size: Double
  private let support: Support
  private let isShared: Bool
  private let choice: Choice
  private let discount: Double
  private let budget: NatureBudget
  private let reader: ArgumentReader

  /// - Throws: `RecipeError` for unknown arguments and for values that are wrong in every world.
  init(_ call: RuleCall, for task: TaskDescription) throws(RecipeError) {
    var reader = ArgumentReader(call)
    let word = try reader.word("set", oneOf: SizedSet.allCases.map(\.rawValue))
    kind = SizedSet(rawValue: word) ?? .l1
    size = try reader.number("radius")
    support =
      try reader.word("support", default: "nominal", oneOf: Support.allCases.map(\.rawValue)) == "all"
      ? .all : .nominal
    isShared = try reader.word("rectangularity", default: "sa", oneOf: ["sa", "s"]) == "s"
    let played = try reader.word(
      "nature", default: Choice.worstCase.rawValue, oneOf: Choice.allCases.map(\.rawValue))
    choice = Choice(rawValue: played) ?? .worstCase
    discount = try reader.number("discount", default: task.discount, in: 0...1)
    budget = NatureBudget(
      count: try reader.integer("count", default: .max, in: 0...(.max)),
      perEpisode: try reader.number("budget", default: .infinity, in: 0...(.infinity)))
    try reader.finish()
    if choice == .worstCase, discount >= 1 {
      throw reader.error(
        at: "discount", "\(Self.name): discount \(discount) gives no robust values",
        remedy: "give one below 1, as in discount=0.95")
    }
    self.reader = reader
  }

  /// Wraps `process` and shows the result to `visitor`.
  ///
  /// - Throws: `RecipeError` where the set does not fit the process or the robust problem has no answer.
  func show<P: TabularProcess, V: RecipeVisitor>(
    _ process: P, to visitor: inout V, rules: RuleList, horizon: Int?
  ) throws(RecipeError) -> Result<Void, PerturbationError> {
    if isShared {
      guard let measure = kind.sharedMeasure else {
        let known = SizedSet.allCases.filter { $0.sharedMeasure != nil }.map(\.rawValue)
        throw reader.error(
          at: "rectangularity",
          "\(Self.name): the actions of a state share no budget of the set \(kind.rawValue)",
          remedy: "give one of \(known.joined(separator: ", ")), or rectangularity=sa")
      }
      let set = try fitted { () throws(UncertaintySetError) in
        try SharedBudget(measure, budget: size, support: support)
      }
      return try show(process, set, to: &visitor, rules, horizon) { (table) throws(PlanningError) in
        try solved(table, by: SharedBudgetBackup(set, on: table, discount: discount))
      }
    }
    let set = try fitted { () throws(UncertaintySetError) in try kind.set(size: size, support: support) }
    return try showAround(process, set, to: &visitor, rules, horizon)
  }

  private func showAround<P: TabularProcess, S: UncertaintySet, V: RecipeVisitor>(
    _ process: P, _ set: S, to visitor: inout V, _ rules: RuleList, _ horizon: Int?
  ) throws(RecipeError) -> Result<Void, PerturbationError> {
    try show(process, ActionRectangular(set), to: &visitor, rules, horizon) { (table) throws(PlanningError) in
      try solved(table, by: RectangularBackup(set, on: table, discount: discount))
    }
  }

  private func show<P: TabularProcess, K: KernelSet, V: RecipeVisitor>(
    _ process: P, _ set: K, to visitor: inout V, _ rules: RuleList, _ horizon: Int?,
    solving values: (SolverTable) throws(PlanningError) -> [Double]
  ) throws(RecipeError) -> Result<Void, PerturbationError> {
    switch choice {
    case .nominal: return try show(process, set, NominalNature(), to: &visitor, rules, horizon)
    case .greedy: return try show(process, set, GreedyNature(), to: &visitor, rules, horizon)
    case .perStep: return try show(process, set, RandomNature(.step), to: &visitor, rules, horizon)
    case .perEpisode: return try show(process, set, RandomNature(.episode), to: &visitor, rules, horizon)
    case .worstCase:
      let found: [Double]
      do throws(PlanningError) {
        found = try values(SolverTable(TransitionTable(process)))
      } catch {
        throw reader.error(
          at: "", "\(Self.name): \(error.message)", remedy: "change the set, the discount or the world")
      }
      let nature = DynamicWorstCase(against: found, discount: discount)
      return try show(process, set, nature, to: &visitor, rules, horizon)
    }
  }

  private func show<P: TabularProcess, K: KernelSet, N: Nature, V: RecipeVisitor>(
    _ process: P, _ set: K, _ nature: N, to visitor: inout V, _ rules: RuleList, _ horizon: Int?
  ) throws(RecipeError) -> Result<Void, PerturbationError> {
    let robust: RobustProcess<P, K, Budgeted<N>>
    do throws(RobustProcessError) {
      robust = try RobustProcess(
        process, set, Budgeted(nature, count: budget.count, perEpisode: budget.perEpisode))
    } catch {
      throw reader.error(at: "", "\(Self.name): \(error.message)", remedy: error.remedy)
    }
    do throws(PerturbationError) {
      try visitor.visit(robust, rules: rules, horizon: horizon)
      return .success(())
    } catch {
      return .failure(error)
    }
  }

  private func solved<B: Backup>(_ table: SolverTable, by backup: B) throws(PlanningError) -> [Double] {
    try DiscountedSolver(tolerance: 1e-6).solve(table, backup: backup).values
  }

  /// What `make` makes, its complaint placed at the argument `radius` or `support`.
  private func fitted<T>(_ make: () throws(UncertaintySetError) -> T) throws(RecipeError) -> T {
    do throws(UncertaintySetError) {
      return try make()
    } catch {
      let place = error.message.hasPrefix("support") ? "support" : "radius"
      throw reader.error(at: place, "\(Self.name): \(error.message)", remedy: error.remedy)
    }
  }
}

extension Recipe {
  /// The rules on rows: all but `ambiguous`.
  var rowRules: [RuleCall] { rules.filter { $0.name != Ambiguity.name } }

  /// The call of `ambiguous`, if there is one.
  ///
  /// - Throws: `RecipeError` where there are two.
  func ambiguity() throws(RecipeError) -> RuleCall? {
    let calls = rules.filter { $0.name == Ambiguity.name }
    guard calls.count <= 1 else {
      throw RecipeError(
        message: "'\(Ambiguity.name)' is written twice", column: calls[1].column, source: calls[1].source,
        remedy: "write it once: a row has one nature")
    }
    return calls.first
  }
}
