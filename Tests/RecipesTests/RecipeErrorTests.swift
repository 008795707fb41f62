import Recipes
import Testing

struct Fault: Sendable, CustomTestStringConvertible {
  var text: String
  var column: Int
  var message: String
  var testDescription: String { text.debugDescription }

  init(_ text: String, _ column: Int, _ message: String) {
    self.text = text
    self.column = column
    self.message = message
  }
}

@Suite struct RecipeErrorTests {
  static let deep = String(repeating: "[", count: 33)

  @Test(arguments: [
    Fault("", 1, "expected an environment id but found the end of the text"),
    Fault("  ", 3, "expected an environment id but found the end of the text"),
    Fault("?a=1", 1, "expected an environment id but found '?'"),
    Fault(" CartPole-v1", 2, "'CartPole-v1' is not an environment id"),
    Fault("cart--pole", 1, "'cart--pole' is not an environment id"),
    Fault("cart-", 1, "'cart-' is not an environment id"),
    Fault("a\u{0}\u{7}\nb", 1, "'a\\u{0}\\u{7}' is not an environment id"),
    Fault("x-v1 y", 6, "expected '?', '|' or the end of the text after the id 'x-v1' but found 'y'"),
    Fault("x-v1)", 5, "expected '?', '|' or the end of the text after the id 'x-v1' but found ')'"),
    Fault("x-v1?", 6, "expected an argument name but found the end of the text"),
    Fault("x-v1?a=1,", 10, "expected an argument name but found the end of the text"),
    Fault("x-v1? ,", 7, "expected an argument name but found ','"),
    Fault("x-v1?mass-pole=1", 6, "'mass-pole' is not an argument name"),
    Fault("x-v1?2a=1", 6, "'2a' is not an argument name"),
    Fault("x-v1?mässe=1", 6, "'mässe' is not an argument name"),
    Fault("x-v1?a", 7, "expected '=' after argument name 'a' but found the end of the text"),
    Fault("x-v1?a b=1", 8, "expected '=' after argument name 'a' but found 'b'"),
    Fault("x-v1?a=", 8, "expected a value for 'a' but found the end of the text"),
    Fault("x-v1?a= ,b=1", 9, "expected a value for 'a' but found ','"),
    Fault("x-v1?a=1 ? b=2", 10, "expected ',', '|' or the end of the text after the arguments but found '?'"),
    Fault("x-v1?a=\"b\"c", 11, "expected ',', '|' or the end of the text after the arguments but found 'c'"),
    Fault("x-v1?a=1+2", 8, "'1+2' is neither a number nor a word"),
    Fault("x-v1?a=é", 8, "'é' is neither a number nor a word"),
    Fault("x-v1?a=b\\c", 8, "'b\\c' is neither a number nor a word"),
    Fault("x-v1?a=inf", 8, "'inf' is not a finite number"),
    Fault("x-v1?a=-Infinity", 8, "'-Infinity' is not a finite number"),
    Fault("x-v1?a=[0,NaN]", 11, "'NaN' is not a finite number"),
    Fault("x-v1?a=1e309", 8, "'1e309' is too large for a number"),
    Fault("x-v1?a=-1e999", 8, "'-1e999' is too large for a number"),
    Fault("x-v1?a=\"bc", 8, "the text '\"bc' has no end"),
    Fault("x-v1?a=\"bc\\", 8, "the text '\"bc\\' has no end"),
    Fault("x-v1?a=\"b\\nc\"", 10, "unknown escape '\\n' in a text"),
    Fault("x-v1?a=[", 9, "expected a value for 'a' but found the end of the text"),
    Fault("x-v1?a=[1,]", 11, "expected a value for 'a' but found ']'"),
    Fault(
      "x-v1?a=[1", 10, "expected ',' or ']' in the list opened at column 8 but found the end of the text"),
    Fault("x-v1?a=[1 2]", 11, "expected ',' or ']' in the list opened at column 8 but found '2'"),
    Fault("x-v1?a=\(deep)", 40, "a list '[' inside 32 others is nested too deeply"),
    Fault("x-v1?a=1,b=2,a=x", 14, "argument 'a' is given twice, as 1 and as 'x'"),
    Fault("x-v1|", 6, "expected a rule name but found the end of the text"),
    Fault("x-v1| |f()", 7, "expected a rule name but found '|'"),
    Fault("x-v1|Noise()", 6, "'Noise' is not a rule name"),
    Fault("x-v1|f", 7, "expected '(' after rule name 'f' but found the end of the text"),
    Fault("x-v1|f a", 8, "expected '(' after rule name 'f' but found 'a'"),
    Fault("x-v1|f(", 8, "expected an argument name but found the end of the text"),
    Fault("x-v1|f(a=1", 11, "expected ',' or ')' in rule 'f' but found the end of the text"),
    Fault("x-v1|f(a=1|g()", 11, "expected ',' or ')' in rule 'f' but found '|'"),
    Fault("x-v1|f(a=1,)", 12, "expected an argument name but found ')'"),
    Fault("x-v1|f(a=1,a=1)", 12, "argument 'a' is given twice, as 1 and as 1"),
    Fault("x-v1|f() g()", 10, "expected '|' or the end of the text after rule 'f' but found 'g'"),
    Fault("x-v1?t=\"e\u{301}🇩🇪\"|F()", 13, "'F' is not a rule name"),
  ])
  func recipeFaults(_ fault: Fault) {
    check(fault) { () throws(RecipeError) in _ = try Recipe(parsing: fault.text) }
  }

