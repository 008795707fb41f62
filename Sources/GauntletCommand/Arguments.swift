import ArgumentParser
import EnvironmentCatalog
import Recipes

/// A recipe on the command line, in one text or with repeated `--with`.
struct RecipeArguments: ParsableArguments {
  @ArgumentParser.Argument(
    help: "Environment and rules, as in \"cart-pole-v1?massPole=0.2 | action-delay(steps=2)\".")
  var recipe: String

  @Option(name: .long, help: "One more rule, as in 'action-delay(steps=2)'; may be repeated.")
  var with: [String] = []

  /// - Throws: `ExitCode` after a one-line message.
  func environment() throws -> RecipeEnvironment {
    try withRecipe(recipe, rules: with) { try EnvironmentCatalog.make($0) }
  }
}

/// Gives `body` the recipe that `text` and the rules of `--with` make together.
///
/// - Throws: `ExitCode` after a one-line message, which says in which of the texts a column counts.
func withRecipe<T>(_ text: String, rules: [String], _ body: (Recipe) throws -> T) throws -> T {
  do {
    var recipe = try Recipe(parsing: text)
    for rule in rules { recipe.rules.append(try RuleCall(parsing: rule)) }
    return try body(recipe)
  } catch let error as RecipeError {
    let isInRule = error.source != text && rules.contains(error.source)
    throw fail(error, place: isInRule ? "--with '\(error.source)': " : "")
  }
}

/// A seed on the command line.
struct SeedArgument: ParsableArguments {
  @Option(
    name: .long, parsing: .unconditional, help: "Seed of the first episode; episode k uses seed + k.",
    transform: Self.parse)
  var seed: UInt64 = 0

  static func parse(_ text: String) throws -> UInt64 {
    guard let seed = UInt64(text) else {
      throw ValidationError("give a whole number from 0 to \(UInt64.max)")
    }
    return seed
  }
}

/// Reads a whole number from `range`, or says which numbers are right.
func wholeNumber(_ range: ClosedRange<Int>) -> @Sendable (String) throws -> Int {
  { text in
    guard let number = Int(text), range.contains(number) else {
      let remedy =
        range.upperBound == .max
        ? "from \(range.lowerBound) on" : "from \(range.lowerBound) to \(range.upperBound)"
      throw ValidationError("give a whole number \(remedy)")
    }
    return number
  }
}

extension StandardPolicy: ExpressibleByArgument {}
