import EnvironmentCatalog
import Recipes
import Testing

/// What would take more memory than a machine has is refused before it is built.
@Suite struct LimitTests {
  private func refusal(_ recipe: String) -> RecipeError? {
    #expect(throws: RecipeError.self) { _ = try EnvironmentCatalog.make(recipe) }
  }

  @Test func optionsThatDoNotGoTogether() throws {
    let error = try #require(refusal("garnet-v0?actions=1000,states=10000,branching=1000"))
    #expect(error.message == "states x actions x branching is 10000000000, more than 16777216")
    #expect(error.column == 24)
    // The branching is cut to the number of states first.
    #expect(throws: Never.self) { _ = try EnvironmentCatalog.make("garnet-v0?states=10,branching=1000") }
  }

  /// A jump to any state gives each of 20 000 rows 2 000 entries.
  @Test func tablesTooLargeForAScriptedPolicy() throws {
    let world = "garnet-v0?states=2000,actions=10,teleport=0.5"
    let error = try #require(refusal("\(world) | replace-action(probability=0.5,by=scripted)"))
    #expect(error.message.contains("this world has no policy 'scripted'"))
    #expect(throws: Never.self) { _ = try EnvironmentCatalog.make(world) }
  }
}
