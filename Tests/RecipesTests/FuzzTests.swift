import Recipes
import Testing

@Suite struct FuzzTests {
  /// Whatever the text, it either reads and round-trips or is refused at a column inside it, on one line.
  private func probe(_ text: String) -> Bool {
    do throws(RecipeError) {
      let recipe = try Recipe(parsing: text)
      return (try? Recipe(parsing: recipe.description)) == recipe
    } catch {
      return (1...text.count + 1).contains(error.column) && error.source == text
        && !error.description.contains(where: \.isNewline)
        && error.caretDiagram.split(separator: "\n", omittingEmptySubsequences: false).count == 2
    }
  }

  @Test func randomBytes() {
    var random = SplitMix(state: 5)
    for _ in 0..<50_000 {
      let bytes = (0..<Int.random(in: 0...40, using: &random)).map { _ in
        UInt8.random(in: 0...255, using: &random)
      }
      let text = String(decoding: bytes, as: UTF8.self)
      #expect(probe(text), "\(text.debugDescription)")
    }
  }

  @Test func mutatedRecipes() throws {
    var generator = RecipeGenerator(seed: 6)
    let marks = Array("?,|=()[]\"\\ \n-+.:e0aZé".utf8)
    var accepted = 0
    for _ in 0..<100_000 {
      var bytes = Array(generator.loose(try generator.recipe()).utf8)
      for _ in 0...generator.below(3) {
        let position = generator.below(bytes.count + 1)
        switch generator.below(4) {
        case 0: bytes.insert(marks[generator.below(marks.count)], at: position)
        case 1 where position < bytes.count: bytes.remove(at: position)
        case 2 where position < bytes.count: bytes[position] = marks[generator.below(marks.count)]
        default: bytes.insert(contentsOf: bytes[position...].prefix(generator.below(6)), at: 0)
        }
      }
      let text = String(decoding: bytes, as: UTF8.self)
      #expect(probe(text), "\(text.debugDescription)")
      if (try? Recipe(parsing: text)) != nil { accepted += 1 }
    }
    // Both outcomes must be common, or the mutations test only one of them.
    #expect(accepted > 5_000 && accepted < 95_000)
  }

  @Test(arguments: ["[", "x-v1?a=[", "x-v1|f(", "x-v1?a=\"", "x-v1?a=b,", "x-v1?a=1",
    "\"", "(", "\\", "\u{301}"])
  func longRepetitions(_ piece: String) {
    #expect(probe(String(repeating: piece, count: 20_000)))
    #expect(probe("x-v1?a=" + String(repeating: piece, count: 20_000)))
  }
}
