import DecisionProcesses
import Recipes

/// Every rule by its name in recipes: what `action-delay(steps=2)` means.
public enum RuleTable {
  /// All rules and presets, in the order of listings.
  public static let rules: [RuleDescription] =
    rowRules + delayRules + actionRules + parameterRules + adversaryRules + presets

  /// The rule called `name`, if there is one.
  public static func rule(named name: String) -> RuleDescription? { rules.first { $0.name == name } }

  /// Makes the rules of a recipe, in order.
  ///
  /// The result has not met a world yet; what `RuleList.prepare` then throws becomes a `RecipeError` by
  /// `recipeError(_:among:)`.
  ///
  /// - Throws: `RecipeError` for unknown rules and arguments, and for values that are wrong in every world.
  public static func rules(
    _ calls: [RuleCall], context: RuleBuildContext = RuleBuildContext()
  ) throws(RecipeError) -> RuleList {
    var sequences: [any RuleSequence] = []
    for call in calls { sequences.append(try rule(call, context: context)) }
    return RuleList(sequences)
  }

  /// Makes one rule.
  ///
  /// - Throws: as `rules(_:context:)`.
  public static func rule(
    _ call: RuleCall, context: RuleBuildContext = RuleBuildContext()
  ) throws(RecipeError) -> any RuleSequence {
    guard let description = rule(named: call.name) else {
      throw .unknown(
        "rule", call.name, known: rules.map(\.name) + context.otherRules, column: call.column,
        source: call.source)
    }
    var reader = ArgumentReader(call)
    let (channel, options) = try commonOptions(of: description, from: &reader)
    let sequence = try description.build(&reader, channel, options, context)
    try reader.finish()
    return sequence
  }

  /// An error met while rules were fitted to a world, placed at the argument at fault or at its rule.
  ///
  /// - Parameter calls: the calls that the rules were made from, in order.
  public static func recipeError(_ error: PerturbationError, among calls: [RuleCall]) -> RecipeError {
    let call =
      error.position.flatMap { calls.indices.contains($0) ? calls[$0] : nil }
      ?? calls.last { $0.name == error.rule }
    let (fault, remedy) = parts(of: error.message)
    let message = "\(error.rule): \(fault)"
    guard let call else {
      return RecipeError(message: message, column: 1, source: error.rule, remedy: remedy)
    }
    return ArgumentReader(call).error(at: error.argument ?? "", message, remedy: remedy)
  }

  /// "fault; remedy" taken apart at its last semicolon.
  static func parts(of message: String) -> (fault: String, remedy: String) {
    guard let cut = message.lastIndex(of: ";") else { return (message, "change or remove the rule") }
    let remedy = message[message.index(after: cut)...].drop { $0 == " " }
    return (String(message[..<cut]), String(remedy))
  }
}
