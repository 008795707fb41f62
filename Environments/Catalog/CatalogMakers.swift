import Batching
import DecisionProcesses
import Perturbations
import Recipes

/// Receives the world that a recipe names, built with its static type, and the rules.
public protocol RecipeVisitor {
  /// - Parameters:
  ///   - rules: not fitted to the world yet.
  ///   - horizon: the horizon that the recipe sets, if it does.
  /// - Throws: `PerturbationError` when a rule does not fit; it becomes the recipe's error.
  mutating func visit<W: World>(
    _ world: W, rules: RuleList, horizon: Int?
  ) throws(PerturbationError)
}

extension EnvironmentCatalog {
  /// Builds the world and the rules of `recipe` and shows them to `visitor`.
  ///
  /// - Throws: `RecipeError` that names the column of an unknown id, argument or rule, of a value outside
  ///   its interval, or of a rule that does not fit the world.
  public static func visit<V: RecipeVisitor>(_ recipe: Recipe, with visitor: inout V) throws(RecipeError) {
    var finder = WorldFinder(recipe: recipe, visitor: visitor)
    enumerate(&finder)
    visitor = finder.visitor
    guard let result = finder.result else {
      throw .unknown(
        "environment", recipe.environment, known: entries.map(\.identifier), column: recipe.column,
        source: recipe.source)
    }
    try result.get()
  }

  /// An environment for `recipe`.
  ///
  /// - Throws: as `visit(_:with:)`.
  public static func make(_ recipe: Recipe, seed: UInt64 = 0) throws(RecipeError) -> RecipeEnvironment {
    var maker = SimulationMaker(recipe: recipe, seed: seed)
    try visit(recipe, with: &maker)
    return maker.environment!
  }

  /// An environment for the recipe that `text` spells.
  ///
  /// - Throws: as `make(_:seed:)`, and for malformed text.
  public static func make(_ text: String, seed: UInt64 = 0) throws(RecipeError) -> RecipeEnvironment {
    try make(try Recipe(parsing: text), seed: seed)
  }

  /// A batch of `count` lanes for `recipe`.
  ///
  /// - Throws: as `visit(_:with:)`.
  /// - Precondition: as `Batch.init`.
  public static func makeBatch(
    _ recipe: Recipe, count: Int, options: BatchOptions = BatchOptions()
  ) throws(RecipeError) -> any BatchEnvironment {
    var maker = BatchMaker(count: count, options: options)
    try visit(recipe, with: &maker)
    return maker.batch!
  }

  /// A batch of `count` lanes for `recipe` that are stepped as they become ready.
  ///
  /// - Parameter workers: threads that step lanes beside the caller; see `AsyncBatch.init`.
  /// - Throws: as `visit(_:with:)`.
  /// - Precondition: as `AsyncBatch.init`.
  public static func makeAsyncBatch(
    _ recipe: Recipe, count: Int, workers: Int, observationType: ElementType? = nil,
    actionType: ElementType? = nil
  ) throws(RecipeError) -> AsyncBatch {
    var maker = AsyncBatchMaker(
      count: count, workers: workers, observationType: observationType, actionType: actionType)
    try visit(recipe, with: &maker)
    return maker.batch!
  }
}

/// How a batch is laid out; see `Batch.init`.
public struct BatchOptions: Sendable {
  public var resetRule: ResetRule
  public var shards: Int
  public var observationType: ElementType?
  public var actionType: ElementType?
  public var seatType: ElementType
  package var splitting = Splitting.standard

  public init(
    resetRule: ResetRule = .sameStep, shards: Int = 1, observationType: ElementType? = nil,
    actionType: ElementType? = nil, seatType: ElementType = .float32
  ) {
    self.resetRule = resetRule
    self.shards = shards
    self.observationType = observationType
    self.actionType = actionType
    self.seatType = seatType
  }
}

/// Looks for the recipe's world among all and builds it.
private struct WorldFinder<V: RecipeVisitor>: WorldVisitor {
  let recipe: Recipe
  var visitor: V
  var result: Result<Void, RecipeError>?

  mutating func visit<W: World>(_ world: W.Type) {
    guard W.identifier == recipe.environment else { return }
    do throws(RecipeError) {
      try build(world)
      result = .success(())
    } catch {
      result = .failure(error)
    }
  }

  private mutating func build<W: World>(_ world: W.Type) throws(RecipeError) {
    let built = try BuiltWorld<W>(recipe)
    let process = built.process
    let context = RuleBuildContext(
      policyNames: [StandardPolicy.scripted.rawValue, StandardPolicy.zero.rawValue],
      policy: { name in StandardPolicy(rawValue: name).flatMap { standardPolicy($0, for: process) } })
    let rules = try RuleTable.rules(recipe.rules, context: context)
    do throws(PerturbationError) {
      try visitor.visit(process, rules: rules, horizon: built.horizon)
    } catch {
      throw RuleTable.recipeError(error, among: recipe.rules)
    }
  }
}

private struct SimulationMaker: RecipeVisitor {
  let recipe: Recipe
  let seed: UInt64
  var environment: RecipeEnvironment?

  mutating func visit<W: World>(
    _ world: W, rules: RuleList, horizon: Int?
  ) throws(PerturbationError) {
    let simulation = Simulation(world, seed: seed, horizon: horizon)
    environment = RecipeEnvironment(
      try Perturbed(simulation, rules: rules, allowsWiderObservation: true), recipe: recipe)
  }
}

private struct BatchMaker: RecipeVisitor {
  let count: Int
  let options: BatchOptions
  var batch: (any BatchEnvironment)?

  mutating func visit<W: World>(
    _ world: W, rules: RuleList, horizon: Int?
  ) throws(PerturbationError) {
    batch = try Batch(
      world, count: count, rules: rules, horizon: horizon, resetRule: options.resetRule,
      shards: options.shards, observationType: options.observationType, actionType: options.actionType,
      seatType: options.seatType, splitting: options.splitting)
  }
}

private struct AsyncBatchMaker: RecipeVisitor {
  let count: Int
  let workers: Int
  let observationType: ElementType?
  let actionType: ElementType?
  var batch: AsyncBatch?

  mutating func visit<W: World>(
    _ world: W, rules: RuleList, horizon: Int?
  ) throws(PerturbationError) {
    batch = try AsyncBatch(
      world, count: count, rules: rules, horizon: horizon, workers: workers,
      observationType: observationType, actionType: actionType)
  }
}
