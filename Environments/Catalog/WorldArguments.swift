import DecisionProcesses
import Recipes

/// The arguments that every world takes beside its own.
public enum CommonWorldArguments {
  /// Steps after which an episode is truncated; overrides the world's own horizon.
  public static let horizon = "horizon"
}

/// A world built from a recipe's arguments, and the horizon if the recipe sets one.
struct BuiltWorld<W: World> {
  var process: W
  var horizon: Int?

  /// - Throws: `RecipeError` with the column of an unknown name or of a value outside its interval.
  init(_ recipe: Recipe) throws(RecipeError) {
    var reader = ArgumentReader(recipe)
    var given: [String: OptionValue] = [:]
    for option in W.options {
      given[option.name] = try Self.read(option, from: &reader)
    }
    let options = OptionValues(given, for: W.options)
    if let fault = W.fault(in: options) {
      throw reader.error(at: fault.option, fault.message, remedy: fault.remedy)
    }
    if let missing = W.missingRequirement {
      throw RecipeError(
        message: "'\(W.identifier)' cannot be played here: \(missing.message)", column: recipe.column,
        source: recipe.source, remedy: missing.remedy)
    }
    process = W(options: options)
    for (index, parameter) in W.schema.enumerated() {
      process[parameter: index] = try reader.number(
        parameter.name, default: process[parameter: index], in: parameter.interval)
    }
    if reader.value(CommonWorldArguments.horizon) != nil {
      horizon = try reader.integer(CommonWorldArguments.horizon, in: 1...1_000_000_000)
    }
    try reader.finish()
  }

  private static func read(
    _ option: OptionDescription, from reader: inout ArgumentReader
  ) throws(RecipeError) -> OptionValue {
    switch (option.domain, option.standard) {
    case (.choice(let words), .word(let standard)):
      return .word(try reader.word(option.name, default: standard, oneOf: words))
    case (.integer(let range), .integer(let standard)):
      return .integer(try reader.integer(option.name, default: standard, in: range))
    case (.number(let range), .number(let standard)):
      return .number(try reader.number(option.name, default: standard, in: range))
    case (.flag, .flag(let standard)):
      return .flag(try reader.flag(option.name, default: standard))
    default:
      preconditionFailure("option '\(option.name)': the standard value lies outside its domain")
    }
  }
}
