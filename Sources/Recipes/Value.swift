/// The value of an argument: a finite number, a bare word, a quoted text, or a list of values.
public enum Value: Sendable, Hashable {
  /// A finite number; integers are numbers without a fraction.
  case number(Double)
  /// One or more of the letters a–z and A–Z, digits and `- _ : . /` that do not read as a number.
  case word(String)
  /// Any text, written between double quotes with `\"` and `\\` as its only escapes.
  case text(String)
  /// Values in order, nested at most `Value.deepestNesting` lists deep.
  case list([Value])

  /// How many lists may stand inside one another.
  public static let deepestNesting = 32
}

extension Value {
  /// Reads a value from its text form.
  ///
  /// - Throws: `RecipeError` when `text` is not exactly one value.
  /// - Complexity: O(n) in the length of `text`.
  public init(parsing text: String) throws(RecipeError) {
    var parser = RecipeParser(text)
    self = try parser.value(for: nil)
    try parser.expectEnd(after: "the value")
  }

  /// Throws unless the value has a text form that reads back as the same value.
  func check(depth: Int = 0) throws(Lapse) {
    switch self {
    case .number(let number):
      guard number.isFinite else { throw .notFinite("\(number)") }
    case .word(let word):
      guard try Value(token: word) == self else {
        throw Lapse(
          message: "the word \(quoted(word)) would read back as a number",
          remedy: "make it a number, or a text")
      }
    case .text: break
    case .list(let elements):
      guard depth < Value.deepestNesting else { throw .tooDeep }
      for element in elements { try element.check(depth: depth + 1) }
    }
  }
}

extension Value: CustomStringConvertible {
  /// The canonical text: the shortest decimal that reads back as the same number, and no white space.
  public var description: String {
    switch self {
    case .number(let number): return decimal(number)
    case .word(let word): return word
    case .text(let text):
      var result = String.UnicodeScalarView("\"".unicodeScalars)
      for scalar in text.unicodeScalars {
        if scalar == "\"" || scalar == "\\" { result.append("\\") }
        result.append(scalar)
      }
      result.append("\"")
      return String(result)
    case .list(let elements):
      return "[" + elements.map(\.description).joined(separator: ",") + "]"
    }
  }
}

/// The shortest decimal that reads back as `number`, without a `.0` at the end.
func decimal(_ number: Double) -> String {
  let text = number.description
  return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
}
