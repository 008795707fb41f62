import Foundation
import Testing

@Suite struct LinearRobustnessTests {
  private var committed: URL { root.appendingPathComponent("Examples/dr-rpo/results") }

  /// The program writes the committed files again, whatever the threads.
  @Test func committedResultsAreReproduced() throws {
    try withTemporaryFolder { folder in
      let program = products.appendingPathComponent("LinearRobustness").path
      let result = try run(program, [folder.path, "--threads", "1"])
      try #require(result.status == 0, "\(result.lines.suffix(5))")
      let names = try FileManager.default.contentsOfDirectory(atPath: committed.path).sorted()
      #expect(names == (try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()))
      #expect(names.count == 21)
      for name in names {
        let made = try Data(contentsOf: folder.appendingPathComponent(name))
        #expect(try made == Data(contentsOf: committed.appendingPathComponent(name)), "\(name) differs")
      }
    }
  }

  @Test func badOptions() throws {
    let program = products.appendingPathComponent("LinearRobustness").path
    for (arguments, words) in [
      (["here", "q-sweep", "--threads", "0"], "--threads is 0; use 1 or more"),
      (["here", "sweep"], "'sweep'"), ([], "'<folder>'"),
    ] {
      let result = try run(program, arguments)
      #expect(result.status == 64)
      #expect(result.lines.contains { $0.contains(words) }, "\(result.lines)")
    }
  }

  private struct Means: Decodable {
    struct Mean: Decodable {
      let name: String
      let value: Double
      let mean: Double
    }
    let returns: [Mean]

    func at(_ name: String, _ value: Double) throws -> Double {
      try #require(returns.first { $0.name == name && $0.value == value }, "\(name) at \(value)").mean
    }
  }

  private func means(_ name: String) throws -> Means {
    try JSONDecoder().decode(Means.self, from: Data(contentsOf: committed.appendingPathComponent(name)))
  }

  /// Where the exact robust policy is another one than the nominal, learned robust agents cross the nominal
  /// agent where the exact model says: q = 0.48012, 0.375125, 0.28012 for xi 0.1, 0.2, 0.3.
  @Test(arguments: [(0.1, 0.5, 0.48012), (0.2, 0.5, 0.375125), (0.3, 0.4, 0.28012)])
  func crossovers(xi: Double, radius: Double, crossover: Double) throws {
    let means = try means("q-sweep-xi\(xi).json")
    for q in (0...10).map({ Double($0) / 10 }) {
      let nominal = try means.at("lsvi-ucb", q)
      for agent in ["dr-lsvi-ucb \(radius)", "we-drive-u \(radius)", "drpvi \(radius)", "va-drpvi \(radius)"]
      {
        let robust = try means.at(agent, q)
        #expect(
          (robust > nominal) == (q > crossover), "xi \(xi), \(agent) at q \(q): \(robust) and \(nominal)")
      }
    }
  }

  /// Learned policies beside the exact ones of the same radius.
  @Test func learnedIsNearExact() throws {
    for xi in [0.1, 0.2, 0.3] {
      let means = try means("q-sweep-xi\(xi).json")
      for q in [0.0, 0.5, 1] {
        #expect((try means.at("lsvi-ucb", q) - means.at("exact nominal", q)).magnitude < 0.02)
        for radius in [0.3, 0.4, 0.5] {
          let gap = try means.at("dr-rpo \(radius)", q) - means.at("exact regularised \(radius)", q)
          #expect(gap.magnitude < 0.03, "xi \(xi), radius \(radius), q \(q): \(gap)")
        }
      }
    }
  }
}
