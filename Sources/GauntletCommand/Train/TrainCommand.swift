import Agents
import ArgumentParser
import Evaluation
import Foundation
import Recipes
import Training

struct TrainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train", abstract: "Train an agent on a finite world, in a folder that can be resumed.",
    discussion: """
      As in
        gauntlet train dr-rpo "linear-mdp-v0?xi=0.2" --set tv --radius 0.3 --episodes 2000
      'gauntlet agents' lists the agents. Ctrl-C keeps what was learnt; 'gauntlet train --resume FOLDER' goes on, and
      ends with the same bytes as a run that was never interrupted. The folder holds run.json, progress.csv,
      policies.json, summary.json and a chart.
      """)

  @ArgumentParser.Argument(help: "The agent, as in dr-rpo.")
  var agent: String?

  @ArgumentParser.Argument(help: "The finite world, as in \"linear-mdp-v0?xi=0.2\", with rules if wanted.")
  var recipe: String?

  @OptionGroup var settings: AgentArguments

  @Option(
    name: .long, parsing: .unconditional,
    help: "Episodes to play (2000 by default), or for offline agents to record (100).",
    transform: wholeNumber(1...1_000_000_000))
  var episodes: Int?

  @Option(
    name: .long, help: "Features: own, one-hot, hats:ANCHORS or random:COUNT; own falls back to one-hot.")
  var features = "own"

  @Option(
    name: .long, help: "Who records data for offline agents: uniform, or first (always the first action).")
  var behaviour: TrainingConfiguration.Behaviour?

  @Option(
    name: .long, parsing: .unconditional, help: "Seed of the first replication; replication r uses seed + r.",
    transform: SeedArgument.parse)
  var seed: UInt64 = 0

  @Option(
    name: .long, parsing: .unconditional, help: "Independent runs, for intervals.",
    transform: wholeNumber(1...100_000))
  var replications = 1

  @Option(
    name: .long, help: "Threads that share the replications; the results do not depend on it.",
    transform: wholeNumber(1...256))
  var threads = 1

  @Flag(name: .customLong("no-regret"), help: "Leave out the exact regret, which costs more than learning.")
  var noRegret = false

  @Option(name: .shortAndLong, help: "Folder of the run; runs/AGENT-WORLD by default.")
  var output: String?

  @Flag(name: .long, help: "Throw away a run that lies in the folder.")
  var overwrite = false

  @Option(name: .long, help: "Take up the run in this folder; nothing else is said then but --threads.")
  var resume: String?

  func run() throws {
    Interruption.watch()
    try inOneLine {
      if let resume {
        guard agent == nil, recipe == nil, settings.isEmpty, episodes == nil, behaviour == nil, output == nil,
          features == "own", seed == 0, replications == 1, !noRegret, !overwrite
        else {
          throw fail("--resume: the run in '\(resume)' knows all but --threads; leave the rest out")
        }
        let folder = RunFolder(resume)
        let total = try folder.record().configuration.episodes
        try report(folder, total) {
          try folder.resume(threads: threads, isInterrupted: Self.isInterrupted, progress: $0)
        }
        return
      }
      guard let agent, let recipe else {
        throw fail("give an agent and a world, as in gauntlet train dr-rpo \"linear-mdp-v0?xi=0.2\"")
      }
      let configuration = try configuration(agent, recipe)
      let world = String(configuration.recipe.prefix { $0 != "?" && $0 != " " })
      let folder = RunFolder(output ?? "runs/\(agent)-\(world)")
      try report(folder, configuration.episodes) {
        try folder.train(
          configuration, threads: threads, overwrite: overwrite, isInterrupted: Self.isInterrupted,
          progress: $0)
      }
    }
  }

  @Sendable private static func isInterrupted() -> Bool { Interruption.signal != nil }

  private func configuration(_ agent: String, _ recipe: String) throws -> TrainingConfiguration {
    guard let type = LinearAgents.named(agent) else {
      throw RecipeError.unknown(
        "agent", agent, known: LinearAgents.all.map { $0.identifier }, column: 1, source: agent)
    }
    let parsed = try Recipe(parsing: recipe)
    var configuration = TrainingConfiguration(
      recipe: parsed.description, agent: agent, episodes: episodes ?? (type.isOnline ? 2000 : 100))
    configuration.features = features
    configuration.seed = seed
    configuration.replications = replications
    configuration.keepsRegret = !noRegret
    if let behaviour {
      guard !type.isOnline else { throw fail("--behaviour: \(agent) plays by itself; leave it out") }
      configuration.behaviour = behaviour
    }
    let world = try FiniteWorld(parsed, features: configuration.featureKind())
    configuration.settings = try settings.settings(type, disturbed: world.disturbed)
    return configuration
  }

  private func report(
    _ folder: RunFolder, _ total: Int, _ train: (@escaping (Int) -> Void) throws -> RunFolder.Outcome
  ) throws {
    var progress = Progress("episodes", total: total)
    let outcome = try train { progress.update($0) }
    progress.finish()
    let path = folder.url.relativePath
    guard case .finished = outcome else {
      _ = fail("interrupted; 'gauntlet train --resume \(path)' goes on")
      throw ExitCode(128 + (Interruption.signal ?? 0))
    }
    let summary = try folder.summary()
    let record = try folder.record().configuration
    print(
      "\(record.agent) on \(record.recipe), \(summary.episodes) episodes, \(summary.replications) replications"
    )
    print(columns(summary.lines, rightAligned: [1]).joined(separator: "\n"))
    print("wrote \(path)")
  }
}

extension TrainingConfiguration.Behaviour: ExpressibleByArgument {}