  @Test(arguments: [
    Fault("f() | g()", 5, "expected the end of the text after rule 'f' but found '|'"),
    Fault("f", 2, "expected '(' after rule name 'f' but found the end of the text"),
    Fault("", 1, "expected a rule name but found the end of the text"),
  ])
  func ruleFaults(_ fault: Fault) {
    check(fault) { () throws(RecipeError) in _ = try RuleCall(parsing: fault.text) }
  }

  @Test func otherEntriesReportTheirFaults() {
    check(Fault("1 2", 3, "expected the end of the text after the value but found '2'")) {
      () throws(RecipeError) in _ = try Value(parsing: "1 2")
    }
    check(Fault("", 1, "expected a value but found the end of the text")) {
      () throws(RecipeError) in _ = try Value(parsing: "")
    }
    check(Fault("a=1|", 4, "expected ',' or the end of the text after the arguments but found '|'")) {
      () throws(RecipeError) in _ = try Arguments(parsing: "a=1|")
    }
  }

  @Test func partsAreCheckedWhenBuilt() {
    check(Fault("Hopper", 1, "'Hopper' is not an environment id")) {
      () throws(RecipeError) in _ = try Recipe(environment: "Hopper")
    }
    check(Fault("a b", 1, "'a b' is not a rule name")) { () throws(RecipeError) in _ = try RuleCall("a b") }
    check(Fault("", 1, "'' is not a rule name")) { () throws(RecipeError) in _ = try RuleCall("") }
    let cases: [(KeyValuePairs<String, Value>, Fault)] = [
      (["p": .number(1), "a b": .number(2)], Fault("p=1,a b=2", 5, "'a b' is not an argument name")),
      (["p": .number(1), "q": .number(.nan)], Fault("p=1,q=nan", 5, "'nan' is not a finite number")),
      (["p": .list([.number(-.infinity)])], Fault("p=[-inf]", 1, "'-inf' is not a finite number")),
      (["p": .word("5")], Fault("p=5", 1, "the word '5' would read back as a number")),
      (["p": .word("nan")], Fault("p=nan", 1, "'nan' is not a finite number")),
      (["p": .word("a,b=2")], Fault("p=a,b=2", 1, "'a,b=2' is neither a number nor a word")),
      (["p": .word("")], Fault("p=", 1, "'' is neither a number nor a word")),
      (
        ["p": .number(1), "q": .number(2), "p": .number(3)],
        Fault("p=1,q=2,p=3", 9, "argument 'p' is given twice, as 1 and as 3")
      ),
    ]
    for (pairs, fault) in cases {
      check(fault) { () throws(RecipeError) in _ = try Arguments(pairs) }
    }
    let tooDeep = (0...Value.deepestNesting).reduce(Value.number(1)) { inner, _ in .list([inner]) }
    #expect(throws: RecipeError.self) { try Arguments(["p": tooDeep]) }
  }

  @Test func descriptionIsOneLineAndDiagramTwo() throws {
    let error = RecipeError(message: "bad\n'x'", column: 4, source: "a\tb\u{7}c", remedy: "write\r'y'")
    #expect(error.description == "column 4: bad\\n'x'; write\\r'y'")
    #expect(error.caretDiagram == "a b\u{FFFD}c\n   ^")
  }

  @Test func diagramPointsAtTheFault() throws {
    let error = try #require(throws: RecipeError.self) { try Recipe(parsing: "x-v1?a=1 | f(b=nan)") }
    #expect(error.caretDiagram == "x-v1?a=1 | f(b=nan)\n               ^")
    #expect(error.description == "column 16: 'nan' is not a finite number; give a finite number")
  }

  @Test func unknownNamesSuggestTheNearest() throws {
    let rule = try Recipe(parsing: "x-v1 | gausian-noise()").rules[0]
    let error = RecipeError.unknown(
      "rule", rule.name, known: ["action-delay", "gaussian-noise"], column: rule.column, source: rule.source)
    #expect(error.description == "column 8: unknown rule 'gausian-noise'; "
      + "did you mean 'gaussian-noise'? (known: action-delay, gaussian-noise)")
  }

  @Test func longValuesAreCutInMessages() throws {
    let error = try #require(throws: RecipeError.self) {
      try Value(parsing: "+" + String(repeating: "a", count: 10_000))
    }
    #expect(error.message == "'+" + String(repeating: "a", count: 59) + "…' is neither a number nor a word")
  }

  private func check(_ fault: Fault, _ body: () throws(RecipeError) -> Void) {
    do throws(RecipeError) {
      try body()
      Issue.record("\(fault.text.debugDescription) was accepted")
    } catch {
      #expect(error.message == fault.message)
      #expect(error.column == fault.column)
      #expect(error.source == fault.text)
      #expect(!error.remedy.isEmpty)
      let breaks = error.description.count { $0.isNewline }
      #expect(breaks == 0)
      let lines = error.caretDiagram.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
      #expect(lines.count == 2)
      #expect(lines[1] == String(repeating: " ", count: fault.column - 1) + "^")
    }
  }
}
