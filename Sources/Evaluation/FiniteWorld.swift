import Agents
import DecisionProcesses
import EnvironmentCatalog
import Perturbations
import RandomStreams
import Recipes

/// A finite world that a recipe names, as staged learners and policies see it.
public struct FiniteWorld: Sendable {
  /// The recipe with canonical spelling.
  public let recipe: Recipe
  public let model: LinearModel
  /// The world's tables, without the recipe's rules.
  public let table: TransitionTable
  /// What nature disturbs if nobody says otherwise; empty for every factor.
  public let disturbed: [DisturbedFactor]
  /// The published changes of the model, where there are some.
  public let sweep: TargetSweep?
  /// Whether the tables tell what is played: no rules, luck drawn from the rows.
  public let isTable: Bool
  private let task: TaskDescription

  /// Which features a world is seen through.
  public enum Features: Sendable, Equatable {
    /// The world's own, or one-hot features where it has none.
    case own
    case given(FeatureKind)
  }

  /// Throws for a recipe that names no world or no finite one, and for features that do not fit.
  public init(_ recipe: Recipe, features: Features = .own) throws {
    var finder = WorldFinder(features: features)
    try EnvironmentCatalog.visit(recipe, with: &finder)
    guard let found = finder.found else {
      throw EvaluationError(
        "'\(recipe.environment)' is not finite; 'gauntlet list --json' tells which worlds are tabular")
    }
    let parts = try found.get()
    self.recipe = recipe
    (model, table, disturbed, sweep, isTable, task) = parts
  }

  public init(_ text: String, features: Features = .own) throws {
    try self.init(Recipe(parsing: text), features: features)
  }

  /// Plays episodes of the world, rules included, with the horizon of the model.
  public func player(seed: UInt64) throws -> any FinitePlayer {
    if isTable {
      let simulation = Simulation(TableProcess(table, task: task), seed: 0, horizon: model.horizon)
      return TablePlayer(simulation, model: model, seed: seed)
    }
    let environment = IndexEnvironment(
      try EnvironmentCatalog.make(recipe), states: table.stateCount, actions: table.actionCount)
    return RecipePlayer(environment, model: model, seed: seed)
  }

  /// The expected return of a policy over the horizon, exact; undiscounted, from the world's first states.
  ///
  /// - Precondition: a policy for the model's steps, states and actions, and `isTable`.
  public func expectedReturn(of policy: StagedPolicy) -> Double {
    precondition(isTable, "a recipe with rules has no exact return")
    let (states, actions) = (table.stateCount, table.actionCount)
    precondition(
      policy.horizon == model.horizon && policy.stateCount == model.stateCount
        && policy.actionCount == actions,
      "a policy of another model")
    var occupied = table.initial
    var total = 0.0
    for step in 0..<model.horizon {
      var next = Array(repeating: 0.0, count: states)
      for state in 0..<states where occupied[state] > 0 {
        for action in 0..<actions {
          let weight = occupied[state] * policy.probability(step: step, state: state, action: action)
          guard weight > 0 else { continue }
          for entry in table.row(state, action) {
            let mass = weight * table.probability[entry]
            total += mass * table.reward[entry]
            if table.ending[entry].isEmpty { next[table.next[entry]] += mass }
          }
        }
      }
      occupied = next
    }
    return total
  }
}

/// Builds what a finite world needs from the process that a recipe names.
private struct WorldFinder: RecipeVisitor {
  typealias Parts = (LinearModel, TransitionTable, [DisturbedFactor], TargetSweep?, Bool, TaskDescription)

  let features: FiniteWorld.Features
  var found: Result<Parts, any Error>?

  mutating func visit<P: DecisionProcess>(_ process: P, rules: RuleList, horizon: Int?) {
    let horizon = horizon ?? process.task.horizon
    let hasRules = !rules.contents.isEmpty
    if case .own = features, let linear = process as? any LinearProcess {
      found = Result { try own(linear, horizon: horizon, hasRules: hasRules) }
    } else if let finite = process as? any TabularProcess {
      found = Result { try featured(finite, horizon: horizon, hasRules: hasRules) }
    }
  }

  private func own<P: LinearProcess>(_ process: P, horizon: Int, hasRules: Bool) throws -> Parts {
    (
      try LinearModel(process, horizon: horizon), TransitionTable(process), P.disturbedFactors, P.targetSweep,
      !hasRules && P.drawsFromRows, process.task
    )
  }

  private func featured<P: TabularProcess>(_ process: P, horizon: Int, hasRules: Bool) throws -> Parts {
    let kind: FeatureKind
    if case .given(let given) = features { kind = given } else { kind = .oneHot }
    return (
      try FeaturedTable(process, features: kind).model(horizon: horizon), TransitionTable(process), [],
      (P.self as? any LinearProcess.Type)?.targetSweep,
      !hasRules && P.drawsFromRows, process.task
    )
  }
}
