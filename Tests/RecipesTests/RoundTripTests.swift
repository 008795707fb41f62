import Foundation
import Recipes
import Testing

@Suite struct RoundTripTests {
  @Test func canonicalTextReadsBack() throws {
    var generator = RecipeGenerator(seed: 1)
    for _ in 0..<5_000 {
      let recipe = try generator.recipe()
      let again = try Recipe(parsing: recipe.description)
      #expect(again == recipe)
      #expect(again.description.unicodeScalars.elementsEqual(recipe.description.unicodeScalars))
    }
  }

  @Test func looseTextReadsTheSameAndColumnsFindTheNames() throws {
    var generator = RecipeGenerator(seed: 2)
    for _ in 0..<3_000 {
      let recipe = try generator.recipe()
      let text = generator.loose(recipe)
      let read = try Recipe(parsing: text)
      #expect(read == recipe, "from \(text.debugDescription)")
      var places = [(read.environment, read.column)] + read.arguments.map { ($0.name, $0.column) }
      for rule in read.rules {
        places.append((rule.name, rule.column))
        places += rule.arguments.map { ($0.name, $0.column) }
      }
      for (name, column) in places { #expect(text.dropFirst(column - 1).hasPrefix(name)) }
    }
  }

  @Test func builtArgumentsAreChecked() throws {
    var generator = RecipeGenerator(seed: 3)
    for _ in 0..<2_000 {
      let (first, second) = (generator.value(), generator.value())
      let built = try Arguments(["a": first, "bc": second])
      let read = try Arguments(parsing: built.description)
      #expect(built == read)
      #expect(built.map(\.column) == read.map(\.column))
      #expect(built.map(\.source) == [read.description, read.description])
    }
  }

  @Test func codableRoundTrip() throws {
    var generator = RecipeGenerator(seed: 4)
    for _ in 0..<1_000 {
      let recipe = try generator.recipe()
      #expect(try recoded(recipe) == recipe)
      #expect(try recoded(recipe.arguments) == recipe.arguments)
      #expect(try recoded(recipe.rules) == recipe.rules)
      let value = generator.value()
      #expect(try recoded(value) == value)
    }
  }

  @Test func codedFormIsTheText() throws {
    let recipe = try Recipe(parsing: GrammarTests.hopper)
    #expect(String(decoding: try JSONEncoder().encode(recipe), as: UTF8.self) == "\"\(GrammarTests.hopper)\"")
  }

  @Test(arguments: [#""Hopper""#, #""x-v1?a""#, "3", "{}"]) func refusesBadCodedRecipes(_ json: String) {
    #expect(throws: DecodingError.self) { try JSONDecoder().decode(Recipe.self, from: Data(json.utf8)) }
  }

  @Test(arguments: [Value.number(.nan), .word("5"), .word("a b"), .list([.number(.infinity)])])
  func refusesToEncodeValuesWithoutText(_ value: Value) {
    #expect(throws: EncodingError.self) { try JSONEncoder().encode(value) }
  }

  private func recoded<T: Codable>(_ value: T) throws -> T {
    try JSONDecoder().decode(T.self, from: JSONEncoder().encode(value))
  }
}
