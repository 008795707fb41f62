import ArgumentParser
import DecisionProcesses
import EnvironmentCatalog
import EnvironmentTesting
import Recipes

struct DescribeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "describe", abstract: "Show an environment's tables: spaces, costs, parameters, options.")

  @ArgumentParser.Argument(help: "An environment's id; `gauntlet list` shows them.")
  var id: String

  @Flag(name: .long, help: "Print JSON.")
  var json = false

  func run() throws {
    guard let entry = EnvironmentCatalog.entry(id) else {
      let known = EnvironmentCatalog.entries.map(\.identifier)
      let unknown = RecipeError.unknown("environment", id, known: known, column: 1, source: id)
      throw fail("\(unknown.message); \(unknown.remedy)")
    }
    if json {
      try Terminal.print(json: WorldListing(entry))
      return
    }
    var finder = TableFinder(id: id)
    EnvironmentCatalog.enumerate(&finder)
    print("\(entry.identifier) (\(entry.family)): \(entry.summary)")
    for section in CardSection.allCases {
      if let text = finder.tables?.tables[section] { print("\n\(section.rawValue)\n\n\(text)") }
    }
  }
}

private struct TableFinder: WorldVisitor {
  let id: String
  var tables: CardTables?

  mutating func visit<W: World>(_ world: W.Type) {
    if W.identifier == id { tables = CardTables(world) }
  }
}
