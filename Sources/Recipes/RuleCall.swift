/// A perturbation rule by name, with its arguments: one stage of a recipe's pipeline.
public struct RuleCall: Sendable, Hashable {
  /// The rule's name, such as `gaussian-noise`.
  public let name: String
  /// What the rule is told.
  public var arguments: Arguments
  let place: Place

  /// A call of the rule `name`.
  ///
  /// - Throws: `RecipeError` unless `name` is lower-case letters, digits and single hyphens.
  public init(_ name: String, _ arguments: Arguments = Arguments()) throws(RecipeError) {
    let place = Place(source: name, column: 1)
    guard isHyphenatedName(name) else { throw Lapse.notRuleName(name).at(place) }
    self.init(checked: name, arguments, place)
  }

  /// Reads a single rule, such as `action-delay(steps=2)`.
  ///
  /// - Throws: `RecipeError` with the column of the first fault.
  /// - Complexity: O(n) in the length of `text`.
  public init(parsing text: String) throws(RecipeError) {
    var parser = RecipeParser(text)
    self = try parser.rule()
    try parser.expectEnd(after: "rule \(quoted(name))")
  }

  /// Takes what the parser has checked already.
  init(checked name: String, _ arguments: Arguments, _ place: Place) {
    self.name = name
    self.arguments = arguments
    self.place = place
  }

  /// The 1-based position of the name in `source`, in characters.
  public var column: Int { place.column }
  /// The text in which the rule was written; the name alone if it was not parsed.
  public var source: String { place.source }
}

extension RuleCall: CustomStringConvertible {
  /// The canonical text, `name(arguments)`.
  public var description: String { "\(name)(\(arguments))" }
}
