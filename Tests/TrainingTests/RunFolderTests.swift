import Agents
import Evaluation
import Foundation
import Testing
import Training

/// Runs on disk: the same bytes at any number of threads and interruptions.
@Suite struct RunFolderTests {
  private static let files = ["run.json", "progress.csv", "policies.json", "summary.json", "learning.svg"]

  /// Counts how often somebody looked.
  private final class Looks: @unchecked Sendable {
    private let lock = NSLock()
    private var count = 0

    func next() -> Int {
      lock.withLock {
        count += 1
        return count
      }
    }
  }

  /// A folder that is gone afterwards.
  private func withFolder(_ body: (String) throws -> Void) throws {
    let url = FileManager.default.temporaryDirectory.appendingPathComponent("run-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: url) }
    try body(url.path)
  }

  private func bytes(_ folder: String, _ name: String) throws -> Data {
    try Data(contentsOf: URL(fileURLWithPath: folder).appendingPathComponent(name))
  }

  private func configuration(_ agent: String, episodes: Int = 300) -> TrainingConfiguration {
    var configuration = TrainingConfiguration(
      recipe: "linear-mdp-v0?xi=0.2", agent: agent, episodes: episodes)
    if agent != "lsvi-ucb" {
      (configuration.settings.radius, configuration.settings.factors) = (0.4, [.init(step: 0, factor: 3)])
    }
    (configuration.replications, configuration.interval) = (3, 20)
    return configuration
  }

  @Test(arguments: ["dr-rpo", "dr-lsvi-ucb", "we-drive-u", "lsvi-ucb"])
  func interruptions(agent: String) throws {
    try withFolder { whole in
      try withFolder { pieces in
        let configuration = configuration(agent)
        #expect(try RunFolder(whole).train(configuration, threads: 1) == .finished)
        // Interrupted at once, after one line, after three more, and killed in between: a line that no
        // checkpoint knows of lies at the end of the log.
        func stops(after lines: Int) -> @Sendable () -> Bool {
          let looks = Looks()
          return { looks.next() > lines }
        }
        #expect(
          try RunFolder(pieces).train(configuration, threads: 2, isInterrupted: stops(after: 0))
            == .interrupted)
        #expect(try RunFolder(pieces).resume(threads: 2, isInterrupted: stops(after: 1)) == .interrupted)
        #expect(throws: EvaluationError.self) { try RunFolder(pieces).policies() }
        let log = URL(fileURLWithPath: pieces).appendingPathComponent("progress.csv")
        try (Data(contentsOf: log) + Data("40,0,half a li".utf8)).write(to: log)
        #expect(try RunFolder(pieces).resume(threads: 1, isInterrupted: stops(after: 3)) == .interrupted)
        #expect(try RunFolder(pieces).resume(threads: 3) == .finished)
        for name in Self.files {
          #expect(try bytes(whole, name) == bytes(pieces, name), "\(agent): \(name) differs")
        }
        #expect(try RunFolder(pieces).policies().count == 3)
        // A finished run writes the same again.
        #expect(try RunFolder(pieces).resume(threads: 2) == .finished)
        for name in Self.files { #expect(try bytes(whole, name) == bytes(pieces, name)) }
      }
    }
  }

  /// Replication r of a run with seed s is replication 0 of one with seed s + r.
  @Test func seeds() throws {
    var configuration = configuration("dr-rpo", episodes: 60)
    let run = try TrainingRun(configuration)
    while !run.isFinished { try run.advance(threads: 2) }
    (configuration.seed, configuration.replications) = (2, 1)
    let single = try TrainingRun(configuration)
    while !single.isFinished { try single.advance() }
    #expect(run.policies()[2] == single.policies()[0])
    #expect(run.policies()[0] != run.policies()[2])
    #expect(run.lines.filter { $0.replication == 2 }.map(\.regret) == single.lines.map(\.regret))
  }

  @Test func offline() throws {
    try withFolder { folder in
      var configuration = TrainingConfiguration(recipe: "american-put-v0", agent: "drpvi", episodes: 40)
      (configuration.settings.radius, configuration.settings.bonus) = (0.03, .tuned(0.1))
      (configuration.settings.ridge, configuration.behaviour) = (1, .first)
      #expect(try RunFolder(folder).train(configuration, threads: 1) == .finished)
      let policies = try RunFolder(folder).policies()
      // The end's actions are worth nothing; at 95.4 after three falls the put is exercised or held, not
      // both.
      #expect(policies.count == 1 && policies[0].stateCount == 211 && policies[0].horizon == 20)
      let summary = try RunFolder(folder).summary()
      #expect(summary.expectedReturn != nil && summary.value == nil && summary.regret == nil)
      #expect(!FileManager.default.fileExists(atPath: folder + "/learning.svg"))
    }
  }

  /// An infinite penalty is the nominal model, and survives in run.json; rules change the reward that is
  /// learnt from, not the return that is told.
  @Test func infinitePenaltiesAndRules() throws {
    try withFolder { folder in
      var configuration = TrainingConfiguration(recipe: "linear-mdp-v0?xi=0.2", agent: "r2pvi", episodes: 50)
      (configuration.settings.penalty, configuration.settings.bonus) = (.infinity, .tuned(0))
      #expect(try RunFolder(folder).train(configuration, threads: 1) == .finished)
      #expect(try RunFolder(folder).record().configuration == configuration)
      let value = try #require(try RunFolder(folder).summary().expectedReturn).mean
      #expect((value - 1.624250125).magnitude < 1e-8)
    }
    var configuration = TrainingConfiguration(
      recipe: "linear-mdp-v0?xi=0.2 | bias(channel=reward,value=100)", agent: "lsvi-ucb", episodes: 20)
    configuration.interval = 20
    let run = try TrainingRun(configuration)
    try run.advance()
    #expect(run.lines[0].meanReturn < 3 && run.lines[0].meanReturn >= 0)
  }

  @Test func summaries() throws {
    try withFolder { folder in
      #expect(try RunFolder(folder).train(configuration("lsvi-ucb", episodes: 1500), threads: 2) == .finished)
      let summary = try RunFolder(folder).summary()
      #expect((try #require(summary.expectedReturn).mean - 1.624250125).magnitude < 1e-8)
      #expect((try #require(summary.value).mean - 1.624250125).magnitude < 1e-8)
      #expect(summary.optimisticShare == 1)
      #expect(try #require(summary.regretSlope).mean < 0.5)
    }
  }

  @Test func refusals() throws {
    func message(_ body: () throws -> Void) -> String {
      do { try body() } catch { return "\(error)" }
      return ""
    }
    try withFolder { folder in
      #expect(message { _ = try RunFolder(folder).resume(threads: 1) }.contains("holds no run"))
      let configuration = configuration("dr-rpo", episodes: 20)
      #expect(try RunFolder(folder).train(configuration, threads: 1) == .finished)
      #expect(
        message { _ = try RunFolder(folder).train(configuration, threads: 1) }.contains("holds a run already")
      )
      #expect(try RunFolder(folder).train(configuration, threads: 1, overwrite: true) == .finished)
      let checkpoint = URL(fileURLWithPath: folder).appendingPathComponent("checkpoint.bin")
      var damaged = try Data(contentsOf: checkpoint)
      damaged[40] ^= 1
      try damaged.write(to: checkpoint)
      #expect(message { _ = try RunFolder(folder).resume(threads: 1) }.contains("checkpoint.bin"))
      // Another configuration than the checkpoint's.
      #expect(try RunFolder(folder).train(configuration, threads: 1, overwrite: true) == .finished)
      let record = URL(fileURLWithPath: folder).appendingPathComponent("run.json")
      let before = try String(contentsOf: record, encoding: .utf8)
      try before.replacingOccurrences(of: "xi=0.2", with: "xi=0.3").write(
        to: record, atomically: true, encoding: .utf8)
      #expect(message { _ = try RunFolder(folder).resume(threads: 1) }.contains("another configuration"))
      try before.write(to: record, atomically: true, encoding: .utf8)
      let text = try String(contentsOf: record, encoding: .utf8)
      try text.replacingOccurrences(of: "\"gauntlet\":\"", with: "\"gauntlet\":\"9.").write(
        to: record, atomically: true, encoding: .utf8)
      #expect(message { _ = try RunFolder(folder).resume(threads: 1) }.contains("was begun by 9."))
      try "{".write(to: record, atomically: true, encoding: .utf8)
      #expect(message { _ = try RunFolder(folder).record() }.contains("is damaged"))
    }
    func refusal(_ change: (inout TrainingConfiguration) -> Void) -> String {
      var configuration = configuration("dr-rpo")
      change(&configuration)
      return message { _ = try TrainingRun(configuration) }
    }
    #expect(refusal { $0.episodes = 0 } == "episodes 0: give at least one")
    #expect(refusal { $0.replications = -1 }.contains("replications -1"))
    #expect(refusal { $0.agent = "dr-ropo" }.contains("dr-rpo"))
    #expect(refusal { $0.features = "hats" }.contains("features 'hats' are unknown"))
    #expect(refusal { $0.settings.temperature = 0 }.contains("temperature eta 0.0 is not above 0"))
    #expect(refusal { $0.settings.factors = [.init(step: 0, factor: 7)] }.contains("factor 8 of step 1"))
    #expect(refusal { $0.recipe = "linear-mdp-v0?horizon=0" }.contains("horizon"))
  }
}
