import ClassicControlEnvironments
import DecisionProcesses
import Recipes
import SafeControlEnvironments
import TabularEnvironments

/// Every world by its name: from an id or a recipe to an environment.
///
/// The only place where types are erased. Code that knows its world statically uses `Simulation` and
/// `Batch` directly and is faster.
public enum EnvironmentCatalog {
  /// Shows every world of every family to `visitor`, in the order of listings.
  @inlinable
  public static func enumerate<V: WorldVisitor>(_ visitor: inout V) {
    Tabular.enumerate(&visitor)
    ClassicControl.enumerate(&visitor)
    SafeControl.enumerate(&visitor)
  }

  /// What is known about each world without playing it.
  public static let entries: [CatalogEntry] = {
    var collector = EntryCollector()
    enumerate(&collector)
    return collector.entries
  }()

  /// The entry of `identifier`, if it is known.
  public static func entry(_ identifier: String) -> CatalogEntry? {
    entries.first { $0.identifier == identifier }
  }

  /// An environment for `recipe`.
  ///
  /// - Throws: `RecipeError` that names the column of an unknown id, argument or rule, of a value outside
  ///   its interval, or of a rule that does not fit the world.
  public static func make(_ recipe: Recipe, seed: UInt64 = 0) throws(RecipeError) -> RecipeEnvironment {
    var maker = SimulationMaker(recipe: recipe, seed: seed)
    enumerate(&maker)
    return try maker.finish()
  }

  /// An environment for the recipe that `text` spells.
  ///
  /// - Throws: as `make(_:seed:)`, and for malformed text.
  public static func make(_ text: String, seed: UInt64 = 0) throws(RecipeError) -> RecipeEnvironment {
    try make(try Recipe(parsing: text), seed: seed)
  }
}

private struct EntryCollector: WorldVisitor {
  var entries: [CatalogEntry] = []
  mutating func visit<W: World>(_ world: W.Type) { entries.append(CatalogEntry(world)) }
}

/// The error for an id that no family has.
func unknownWorld(_ recipe: Recipe) -> RecipeError {
  .unknown(
    "environment", recipe.environment, known: EnvironmentCatalog.entries.map(\.identifier),
    column: recipe.column, source: recipe.source)
}
