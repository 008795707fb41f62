import Recipes
import Testing

@Suite struct GrammarTests {
  static let cartPole = "cart-pole-v1?massPole=0.2,length=0.7 | "
    + "gaussian-noise(channel=observation,sigma=0.05,on=[0,2]) | action-delay(steps=2)"
  static let hopper = "hopper-v5 | uncertain(box=iwocs-2d,nature=per-episode)"

  @Test func readsTheCartPoleExample() throws {
    let recipe = try Recipe(parsing: Self.cartPole)
    #expect(recipe.environment == "cart-pole-v1")
    #expect(try recipe.arguments == Arguments(["massPole": .number(0.2), "length": .number(0.7)]))
    #expect(recipe.rules.map(\.name) == ["gaussian-noise", "action-delay"])
    #expect(recipe.rules[0].arguments["channel"] == .word("observation"))
    #expect(recipe.rules[0].arguments["sigma"] == .number(0.05))
    #expect(recipe.rules[0].arguments["on"] == .list([.number(0), .number(2)]))
    #expect(recipe.rules[0].arguments["off"] == nil)
    #expect(recipe.rules[1].arguments["steps"] == .number(2))
    #expect(recipe.description == Self.cartPole)
  }

  @Test func readsTheHopperExample() throws {
    let recipe = try Recipe(parsing: Self.hopper)
    let box = try Arguments(["box": .word("iwocs-2d"), "nature": .word("per-episode")])
    #expect(try recipe == Recipe(environment: "hopper-v5", rules: [RuleCall("uncertain", box)]))
    #expect(recipe.description == Self.hopper)
  }

  @Test func columnsPointAtNames() throws {
    let recipe = try Recipe(parsing: Self.cartPole)
    #expect(recipe.column == 1)
    #expect(recipe.arguments.map(\.column) == [14, 27])
    #expect(recipe.rules.map(\.column) == [40, 98])
    #expect(recipe.rules[0].arguments.map(\.column) == [55, 75, 86])
    #expect(recipe.rules[1].source == Self.cartPole)
  }

  @Test func columnsCountCharacters() throws {
    let arguments = try Arguments(parsing: "a=\"e\u{301}🇩🇪\r\n\",b=1")
    #expect(arguments.map(\.column) == [1, 9])
  }

  @Test(arguments: [
    "window:10:20", "period:5", "bernoulli:0.1", "trigger:hazardMargin", "4x4", "iwocs-2d", "every", "true",
    "1.2.3", "5x", "1e", "1e5e", "-", "--5", ".", "0x10", "info", "nano", "maps/lake_4.txt", "-e5", "1-2",
  ])
  func readsWords(_ text: String) throws {
    #expect(try Value(parsing: text) == .word(text))
    #expect(try Value(parsing: text).description == text)
  }

  /// Bit patterns from IEEE 754's definition of binary64, printed forms by hand.
  @Test(arguments: [
    ("2", 0x4000_0000_0000_0000, "2"), ("+2", 0x4000_0000_0000_0000, "2"),
    ("02.50", 0x4004_0000_0000_0000, "2.5"),
    ("-0", 0x8000_0000_0000_0000, "-0"), ("0.1", 0x3FB9_9999_9999_999A, "0.1"),
    (".5", 0x3FE0_0000_0000_0000, "0.5"),
    ("5.", 0x4014_0000_0000_0000, "5"), ("1E3", 0x408F_4000_0000_0000, "1000"),
    ("1e+3", 0x408F_4000_0000_0000, "1000"),
    ("-25e-2", 0xBFD0_0000_0000_0000, "-0.25"), ("5e-324", 1, "5e-324"), ("1e-999", 0, "0"),
    ("1.7976931348623157e308", 0x7FEF_FFFF_FFFF_FFFF, "1.7976931348623157e+308"),
    ("9007199254740993", 0x4340_0000_0000_0000, "9007199254740992"),
  ] as [(String, UInt64, String)])
  func readsNumbers(_ text: String, _ bits: UInt64, _ canonical: String) throws {
    guard case .number(let number) = try Value(parsing: text) else {
      Issue.record("\(text) did not read as a number")
      return
    }
    #expect(number.bitPattern == bits)
    #expect(Value.number(number).description == canonical)
  }

  @Test func readsTexts() throws {
    #expect(try Value(parsing: #""""#) == .text(""))
    #expect(try Value(parsing: #""a \"b\" \\ c, | ) ] ""#) == .text(#"a "b" \ c, | ) ] "#))
    #expect(Value.text(#"\"#).description == #""\\""#)
    #expect(try Value(parsing: "\"5\"") != Value(parsing: "5"))
    // A mark that combines with the quotation mark before it belongs to the text.
    #expect(try Value(parsing: "\"\u{301}\"") == .text("\u{301}"))
  }

  @Test func whiteSpaceIsFree() throws {
    let loose = " x-v1 ? a = [ 1 , [ ] ] ,\tb = \"c\" | f ( ) |\r\n g ( p = q ) \n"
    #expect(try Recipe(parsing: loose).description == #"x-v1?a=[1,[]],b="c" | f() | g(p=q)"#)
    #expect(try Arguments(parsing: "  ") == Arguments())
  }

  @Test func nestsToTheLimit() throws {
    let depth = Value.deepestNesting
    let text = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    #expect(try Value(parsing: text).description == text)
  }

  @Test func equalitySeesValuesAndOrderButNotPlaces() throws {
    let plain = try Recipe(parsing: "x-v1?a=1,b=2")
    let loose = try Recipe(parsing: "  x-v1 ? a=1.0,  b=2")
    #expect(plain == loose)
    #expect(Set([plain, loose]).count == 1)
    #expect(plain.arguments[1].column == 10)
    #expect(loose.arguments[1].column == 18)
    #expect(try plain != Recipe(parsing: "x-v1?b=2,a=1"))
    #expect(try plain != Recipe(parsing: "x-v1?a=1,b=3"))
    #expect(try plain != Recipe(parsing: "x-v1?a=1,b=2|f()"))
  }

  @Test func rulesCanBeAppended() throws {
    var recipe = try Recipe(parsing: "cart-pole-v1")
    recipe.rules.append(try RuleCall(parsing: "action-delay(steps=2)"))
    #expect(recipe.description == "cart-pole-v1 | action-delay(steps=2)")
    #expect(recipe.rules[0].arguments[0].source == "action-delay(steps=2)")
  }
}
