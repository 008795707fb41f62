extension ArgumentReader {
  /// A word, one of `choices` if they are given; `fallback` when absent.
  ///
  /// - Throws: `RecipeError` when the value is not a word or not among the choices.
  public mutating func word(
    _ name: String, default fallback: String, oneOf choices: [String]? = nil
  ) throws(RecipeError) -> String {
    guard let argument = argument(name) else { return fallback }
    return try word(argument, choices)
  }

  /// A word, one of `choices` if they are given.
  ///
  /// - Throws: `RecipeError` when the argument is absent, not a word, or not among the choices.
  public mutating func word(_ name: String, oneOf choices: [String]? = nil) throws(RecipeError) -> String {
    try word(required(name, choices?.joined(separator: "|") ?? "word"), choices)
  }

  /// The word `true` or `false`; `fallback` when absent.
  ///
  /// - Throws: `RecipeError` when the value is anything else.
  public mutating func flag(_ name: String, default fallback: Bool) throws(RecipeError) -> Bool {
    try word(name, default: fallback ? "true" : "false", oneOf: ["true", "false"]) == "true"
  }

  /// The word `true` or `false`.
  ///
  /// - Throws: `RecipeError` when the argument is absent or anything else.
  public mutating func flag(_ name: String) throws(RecipeError) -> Bool {
    try word(name, oneOf: ["true", "false"]) == "true"
  }

  /// A quoted text or a word, as text; `fallback` when absent.
  ///
  /// - Throws: `RecipeError` when the value is a number or a list.
  public mutating func text(_ name: String, default fallback: String) throws(RecipeError) -> String {
    guard let argument = argument(name) else { return fallback }
    return try text(argument)
  }

  /// A quoted text or a word, as text.
  ///
  /// - Throws: `RecipeError` when the argument is absent, a number or a list.
  public mutating func text(_ name: String) throws(RecipeError) -> String {
    try text(required(name, "text"))
  }

  private func word(_ argument: Argument, _ choices: [String]?) throws(RecipeError) -> String {
    // A choice may look like a number: `states=20`.
    if case .number = argument.value, let choices, choices.contains(argument.value.description) {
      return argument.value.description
    }
    guard case .word(let word) = argument.value else {
      throw misuse(
        argument, argument.value, "not a word",
        remedy: choices.map { "give one of \($0.joined(separator: ", "))" } ?? "give a word without quotes")
    }
    if let choices, !choices.contains(word) {
      throw misuse(
        argument, argument.value, "not a known choice", remedy: suggestion(for: word, among: choices))
    }
    return word
  }

  private func text(_ argument: Argument) throws(RecipeError) -> String {
    switch argument.value {
    case .text(let text), .word(let text): return text
    case .number, .list:
      throw misuse(argument, argument.value, "not a text", remedy: "put it in double quotes")
    }
  }
}
