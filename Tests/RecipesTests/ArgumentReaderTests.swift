import Recipes
import Testing

@Suite struct ArgumentReaderTests {
  @Test func readsEveryKind() throws {
    let rule = try RuleCall(
      parsing: #"r(x=0.5,n=-3,w=4x4,t="a b",f=true,xs=[1,2.5],y=7,ns=[0,2],k=1,e=[],v=[a,[1]])"#)
    var reader = ArgumentReader(rule)
    #expect(try reader.number("x") == 0.5)
    #expect(try reader.number("x", default: 9, in: 0.5...0.5) == 0.5)
    #expect(try reader.integer("n", in: -3 ... -3) == -3)
    #expect(try reader.integer("n", default: 1) == -3)
    #expect(try reader.word("w", oneOf: ["4x4", "8x8"]) == "4x4")
    #expect(try reader.word("w", default: "8x8") == "4x4")
    #expect(try reader.text("t") == "a b")
    #expect(try reader.text("w", default: "-") == "4x4")
    #expect(try reader.flag("f"))
    #expect(try reader.flag("f", default: false))
    #expect(try reader.numbers("xs") == [1, 2.5])
    #expect(try reader.numbers("y", default: []) == [7])
    #expect(try reader.integers("ns") == [0, 2])
    #expect(try reader.integers("k", default: [], in: 1...1) == [1])
    #expect(try reader.numbers("e") == [])
    #expect(reader.value("v") == .list([.word("a"), .list([.number(1)])]))
    try reader.finish()
    #expect(reader.known == ["x", "n", "w", "t", "f", "xs", "y", "ns", "k", "e", "v"])
  }

  @Test func absentArgumentsTakeTheirDefaults() throws {
    var reader = ArgumentReader(try Recipe(parsing: "x-v1"))
    #expect(try reader.number("a", default: 2.5, in: 0...1) == 2.5)
    #expect(try reader.integer("b", default: -1) == -1)
    #expect(try reader.word("c", default: "w", oneOf: ["v"]) == "w")
    #expect(try reader.text("d", default: "x y") == "x y")
    #expect(try reader.flag("e", default: true))
    #expect(try !reader.flag("e", default: false))
    #expect(try reader.numbers("f", default: [1.5]) == [1.5])
    #expect(try reader.integers("g", default: [4]) == [4])
    #expect(reader.value("h") == nil)
    try reader.finish()
  }

  @Test func unreadArgumentsAreRefusedWithASuggestion() throws {
    let text = "cart-pole-v1 | gaussian-noise(channel=observation,sgima=0.1)"
    var reader = ArgumentReader(try Recipe(parsing: text).rules[0])
    _ = try reader.word("channel")
    _ = try reader.number("sigma", default: 1)
    let error = try #require(throws: RecipeError.self) { try reader.finish() }
    #expect(error == RecipeError(
      message: "unknown argument 'sgima' of gaussian-noise", column: 51, source: text,
      remedy: "did you mean 'sigma'? (known: channel, sigma)"))
    #expect(error.description == "column 51: unknown argument 'sgima' of gaussian-noise; "
      + "did you mean 'sigma'? (known: channel, sigma)")
  }

  @Test func unreadArgumentsWithoutANeighbour() throws {
    var reader = ArgumentReader(try Arguments(parsing: "quux=1"), of: "noise")
    let bare = try #require(throws: RecipeError.self) { try reader.finish() }
    #expect(bare.remedy == "remove it (none are known)")
    _ = reader.value("sigma")
    let error = try #require(throws: RecipeError.self) { try reader.finish() }
    #expect(error.remedy == "use one of the known: sigma")
  }

  typealias Read = @Sendable (inout ArgumentReader) throws(RecipeError) -> Void

  static let misuses: [(text: String, column: Int, message: String, remedy: String, read: Read)] = [
    ("x | f(a=1,b=w)", 11, "argument 'b' of f is 'w', not a number", "give a number",
      { reader throws(RecipeError) in _ = try reader.number("b") }),
    ("x | f(b=[1])", 7, "argument 'b' of f is [1], not a number", "give a number",
      { reader throws(RecipeError) in _ = try reader.number("b", default: 0) }),
    ("x | f(b=-0.5)", 7, "argument 'b' of f is -0.5, outside [0, 1]",
      "give a value of at least 0 and at most 1",
      { reader throws(RecipeError) in _ = try reader.number("b", in: 0...1) }),
    ("x | f(b=2)", 7, "argument 'b' of f is 2, outside (-∞, 1.5]", "give a value of at most 1.5",
      { reader throws(RecipeError) in _ = try reader.number("b", default: 0, in: -.infinity ... 1.5) }),
    ("x | f(b=-2)", 7, "argument 'b' of f is -2, outside [0, ∞)", "give a value of at least 0",
      { reader throws(RecipeError) in _ = try reader.number("b", in: 0 ... .infinity) }),
    ("x | f(b=1.5)", 7, "argument 'b' of f is 1.5, not an integer", "give an integer",
      { reader throws(RecipeError) in _ = try reader.integer("b") }),
    ("x | f(b=1e300)", 7, "argument 'b' of f is 1e+300, not an integer", "give an integer",
      { reader throws(RecipeError) in _ = try reader.integer("b", default: 0) }),
    ("x | f(b=9007199254740993)", 7, "argument 'b' of f is 9007199254740992, too large to be exact",
      "give an integer of magnitude below 9007199254740992",
      { reader throws(RecipeError) in _ = try reader.integer("b") }),
    ("x | f(b=0)", 7, "argument 'b' of f is 0, outside [1, ∞)", "give a value of at least 1",
      { reader throws(RecipeError) in _ = try reader.integer("b", in: 1 ... .max) }),
    ("x | f(b=7)", 7, "argument 'b' of f is 7, outside (-∞, 6]", "give a value of at most 6",
      { reader throws(RecipeError) in _ = try reader.integer("b", in: .min ... 6) }),
    ("x | f(b=[0,9])", 7, "argument 'b' of f holds 9, outside [0, 3]",
      "give a value of at least 0 and at most 3",
      { reader throws(RecipeError) in _ = try reader.integers("b", in: 0...3) }),
    ("x | f(b=[0,w])", 7, "argument 'b' of f holds 'w', not a number", "give a number",
      { reader throws(RecipeError) in _ = try reader.numbers("b", default: []) }),
    ("x | f(b=[[0]])", 7, "argument 'b' of f holds [0], not an integer", "give an integer",
      { reader throws(RecipeError) in _ = try reader.integers("b", default: []) }),
    ("x | f(b=5)", 7, "argument 'b' of f is 5, not a word", "give a word without quotes",
      { reader throws(RecipeError) in _ = try reader.word("b") }),
    ("x | f(b=\"cost\")", 7, "argument 'b' of f is 'cost', not a word", "give one of reward, cost",
      { reader throws(RecipeError) in _ = try reader.word("b", default: "cost", oneOf: ["reward", "cost"]) }),
    ("x | f(b=rewrad)", 7, "argument 'b' of f is 'rewrad', not a known choice",
      "did you mean 'reward'? (known: reward, cost)",
      { reader throws(RecipeError) in _ = try reader.word("b", oneOf: ["reward", "cost"]) }),
    ("x | f(b=yes)", 7, "argument 'b' of f is 'yes', not a known choice", "use one of the known: true, false",
      { reader throws(RecipeError) in _ = try reader.flag("b", default: true) }),
    ("x | f(b=1)", 7, "argument 'b' of f is 1, not a text", "put it in double quotes",
      { reader throws(RecipeError) in _ = try reader.text("b") }),
    ("x | f()", 5, "f lacks its argument 'b'", "add b=<number>",
      { reader throws(RecipeError) in _ = try reader.number("b") }),
    ("x | f()", 5, "f lacks its argument 'b'", "add b=<number or list>",
      { reader throws(RecipeError) in _ = try reader.numbers("b") }),
    ("x | f()", 5, "f lacks its argument 'b'", "add b=<integer>",
      { reader throws(RecipeError) in _ = try reader.integer("b") }),
    ("x | f()", 5, "f lacks its argument 'b'", "add b=<integer or list>",
      { reader throws(RecipeError) in _ = try reader.integers("b") }),
    ("x | f()", 5, "f lacks its argument 'b'", "add b=<word>",
      { reader throws(RecipeError) in _ = try reader.word("b") }),
    ("x | f()", 5, "f lacks its argument 'b'", "add b=<true|false>",
      { reader throws(RecipeError) in _ = try reader.flag("b") }),
    ("x | f()", 5, "f lacks its argument 'b'", "add b=<text>",
      { reader throws(RecipeError) in _ = try reader.text("b") }),
  ]

  @Test(arguments: misuses.indices) func misuseNamesArgumentValueAndPlace(_ index: Int) throws {
    let misuse = Self.misuses[index]
    var reader = ArgumentReader(try Recipe(parsing: misuse.text).rules[0])
    do throws(RecipeError) {
      try misuse.read(&reader)
      Issue.record("\(misuse.text) was accepted")
    } catch {
      #expect(error == RecipeError(
        message: misuse.message, column: misuse.column, source: misuse.text, remedy: misuse.remedy))
    }
  }

  @Test func callersPlaceTheirOwnErrors() throws {
    let reader = ArgumentReader(try Recipe(parsing: "x-v1?a=1,schedule=window:9:2"))
    #expect(reader.error(at: "schedule", "m", remedy: "r").column == 10)
    #expect(reader.error(at: "absent", "m", remedy: "r").column == 1)
  }
}
