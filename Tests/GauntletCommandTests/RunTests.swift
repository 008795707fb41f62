import Foundation
import Testing

@Suite struct RunTests {
  private let piped = "cart-pole-v1 | gaussian-noise(sigma=0.05) | action-delay(steps=2)"

  private func episodes(_ result: CommandResult) throws -> NSArray {
    try #require(try result.object()["episodes"] as? NSArray)
  }

  @Test func keysAreTheDocumentedOnes() throws {
    let report = try succeed("run", "point-robot-v0", "--json").object()
    #expect(Set(report.keys) == ["recipe", "policy", "costNames", "episodes", "stepsPerSecond"])
    #expect(report["recipe"] as? String == "point-robot-v0")
    #expect(report["policy"] as? String == "random")
    #expect(report["costNames"] as? [String] == ["hazard"])
    #expect(try #require(report["stepsPerSecond"] as? Double) > 0)
    let episodes = try #require(report["episodes"] as? [[String: Any]])
    #expect(episodes.count == 1)
    #expect(
      Set(episodes[0].keys) == ["seed", "return", "perceivedReturn", "costs", "length", "ending"])
    #expect((episodes[0]["costs"] as? [Double])?.count == 1)
  }

  @Test func sameSeedSameEpisodes() throws {
    let first = try episodes(try succeed("run", piped, "--episodes", "3", "--seed", "5", "--json"))
    let again = try episodes(try succeed("run", piped, "--episodes", "3", "--seed", "5", "--json"))
    #expect(first == again)
    #expect(first.value(forKey: "seed") as? [Int] == [5, 6, 7])
    let alone = try episodes(try succeed("run", piped, "--seed", "6", "--json"))
    #expect(first[1] as? NSDictionary == alone[0] as? NSDictionary, "an episode is a function of its seed")
    let other = try episodes(try succeed("run", piped, "--episodes", "3", "--seed", "8", "--json"))
    #expect(first.value(forKey: "return") as? [Double] != other.value(forKey: "return") as? [Double])
  }

  @Test func lastSeedIsTaken() throws {
    let result = try succeed("run", "cart-pole-v1", "--seed", "18446744073709551615", "--json")
    #expect(result.output.contains("\"seed\" : 18446744073709551615"))
  }

  @Test func withAppendsRules() throws {
    let pipe = try succeed("run", piped, "--episodes", "3", "--json").object()
    let with = try succeed(
      "run", "cart-pole-v1", "--with", "gaussian-noise(sigma=0.05)", "--with", "action-delay(steps=2)",
      "--episodes", "3", "--json"
    ).object()
    #expect(pipe["recipe"] as? String == with["recipe"] as? String)
    #expect(pipe["episodes"] as? NSArray == with["episodes"] as? NSArray)
  }

  @Test func recordNamesTheEpisodeBySeed() throws {
    let report = try succeed(
      "run", "cart-pole-v1 | bias(value=0.5,on=[2],count=1)", "--episodes", "2", "--seed", "5",
      "--record", "--json"
    ).object()
    let record = try #require(report["record"] as? [String])
    #expect(record.count == 2)
    for (line, seed) in zip(record, [5, 6]) {
      #expect(line.hasPrefix("seed \(seed) step 0 bias: observation[2] "), "\(line)")
    }
  }

  @Test func textIsATableWithTheSpeed() throws {
    let lines = try succeed("run", "point-robot-v0", "--policy", "scripted", "--episodes", "2").lines
    #expect(lines[0].split(separator: " ") == ["seed", "return", "hazard", "length", "ending"])
    #expect(lines[2].split(separator: " ").first == "0" && lines[3].split(separator: " ").first == "1")
    #expect(lines.count == 5 && lines[4].hasSuffix(" steps/s"))
  }
}
