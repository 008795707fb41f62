import Foundation
import Testing

@Suite struct RiskExampleTests {
  /// The program writes the committed files again, and its table is the one of its text.
  @Test func committedResultsAreReproduced() throws {
    let committed = root.appendingPathComponent("Examples/risk/results")
    let program = products.appendingPathComponent("RiskComparison").path
    try withTemporaryFolder { folder in
      let result = try run(program, [folder.path])
      try #require(result.status == 0, "\(result.lines.suffix(5))")
      let names = try FileManager.default.contentsOfDirectory(atPath: committed.path).sorted()
      #expect(names == ["comparison.csv", "distributions.svg", "returns.csv"])
      for name in names {
        let made = try Data(contentsOf: folder.appendingPathComponent(name))
        #expect(try made == Data(contentsOf: committed.appendingPathComponent(name)), "\(name) differs")
      }
      let text = try String(
        contentsOf: root.appendingPathComponent("Examples/risk/README.md"), encoding: .utf8)
      try #require(result.lines.count == 7)
      for line in result.lines.dropFirst() {
        let cells = line.split(separator: " ")
        let name = cells.dropLast(3).joined(separator: " ")
        let row = "| \(name) | \(cells.suffix(3).joined(separator: " | ")) |"
        #expect(text.contains(row), "README.md lacks the row \(row)")
      }
    }
  }

  /// Each measure is best served by its own policy.
  @Test func everyMeasureHasItsPolicy() throws {
    let result = try run(products.appendingPathComponent("RiskComparison").path, [])
    try #require(result.lines.count == 7)
    let table = result.lines.dropFirst().map { $0.split(separator: " ").suffix(3).compactMap { Double($0) } }
    try #require(table.allSatisfy { $0.count == 3 })
    for measure in 0..<3 {
      let best = table.indices.max { table[$0][measure] < table[$1][measure] }
      #expect(best == measure)
    }
  }
}
