import Foundation
import Gauntlet
import Testing

@Suite struct ReadmeTests {
  let readme: String

  init() throws {
    readme = try String(contentsOf: root.appendingPathComponent("README.md"), encoding: .utf8)
  }

  /// The fenced blocks of `language`, in the README unless another text is given.
  private func blocks(_ language: String, in text: String? = nil) -> [String] {
    (text ?? readme).components(separatedBy: "```\(language)\n").dropFirst().compactMap {
      $0.components(separatedBy: "```").first
    }
  }

  @Test func swiftSnippetsCompile() throws {
    let guide = try String(
      contentsOf: root.appendingPathComponent("Documentation/linear-agents.md"), encoding: .utf8)
    let snippets = blocks("swift") + blocks("swift", in: guide)
    try #require(snippets.count >= 4)
    try withTemporaryFolder { folder in
      for (index, snippet) in snippets.enumerated() {
        let file = folder.appendingPathComponent("main.swift")
        try snippet.write(to: file, atomically: true, encoding: .utf8)
        let checked = try typeCheck([file], isLibrary: false, moduleName: "Snippet\(index)")
        #expect(checked.status == 0, "\(checked.lines.prefix(10))")
      }
    }
  }

  @Test func everyWorldIsListed() {
    for entry in EnvironmentCatalog.entries {
      let names = entry.task.constraints.map { "\($0.name) (\($0.requirement.name))" }.joined(separator: ", ")
      let row = "| `\(entry.identifier)` | \(entry.family) | \(entry.summary) | \(names.isEmpty ? "-" : names) |"
      #expect(readme.contains(row), "README.md lacks the row \(row)")
    }
  }

  @Test func everyRuleIsListedWithItsArguments() throws {
    for rule in RuleTable.rules {
      let arguments = rule.arguments.map { $0.standard == nil ? "`\($0.name)`" : "\($0.name)" }
        .joined(separator: ", ")
      let channels = rule.channels.map(\.rawValue).joined(separator: ", ")
      let row = "| `\(rule.name)` | \(channels) | \(arguments) | \(rule.summary) |"
      #expect(readme.contains(row), "README.md lacks the row \(row)")
    }
  }

  private static func canBePlayed(_ recipe: String) -> Bool {
    EnvironmentCatalog.missingRequirement(of: String(recipe.prefix { $0 != "?" && $0 != " " })) == nil
  }

  @Test func everyRecipeCanBeMade() throws {
    let recipes = blocks("text").flatMap { $0.split(separator: "\n") }.map(String.init)
      .filter { $0.first?.isLowercase == true && !$0.contains("=  ") && !$0.contains(" = ") }
    try #require(recipes.count >= 4)
    for recipe in recipes where Self.canBePlayed(recipe) { #expect(throws: Never.self) { _ = try EnvironmentCatalog.make(recipe) } }
  }
}
