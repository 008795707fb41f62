/// An environment by id, its arguments, and the rules through which it is played, in order.
///
///     recipe = id [ "?" pair { "," pair } ] { "|" rule }
///     rule   = name "(" [ pair { "," pair } ] ")"
///     pair   = name "=" value
///     value  = number | word | "\"" text "\"" | "[" [ value { "," value } ] "]"
///
/// White space between tokens means nothing. A recipe equals the recipe read from its `description`.
public struct Recipe: Sendable, Hashable {
  /// The environment's id, such as `cart-pole-v1`.
  public let environment: String
  /// What the environment is told: options and parameters.
  public var arguments: Arguments
  /// The pipeline, in order.
  public var rules: [RuleCall]
  let place: Place

  /// A recipe from its parts, which keep the places where they were written.
  ///
  /// - Throws: `RecipeError` unless `environment` is lower-case letters, digits and single hyphens.
  public init(
    environment: String, arguments: Arguments = Arguments(), rules: [RuleCall] = []
  ) throws(RecipeError) {
    let place = Place(source: environment, column: 1)
    guard isHyphenatedName(environment) else { throw Lapse.notEnvironmentID(environment).at(place) }
    self.init(checked: environment, arguments, rules, place)
  }

  /// Reads a recipe, such as `cart-pole-v1?massPole=0.2 | action-delay(steps=2)`.
  ///
  /// Whether the names stand for anything, and whether the values suit, is for their readers to say.
  ///
  /// - Throws: `RecipeError` with the column of the first fault.
  /// - Complexity: O(n) in the length of `text`.
  public init(parsing text: String) throws(RecipeError) {
    var parser = RecipeParser(text)
    self = try parser.recipe()
  }

  /// Takes what the parser has checked already.
  init(checked environment: String, _ arguments: Arguments, _ rules: [RuleCall], _ place: Place) {
    self.environment = environment
    self.arguments = arguments
    self.rules = rules
    self.place = place
  }

  /// The 1-based position of the id in `source`, in characters.
  public var column: Int { place.column }
  /// The text in which the recipe was written; the id alone if it was not parsed.
  public var source: String { place.source }
}

extension Recipe: CustomStringConvertible {
  /// The canonical text: blanks around `|` only, numbers in their shortest exact form.
  public var description: String {
    let head = arguments.isEmpty ? environment : "\(environment)?\(arguments)"
    return ([head] + rules.map(\.description)).joined(separator: " | ")
  }
}
