import Batching
import DecisionProcesses
import Perturbations
import Recipes

/// A visitor that makes one thing from the world that a recipe names.
struct SimulationMaker: WorldVisitor {
  let recipe: Recipe
  let seed: UInt64
  private var result: Result<RecipeEnvironment, RecipeError>?

  init(recipe: Recipe, seed: UInt64) {
    self.recipe = recipe
    self.seed = seed
  }

  mutating func visit<W: World>(_ world: W.Type) {
    guard W.identifier == recipe.environment else { return }
    do throws(RecipeError) {
      let built = try BuiltWorld<W>(recipe)
      let simulation = Simulation(built.process, seed: seed, horizon: built.horizon)
      let rules = try builtRules(recipe, for: built.process)
      do throws(PerturbationError) {
        let perturbed = try Perturbed(simulation, rules: rules, allowsWiderObservation: true)
        result = .success(RecipeEnvironment(perturbed, recipe: recipe))
      } catch {
        throw RuleTable.recipeError(error, among: recipe.rules)
      }
    } catch {
      result = .failure(error)
    }
  }

  func finish() throws(RecipeError) -> RecipeEnvironment {
    guard let result else { throw unknownWorld(recipe) }
    return try result.get()
  }
}

/// The rules of `recipe`, with the policies that `by=` may name resolved for `process`.
func builtRules<P: DecisionProcess>(_ recipe: Recipe, for process: P) throws(RecipeError) -> RuleList {
  let context = RuleBuildContext(
    policyNames: [StandardPolicy.scripted.rawValue, StandardPolicy.zero.rawValue],
    policy: { name in StandardPolicy(rawValue: name).flatMap { standardPolicy($0, for: process) } })
  return try RuleTable.rules(recipe.rules, context: context)
}

/// How a batch is laid out; see `Batch.init`.
public struct BatchOptions: Sendable {
  public var resetRule: ResetRule
  public var shards: Int
  public var observationType: ElementType?
  public var actionType: ElementType?

  public init(
    resetRule: ResetRule = .sameStep, shards: Int = 1, observationType: ElementType? = nil,
    actionType: ElementType? = nil
  ) {
    self.resetRule = resetRule
    self.shards = shards
    self.observationType = observationType
    self.actionType = actionType
  }
}

struct BatchMaker: WorldVisitor {
  let recipe: Recipe
  let count: Int
  let options: BatchOptions
  private var result: Result<any BatchEnvironment, RecipeError>?

  init(recipe: Recipe, count: Int, options: BatchOptions) {
    self.recipe = recipe
    self.count = count
    self.options = options
  }

  mutating func visit<W: World>(_ world: W.Type) {
    guard W.identifier == recipe.environment else { return }
    do throws(RecipeError) {
      let built = try BuiltWorld<W>(recipe)
      let rules = try builtRules(recipe, for: built.process)
      do throws(PerturbationError) {
        result = .success(
          try Batch(
            built.process, count: count, rules: rules, horizon: built.horizon,
            resetRule: options.resetRule, shards: options.shards,
            observationType: options.observationType, actionType: options.actionType))
      } catch {
        throw RuleTable.recipeError(error, among: recipe.rules)
      }
    } catch {
      result = .failure(error)
    }
  }

  func finish() throws(RecipeError) -> any BatchEnvironment {
    guard let result else { throw unknownWorld(recipe) }
    return try result.get()
  }
}

extension EnvironmentCatalog {
  /// A batch of `count` lanes for `recipe`.
  ///
  /// - Throws: `RecipeError` as `make(_:seed:)`.
  /// - Precondition: as `Batch.init`.
  public static func makeBatch(
    _ recipe: Recipe, count: Int, options: BatchOptions = BatchOptions()
  ) throws(RecipeError) -> any BatchEnvironment {
    var maker = BatchMaker(recipe: recipe, count: count, options: options)
    enumerate(&maker)
    return try maker.finish()
  }
}
