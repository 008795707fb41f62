/// A fault in a recipe, a rule or their arguments, with its place in the text and a way out.
public struct RecipeError: Error, Equatable, Sendable, CustomStringConvertible {
  /// What is wrong, naming the offending value.
  public let message: String
  /// The 1-based position of the fault in `source`, in characters; one past the last at the end of the text.
  public let column: Int
  /// The text in which the fault stands.
  public let source: String
  /// What to write instead.
  public let remedy: String

  /// Makes an error; `column` must be at least 1.
  public init(message: String, column: Int, source: String, remedy: String) {
    precondition(column >= 1, "a column counts from 1, not from \(column)")
    self.message = message
    self.column = column
    self.source = source
    self.remedy = remedy
  }

  /// An error for a name that stands for nothing, with the nearest known name and the list of all.
  ///
  /// - Parameters:
  ///   - kind: what the name was taken for, for example `rule`
  ///   - name: the name as written
  ///   - owner: to what it belongs, if to anything
  ///   - known: the names that would have been right
  public static func unknown(
    _ kind: String, _ name: String, of owner: String? = nil, known: [String], column: Int, source: String
  ) -> RecipeError {
    RecipeError(
      message: "unknown \(kind) \(quoted(name))" + (owner.map { " of \($0)" } ?? ""),
      column: column, source: source, remedy: suggestion(for: name, among: known))
  }

  /// Column, message and remedy on a single line.
  public var description: String {
    visible("column \(column): \(message); \(remedy)")
  }

  /// Two lines: the text, and a caret under the faulty column.
  ///
  /// Line breaks, tabs and other control characters are shown as one blank or replacement character each, so
  /// the caret is in line wherever every character is one cell wide.
  public var caretDiagram: String {
    var line = ""
    for character in source {
      let isOpaque = character.unicodeScalars.contains(where: isInvisible)
      line += isOpaque ? (character.isWhitespace ? " " : "\u{FFFD}") : String(character)
    }
    return line + "\n" + String(repeating: " ", count: column - 1) + "^"
  }
}

/// Whether a scalar would break a line or leave no mark on it.
func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar.properties.generalCategory {
  case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned: true
  default: false
  }
}

/// `text` with every invisible scalar written as an escape.
func visible(_ text: String) -> String {
  guard text.unicodeScalars.contains(where: isInvisible) else { return text }
  var result = String.UnicodeScalarView()
  for scalar in text.unicodeScalars {
    switch scalar {
    case "\n": result.append(contentsOf: "\\n".unicodeScalars)
    case "\r": result.append(contentsOf: "\\r".unicodeScalars)
    case "\t": result.append(contentsOf: "\\t".unicodeScalars)
    case _ where isInvisible(scalar):
      result.append(contentsOf: "\\u{\(String(scalar.value, radix: 16))}".unicodeScalars)
    default: result.append(scalar)
    }
  }
  return String(result)
}

/// `text` between single quotes, cut after 60 characters so that a message stays readable.
func quoted(_ text: String) -> String {
  let head = text.prefix(60)
  return "'" + visible(String(head)) + (head.endIndex == text.endIndex ? "'" : "…'")
}
