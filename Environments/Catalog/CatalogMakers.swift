import Batching
import DecisionProcesses
import Perturbations
import Recipes

/// Receives the process that a recipe names, built with its static type, and the rules on its rows.
public protocol RecipeVisitor {
  /// - Parameters:
  ///   - process: the world; or that world with nature's rows, where the recipe says `ambiguous`.
  ///   - rules: not fitted to the process yet.
  ///   - horizon: the horizon that the recipe sets, if it does.
  /// - Throws: `PerturbationError` when a rule does not fit; it becomes the recipe's error.
  mutating func visit<P: DecisionProcess>(
    _ process: P, rules: RuleList, horizon: Int?
  ) throws(PerturbationError) where P.Action: RowConvertible, P.Observation: RowConvertible
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

  /// As `make(_:seed:)`, where the environment takes at most `limit` bytes.
  package static func make(
    _ recipe: Recipe, seed: UInt64, within limit: Int
  ) throws(RecipeError) -> Admitted<RecipeEnvironment> {
    var maker = SimulationMaker(recipe: recipe, seed: seed, limit: limit)
    try visit(recipe, with: &maker)
    return Admitted(value: maker.environment, bytes: maker.bytes)
  }

  /// As `makeBatch(_:count:options:)`, where the batch takes at most `limit` bytes.
  package static func makeBatch(
    _ recipe: Recipe, count: Int, options: BatchOptions, within limit: Int
  ) throws(RecipeError) -> Admitted<any BatchEnvironment> {
    var maker = BatchMaker(count: count, options: options, limit: limit)
    try visit(recipe, with: &maker)
    return Admitted(value: maker.batch, bytes: maker.bytes)
  }

  /// As `makeAsyncBatch(_:count:workers:observationType:actionType:)`, where it takes at most `limit` bytes.
  package static func makeAsyncBatch(
    _ recipe: Recipe, count: Int, workers: Int, observationType: ElementType?, actionType: ElementType?,
    within limit: Int
  ) throws(RecipeError) -> Admitted<AsyncBatch> {
    var maker = AsyncBatchMaker(
      count: count, workers: workers, observationType: observationType, actionType: actionType, limit: limit)
    try visit(recipe, with: &maker)
    return Admitted(value: maker.batch, bytes: maker.bytes)
  }
}

/// Something made within a limit.
package struct Admitted<Value> {
  /// Nil where it would have taken more than the limit.
  package let value: Value?
  /// About what it takes, or would have taken.
  package let bytes: Int
}

/// About the memory of `count` lanes of `world`, known before any of it is asked for.
///
/// - Throws: `PerturbationError` when a rule does not fit.
private func laneBytes<W: DecisionProcess>(
  _ world: W, _ rules: RuleList, count: Int
) throws(PerturbationError) -> Int where W.Action: RowConvertible, W.Observation: RowConvertible {
  var layout = RuleLayout(world)
  var fitted = rules
  try fitted.prepare(&layout)
  // Rows of observations: the caller's, the engine's and one more for copies.
  let numbers =
    layout.memoryWidth + 4 * layout.observation.width + 4 * layout.action.width + 4 * W.schema.count + 32
  let perLane = 8 * numbers + 2 * MemoryLayout<W.State>.stride + MemoryLayout<W>.stride
  let (bytes, overflows) = perLane.multipliedReportingOverflow(by: count)
  return overflows ? .max : bytes
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
    var context = RuleBuildContext(
      policyNames: [StandardPolicy.scripted.rawValue, StandardPolicy.zero.rawValue],
      policy: { name in StandardPolicy(rawValue: name).flatMap { standardPolicy($0, for: process) } })
    context.otherRules = [Ambiguity.name]
    let rules = try RuleTable.rules(recipe.rowRules, context: context)
    if let call = try recipe.ambiguity() {
      guard let finite = process as? any TabularProcess else {
        throw RecipeError(
          message: "'\(W.identifier)' is not finite, so it has no rows for nature to play",
          column: call.column, source: call.source,
          remedy: "use uncertain, which draws parameters, or a finite world such as frozen-lake-v1")
      }
      let ambiguity = try Ambiguity(call, for: process.task)
      if case .failure(let error) = try ambiguity.show(
        finite, to: &visitor, rules: rules, horizon: built.horizon)
      {
        throw RuleTable.recipeError(error, among: recipe.rowRules)
      }
      return
    }
    do throws(PerturbationError) {
      try visitor.visit(process, rules: rules, horizon: built.horizon)
    } catch {
      throw RuleTable.recipeError(error, among: recipe.rowRules)
    }
  }
}

private struct SimulationMaker: RecipeVisitor {
  let recipe: Recipe
  let seed: UInt64
  var limit = Int.max
  var bytes = 0
  var environment: RecipeEnvironment?

  mutating func visit<P: DecisionProcess>(
    _ process: P, rules: RuleList, horizon: Int?
  ) throws(PerturbationError) where P.Action: RowConvertible, P.Observation: RowConvertible {
    if limit < .max { bytes = try laneBytes(process, rules, count: 1) }
    guard bytes <= limit else { return }
    let simulation = Simulation(process, seed: seed, horizon: horizon)
    let perturbed = try Perturbed(simulation, rules: rules, allowsWiderObservation: true)
    let widens = perturbed.observationDescription.width > process.observationSpace.description.width
    environment = RecipeEnvironment(perturbed, HotCalls(P.self, widens: widens), recipe: recipe)
  }
}

private struct BatchMaker: RecipeVisitor {
  let count: Int
  let options: BatchOptions
  var limit = Int.max
  var bytes = 0
  var batch: (any BatchEnvironment)?

  mutating func visit<P: DecisionProcess>(
    _ process: P, rules: RuleList, horizon: Int?
  ) throws(PerturbationError) where P.Action: RowConvertible, P.Observation: RowConvertible {
    if limit < .max { bytes = try laneBytes(process, rules, count: count) }
    guard bytes <= limit else { return }
    batch = try Batch(
      process, count: count, rules: rules, horizon: horizon, resetRule: options.resetRule,
      shards: options.shards, observationType: options.observationType, actionType: options.actionType,
      seatType: options.seatType, splitting: options.splitting)
  }
}

private struct AsyncBatchMaker: RecipeVisitor {
  let count: Int
  let workers: Int
  let observationType: ElementType?
  let actionType: ElementType?
  var limit = Int.max
  var bytes = 0
  var batch: AsyncBatch?

  mutating func visit<P: DecisionProcess>(
    _ process: P, rules: RuleList, horizon: Int?
  ) throws(PerturbationError) where P.Action: RowConvertible, P.Observation: RowConvertible {
    if limit < .max {
      // Every lane has an engine of its own.
      let (own, overflows) = count.multipliedReportingOverflow(by: 1024)
      let lanes = try laneBytes(process, rules, count: count)
      bytes = overflows || lanes > .max - own ? .max : lanes + own
    }
    guard bytes <= limit else { return }
    batch = try AsyncBatch(
      process, count: count, rules: rules, horizon: horizon, workers: workers,
      observationType: observationType, actionType: actionType)
  }
}
