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
      if let text = finder.tables?.tables[section] { print("\n\(section.rawValue)\n\n\(aligned(text))") }
    }
  }
}

/// The Markdown tables in a card's section as columns.
private func aligned(_ section: String) -> String {
  var lines: [String] = []
  var rows: [[String]] = []
  func closeTable() {
    if let header = rows.first { lines.append(table(header, Array(rows.dropFirst(2)))) }
    rows = []
  }
  for line in section.split(separator: "\n", omittingEmptySubsequences: false) {
    if line.hasPrefix("| ") && line.hasSuffix(" |") {
      rows.append(line.dropFirst(2).dropLast(2).split(separator: " | ").map(String.init))
    } else {
      closeTable()
      lines.append(String(line))
    }
  }
  closeTable()
  return lines.joined(separator: "\n")
}

private struct TableFinder: WorldVisitor {
  let id: String
  var tables: CardTables?

  mutating func visit<W: World>(_ world: W.Type) {
    if W.identifier == id { tables = CardTables(world) }
  }
}
