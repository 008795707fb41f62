import Foundation
import Testing

private struct Report: Decodable {
  struct Episode: Decodable, Equatable {
    let seed: UInt64
    let `return`: Double
    let perceivedReturn: Double
    let costs: [Double]
    let length: Int
    let ending: String
  }
  let recipe: String
  let episodes: [Episode]
}

@Suite struct RunTests {
  private let piped = "cart-pole-v1 | gaussian-noise(sigma=0.05) | action-delay(steps=2)"

  private func report(_ result: CommandResult) throws -> Report {
    try JSONDecoder().decode(Report.self, from: Data(result.output.utf8))
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
    let first = try report(succeed("run", piped, "--episodes", "3", "--seed", "5", "--json")).episodes
    let again = try report(succeed("run", piped, "--episodes", "3", "--seed", "5", "--json")).episodes
    #expect(first == again)
    #expect(first.map(\.seed) == [5, 6, 7])
    let alone = try report(succeed("run", piped, "--seed", "6", "--json")).episodes
    #expect(alone == [first[1]], "an episode is a function of its seed")
    let other = try report(succeed("run", piped, "--episodes", "3", "--seed", "8", "--json")).episodes
    #expect(first.map(\.return) != other.map(\.return))
  }

  @Test func lastSeedIsTaken() throws {
    let last = try report(succeed("run", "cart-pole-v1", "--seed", "18446744073709551615", "--json"))
    #expect(last.episodes.map(\.seed) == [UInt64.max])
  }

  @Test func withAppendsRules() throws {
    let pipe = try report(succeed("run", piped, "--episodes", "3", "--json"))
    let with = try report(
      succeed(
        "run", "cart-pole-v1", "--with", "gaussian-noise(sigma=0.05)", "--with", "action-delay(steps=2)",
        "--episodes", "3", "--json"))
    #expect(pipe.recipe == with.recipe)
    #expect(pipe.episodes == with.episodes)
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
