import Foundation
import Testing

@Suite struct ExampleTests {
  @Test func externalAgentLearnsToBalance() throws {
    let agent = products.appendingPathComponent("ExternalAgent").path
    let first = try run(agent, [])
    #expect(first.status == 0)
    #expect(first.lines.last == "return over 100 new episodes: mean 500.0, least 500.0")
    #expect(try run(agent, []).lines == first.lines)
  }

  @Test func ownWorldBuildsAndPlaysOutsideThePackage() throws {
    let result = try run("swift", ["run", "--package-path", "Examples/own-world"])
    try #require(result.status == 0, "\(result.lines.suffix(20))")
    let printed = Array(result.lines.drop { !$0.hasPrefix("nominal:") })
    try #require(printed.count == 4, "\(printed)")
    let nominal = try #require(printed[0].firstMatch(of: /^nominal: return (-[0-9.]+), overflow (\d+)$/))
    let perturbed = try #require(printed[1].firstMatch(of: /^perturbed: return (-[0-9.]+), overflow (\d+)$/))
    #expect(nominal.2 == "0" && perturbed.2 != "0")
    #expect(try #require(Double(perturbed.1)) < #require(Double(nominal.1)))
    #expect(printed[2] == "batch: 8 lanes, 50 steps, same bits as 8 simulations: true")
    #expect(printed[3] == "laws: 8 of 8 hold")
  }

  /// Two iterations find the robust value, and every file comes out as committed.
  @Test func windyWalkIsSolvedAsCommitted() throws {
    try withTemporaryFolder { folder in
      let result = try run(products.appendingPathComponent("RobustWindyWalk").path, [folder.path])
      #expect(result.status == 0)
      #expect(result.lines.contains("linear systems: converged"))
      let found = "alpha 0.500 promises -7.952147, worst alpha 0.500 gives -7.952147"
      #expect(result.lines.contains("linear systems, iteration 1: " + found))
      let results = root.appendingPathComponent("Examples/iwocs/results")
      for name in [
        "trace.csv", "backups.csv", "error-by-sweeps.svg", "error-by-rows.svg", "error-by-sweeps.png",
        "error-by-rows.png",
      ] {
        let (ours, committed) = (
          try Data(contentsOf: folder.appendingPathComponent(name)),
          try Data(contentsOf: results.appendingPathComponent(name))
        )
        #expect(ours == committed, "\(name) differs from Examples/iwocs/results/\(name)")
      }
    }
  }
}
