import Recipes

/// SplitMix64 (Steele, Lea, Flood 2014, doi:10.1145/2714064.2660195): small, seeded, the same everywhere.
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

/// Draws valid recipes, and texts of them with white space strewn between the tokens.
struct RecipeGenerator {
  var random: SplitMix

  init(seed: UInt64) { random = SplitMix(state: seed) }

  mutating func below(_ count: Int) -> Int { Int.random(in: 0..<count, using: &random) }

  mutating func characters(_ alphabet: String, _ counts: ClosedRange<Int>) -> String {
    let alphabet = Array(alphabet)
    var result = ""
    for _ in 0..<Int.random(in: counts, using: &random) { result.append(alphabet[below(alphabet.count)]) }
    return result
  }

  mutating func hyphenatedName() -> String {
    var groups: [String] = []
    for _ in 0...below(3) { groups.append(characters("abcxyz0189", 1...4)) }
    return groups.joined(separator: "-")
  }

  mutating func number() -> Double {
    switch below(5) {
    case 0: return Double(below(2001) - 1000)
    case 1: return Double.random(in: -1...1, using: &random)
    case 2: return -0.0
    case 3: return [.leastNonzeroMagnitude, .greatestFiniteMagnitude, 1e16, 1e22, 0.1][below(5)]
    default:
      while true {
        let number = Double(bitPattern: random.next())
        if number.isFinite { return number }
      }
    }
  }

  mutating func word() -> String {
    while true {
      let word = characters("abeinfNAXyz019-_:./", 1...8)
      if let value = try? Value(parsing: word), case .word = value { return word }
    }
  }

  mutating func value(depth: Int = 0) -> Value {
    switch below(depth < 3 ? 5 : 3) {
    case 0: return .number(number())
    case 1: return .word(word())
    case 2: return .text(characters("ab\"\\ ,|()[]=?\n\r\té\u{301}🙂\u{0}\u{2028}", 0...8))
    default:
      var elements: [Value] = []
      for _ in 0..<below(4) { elements.append(value(depth: depth + 1)) }
      return .list(elements)
    }
  }

  /// Arguments as text, from values printed one by one.
  mutating func arguments(_ counts: ClosedRange<Int>) throws -> Arguments {
    var names: [String] = []
    for _ in 0..<Int.random(in: counts, using: &random) {
      let name = characters("abcXYZ", 1...1) + characters("abcXYZ_019", 0...6)
      if !names.contains(name) { names.append(name) }
    }
    return try Arguments(parsing: names.map { "\($0)=\(value())" }.joined(separator: ","))
  }

  mutating func recipe() throws -> Recipe {
    let arguments = try arguments(0...4)
    var rules: [RuleCall] = []
    for _ in 0..<below(4) { rules.append(try RuleCall(hyphenatedName(), self.arguments(0...3))) }
    return try Recipe(environment: hyphenatedName(), arguments: arguments, rules: rules)
  }

  mutating func blanks() -> String { characters(" \t\n", 0...2) }

  mutating func loose(_ value: Value) -> String {
    guard case .list(let elements) = value else { return value.description }
    var parts: [String] = []
    for element in elements { parts.append(blanks() + loose(element) + blanks()) }
    return "[" + (parts.isEmpty ? blanks() : parts.joined(separator: ",")) + "]"
  }

  mutating func loose(_ arguments: Arguments) -> String {
    var parts: [String] = []
    for argument in arguments {
      parts.append(blanks() + argument.name + blanks() + "=" + blanks() + loose(argument.value) + blanks())
    }
    return parts.joined(separator: ",")
  }

  /// A text of the recipe with blanks wherever they are free.
  mutating func loose(_ recipe: Recipe) -> String {
    var text = blanks() + recipe.environment + blanks()
    if !recipe.arguments.isEmpty { text += "?" + loose(recipe.arguments) }
    for rule in recipe.rules {
      text += "|" + blanks() + rule.name + blanks() + "(" + blanks() + loose(rule.arguments) + ")" + blanks()
    }
    return text
  }
}
