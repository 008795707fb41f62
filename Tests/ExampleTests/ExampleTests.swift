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
    let printed = result.lines.drop { !$0.hasPrefix("nominal:") }
    #expect(
      Array(printed.prefix(3)) == [
        "nominal: return -0.796, overflow 0",
        "perturbed: return -1.728, overflow 0",
        "batch: 8 lanes, 50 steps, same bits as 8 simulations: true",
      ])
  }
}
