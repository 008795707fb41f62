import Foundation
import Testing

@Suite struct TrainTests {
  @Test func agentsAreListed() throws {
    let agents = try succeed("agents", "--json").objects()
    let names = agents.compactMap { $0["identifier"] as? String }
    #expect(
      names == ["dr-rpo", "lsvi-ucb", "dr-lsvi-ucb", "we-drive-u", "pevi", "drpvi", "va-drpvi", "r2pvi"])
    #expect(agents[0]["learns"] as? String == "online")
    #expect((agents[0]["settings"] as? [String])?.contains("eta") == true)
    #expect(try succeed("agents").lines.count == 10)
  }

  /// The commands of the README: train, evaluate, plot.
  @Test func aSession() throws {
    try withTemporaryFolder { folder in
      let world = "linear-mdp-v0?xi=0.2"
      for (agent, settings) in [("dr-lsvi-ucb", ["--set", "tv", "--radius", "0.4"]), ("lsvi-ucb", [])] {
        let result = try gauntlet(
          ["train", agent, world, "--episodes", "1500", "--replications", "4", "--threads", "2"] + settings,
          in: folder)
        try #require(result.status == 0, "\(result.errors)")
        #expect(result.lines.first == "\(agent) on linear-mdp-v0?xi=0.2, 1500 episodes, 4 replications")
        #expect(result.lines.last == "wrote runs/\(agent)-linear-mdp-v0")
      }
      let runs = ["runs/dr-lsvi-ucb-linear-mdp-v0", "runs/lsvi-ucb-linear-mdp-v0"]
      _ = try succeed("evaluate", runs[0], runs[1], "--output", "sweep", in: folder)
      let report = try JSONSerialization.jsonObject(
        with: Data(contentsOf: folder.appendingPathComponent("sweep/returns.json")))
      let returns = try #require((report as? [String: Any])?["returns"] as? [[String: Any]])
      #expect(returns.count == 22)
      func mean(_ name: String, _ q: Double) -> Double {
        returns.first { $0["name"] as? String == name && $0["value"] as? Double == q }?["mean"] as? Double
          ?? .nan
      }
      // Beyond the exact crossover at q = 0.375125 the robust agent is ahead, before it behind.
      let (robust, nominal) = ("dr-lsvi-ucb-linear-mdp-v0", "lsvi-ucb-linear-mdp-v0")
      #expect(mean(robust, 0) < mean(nominal, 0) && mean(robust, 0.5) > mean(nominal, 0.5))
      for (input, output) in [(runs[0], "learning.png"), ("sweep", "sweep.svg")] {
        _ = try succeed("plot", input, "-o", output, in: folder)
        #expect(FileManager.default.fileExists(atPath: folder.appendingPathComponent(output).path))
      }
      // Another sweep by hand, in another world of the same shape.
      let other = try succeed(
        "evaluate", runs[0], "--sweep", "leak=0,0.1", "--hold", "q=0.5", "--episodes", "10", in: folder)
      #expect(other.lines[0].contains("leak 0.1"))
    }
  }

  @Test func runsTellTheVersion() throws {
    try withTemporaryFolder { folder in
      _ = try succeed("train", "pevi", "forest-v0?horizon=5", "--episodes", "5", "-o", "run", in: folder)
      let record = try JSONSerialization.jsonObject(
        with: Data(contentsOf: folder.appendingPathComponent("run/run.json")))
      let versions = (record as? [String: Any])?["versions"] as? [String: String]
      #expect(versions?["gauntlet"] == (try succeed("--version").lines.first.map(String.init)))
    }
  }

  /// Ctrl-C in the middle, then on: the same bytes as a run in one go.
  @Test func interruptedRunsEndTheSame() throws {
    try withTemporaryFolder { folder in
      let arguments = [
        "train", "dr-rpo", "linear-mdp-v0?xi=0.3", "--radius", "0.3", "--episodes", "60000", "--replications",
        "2",
      ]
      _ = try gauntlet(arguments + ["-o", "whole"], in: folder)
      let process = try start(arguments + ["-o", "pieces"], in: folder)
      let log = folder.appendingPathComponent("pieces/progress.csv")
      while !FileManager.default.fileExists(atPath: log.path) { usleep(5000) }
      usleep(100_000)
      process.interrupt()
      process.waitUntilExit()
      // A machine fast enough to be done by then has nothing to resume.
      #expect([130, 0].contains(process.terminationStatus))
      let result = try succeed("train", "--resume", "pieces", "--threads", "2", in: folder)
      #expect(result.lines.last == "wrote pieces")
      for name in ["run.json", "progress.csv", "policies.json", "summary.json", "learning.svg"] {
        let files = try ["whole", "pieces"].map {
          try Data(contentsOf: folder.appendingPathComponent("\($0)/\(name)"))
        }
        #expect(files[0] == files[1], "\(name) differs")
      }
    }
  }

  @Test func featuresOfAnyFiniteWorld() throws {
    try withTemporaryFolder { folder in
      for (features, world) in [
        ("one-hot", "frozen-lake-v1?horizon=20"), ("hats:4", "river-swim-v0?horizon=10"),
        ("random:6", "forest-v0?horizon=10"),
      ] {
        let result = try succeed(
          "train", "dr-rpo", world, "--features", features, "--radius", "0.1", "--episodes", "200",
          "--overwrite",
          "-o", "run", in: folder)
        #expect(result.output.contains("expected return, exact"))
      }
    }
  }

  @Test func badInput() throws {
    try withTemporaryFolder { folder in
      func message(_ arguments: String...) throws -> String {
        let result = try gauntlet(arguments, in: folder)
        #expect(result.status != 0 && result.output == "", "\(arguments)")
        #expect(result.errors.split(separator: "\n").count == 1, "\(result.errors)")
        return result.errors
      }
      #expect(try message("train", "dr-rpo").contains("give an agent and a world"))
      #expect(try message("train", "dr-rop", "linear-mdp-v0").contains("did you mean 'dr-rpo'?"))
      #expect(try message("train", "dr-rpo", "linear-mpd-v0").contains("did you mean 'linear-mdp-v0'?"))
      #expect(try message("train", "dr-rpo", "cart-pole-v1").contains("is not finite"))
      #expect(
        try message("train", "dr-rpo", "linear-mdp-v0", "--eta", "0").contains(
          "temperature eta 0.0 is not above 0"))
      #expect(
        try message("train", "dr-rpo", "linear-mdp-v0", "--radius", "1.2").contains(
          "radius 1.2 lies outside [0, 1]"))
      #expect(try message("train", "pevi", "linear-mdp-v0", "--ridge", "0").contains("singular"))
      #expect(try message("train", "pevi", "linear-mdp-v0", "--factors", "all").contains("--factors: pevi"))
      #expect(try message("train", "drpvi", "linear-mdp-v0", "--factors", "1-4").contains("STEP:FACTOR"))
      #expect(
        try message("train", "drpvi", "linear-mdp-v0", "--factors", "9:1").contains("factor 1 of step 9"))
      #expect(try message("train", "dr-rpo", "linear-mdp-v0", "--beta", "much").contains("--beta 'much'"))
      #expect(
        try message("train", "dr-rpo", "linear-mdp-v0", "--behaviour", "first").contains("plays by itself"))
      #expect(try message("train", "dr-rpo", "linear-mdp-v0?horizon=0").contains("horizon"))
      #expect(try message("train", "--resume", "nowhere").contains("holds no run"))
      #expect(try message("evaluate", "nowhere").contains("holds no run"))
      #expect(try message("plot", ".", "-o", "a.svg").contains("holds no run"))
      #expect(content(of: folder).isEmpty)
      _ = try succeed("train", "pevi", "forest-v0?horizon=5", "--episodes", "5", "-o", "run", in: folder)
      #expect(try message("train", "pevi", "forest-v0", "-o", "run").contains("holds a run already"))
      #expect(try message("evaluate", "run").contains("has no published targets"))
      #expect(try message("evaluate", "run", "--sweep", "fire").contains("give a parameter and values"))
      #expect(try message("evaluate", "run", "--sweep", "fire=0.1,x").contains("'x' at place 2"))
      #expect(try message("evaluate", "run", "--sweep", "fire=7").contains("fire"))
    }
  }
}
