/// A recursive-descent reader of the grammar; one look ahead, linear time, bounded recursion.
///
/// It walks over Unicode scalars, because a combining mark after a quotation mark would otherwise swallow it,
/// and reports columns in characters.
struct RecipeParser {
  private let source: String
  private let scalars: [Unicode.Scalar]
  private let columns: [Int]  // of each scalar, and one more for the end
  private var position = 0

  init(_ source: String) {
    self.source = source
    scalars = Array(source.unicodeScalars)
    var columns: [Int] = []
    columns.reserveCapacity(scalars.count + 1)
    var column = 1
    for character in source {
      for _ in character.unicodeScalars { columns.append(column) }
      column += 1
    }
    columns.append(column)
    self.columns = columns
    skipBlanks()
  }

  // MARK: Grammar

  mutating func recipe() throws(RecipeError) -> Recipe {
    let start = here
    let id = token()
    guard !id.isEmpty else {
      throw unexpected("an environment id", remedy: "begin with an id such as cart-pole-v1")
    }
    guard isHyphenatedName(id) else { throw Lapse.notEnvironmentID(id).at(start) }
    let hasArguments = skip("?")
    let arguments = hasArguments ? try arguments() : Arguments()
    var rules: [RuleCall] = []
    while skip("|") { rules.append(try rule()) }
    if rules.isEmpty {
      try expectEnd(
        after: hasArguments ? "the arguments" : "the id \(quoted(id))",
        orElse: hasArguments ? "',', '|'" : "'?', '|'")
    } else {
      try expectEnd(after: "rule \(quoted(rules[rules.count - 1].name))", orElse: "'|'")
    }
    return Recipe(checked: id, arguments, rules, start)
  }

  mutating func rule() throws(RecipeError) -> RuleCall {
    let start = here
    let name = token()
    guard !name.isEmpty else {
      throw unexpected("a rule name", remedy: "write a rule such as action-delay(steps=2)")
    }
    guard isHyphenatedName(name) else { throw Lapse.notRuleName(name).at(start) }
    guard skip("(") else {
      throw unexpected(
        "'(' after rule name \(quoted(name))", remedy: "write \(name)() or \(name)(name=value)")
    }
    if skip(")") { return RuleCall(checked: name, Arguments(), start) }
    let arguments = try arguments()
    guard skip(")") else {
      throw unexpected(
        "',' or ')' in rule \(quoted(name))", remedy: "separate arguments by ',' and end the rule with ')'")
    }
    return RuleCall(checked: name, arguments, start)
  }

  /// One or more pairs.
  mutating func arguments() throws(RecipeError) -> Arguments {
    var elements: [Argument] = []
    var values: [String: Value] = [:]
    repeat {
      let start = here
      let name = token()
      guard !name.isEmpty else { throw unexpected("an argument name", remedy: "write name=value") }
      guard isArgumentName(name) else { throw Lapse.notArgumentName(name).at(start) }
      guard skip("=") else {
        throw unexpected("'=' after argument name \(quoted(name))", remedy: "write \(name)=value")
      }
      let value = try value(for: name)
      if let first = values.updateValue(value, forKey: name) {
        throw Lapse.duplicate(name, first, value).at(start)
      }
      elements.append(Argument(name: name, value: value, place: start))
    } while skip(",")
    return Arguments(checked: elements)
  }

  /// One value, of the argument called `name` if it belongs to one.
  mutating func value(for name: String?, depth: Int = 0) throws(RecipeError) -> Value {
    if next == "\"" { return .text(try text()) }
    if next == "[" { return .list(try list(for: name, depth: depth)) }
    let start = here
    let token = token()
    guard !token.isEmpty else {
      throw unexpected(
        "a value" + (name.map { " for \(quoted($0))" } ?? ""),
        remedy: "write a number, a word, a \"text\" or a [list]")
    }
    do throws(Lapse) {
      return try Value(token: token)
    } catch {
      throw error.at(start)
    }
  }

  private mutating func list(for name: String?, depth: Int) throws(RecipeError) -> [Value] {
    let start = here
    guard depth < Value.deepestNesting else { throw Lapse.tooDeep.at(start) }
    _ = skip("[")
    if skip("]") { return [] }
    var elements: [Value] = []
    repeat { elements.append(try value(for: name, depth: depth + 1)) } while skip(",")
    guard skip("]") else {
      throw unexpected(
        "',' or ']' in the list opened at column \(start.column)",
        remedy: "separate elements by ',' and end the list with ']'")
    }
    return elements
  }

  private mutating func text() throws(RecipeError) -> String {
    let start = here
    var result = String.UnicodeScalarView()
    position += 1
    while position < scalars.count {
      let scalar = scalars[position]
      switch scalar {
      case "\"":
        position += 1
        skipBlanks()
        return String(result)
      case "\\" where position + 1 < scalars.count:
        let escaped = scalars[position + 1]
        guard escaped == "\"" || escaped == "\\" else {
          throw Lapse(
            message: "unknown escape \(quoted("\\" + String(escaped))) in a text",
            remedy: "write \\\" for a quotation mark and \\\\ for a backslash"
          ).at(here)
        }
        result.append(escaped)
        position += 2
      default:
        result.append(scalar)
        position += 1
      }
    }
    throw Lapse(
      message: "the text \(quoted("\"" + String(result))) has no end",
      remedy: "end it with a quotation mark, written \""
    ).at(start)
  }

  // MARK: Tokens

  /// Throws unless everything has been read.
  func expectEnd(after what: String, orElse others: String? = nil) throws(RecipeError) {
    guard isAtEnd else {
      throw unexpected(
        (others.map { "\($0) or " } ?? "") + "the end of the text after \(what)",
        remedy: "remove what follows, or separate it")
    }
  }

  var isAtEnd: Bool { position == scalars.count }

  private var next: Unicode.Scalar? { isAtEnd ? nil : scalars[position] }

  private var here: Place { Place(source: source, column: columns[position]) }

  private func unexpected(_ expected: String, remedy: String) -> RecipeError {
    let found = next.map { quoted(String($0)) } ?? "the end of the text"
    return Lapse(message: "expected \(expected) but found \(found)", remedy: remedy).at(here)
  }

  private mutating func skipBlanks() {
    while position < scalars.count, isBlank(scalars[position]) { position += 1 }
  }

  /// Passes over `mark` and the blanks behind it, if it comes next.
  private mutating func skip(_ mark: Unicode.Scalar) -> Bool {
    guard next == mark else { return false }
    position += 1
    skipBlanks()
    return true
  }

  /// The run of scalars up to the next blank or punctuation, possibly none.
  private mutating func token() -> String {
    var result = String.UnicodeScalarView()
    while let scalar = next, !isBlank(scalar), !isPunctuation(scalar) {
      result.append(scalar)
      position += 1
    }
    skipBlanks()
    return String(result)
  }
}
