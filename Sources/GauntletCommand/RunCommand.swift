import ArgumentParser
import EnvironmentCatalog
import Recipes

struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Play episodes and report return, costs, length and ending.")

  @OptionGroup var recipe: RecipeArguments
  @OptionGroup var seed: SeedArgument

  @Option(name: .long, help: "Who acts: random, zero or scripted.")
  var policy: StandardPolicy = .random

  @Option(
    name: .long, parsing: .unconditional, help: "Number of episodes.",
    transform: wholeNumber(1...10_000_000))
  var episodes = 1

  @Flag(name: .long, help: "Print what each rule changed, component by component.")
  var record = false

  @Flag(name: .long, help: "Print JSON.")
  var json = false

  func run() throws {
    var environment = try recipe.environment()
    environment.isRecording = record
    let task = environment.task
    var player = try Player(environment, policy: policy)
    var summaries: [EpisodeSummary] = []
    var progress = Progress("episodes", total: episodes)
    for episode in 0..<episodes {
      summaries.append(player.play(seed: seed.seed &+ UInt64(episode)))
      progress.update(episode + 1)
    }
    progress.finish()
    if json {
      try Terminal.print(
        json: RunReport(
          recipe: environment.recipe.description, policy: policy.rawValue,
          costNames: task.costs.map(\.name), episodes: summaries, stepsPerSecond: player.rate,
          record: record ? player.environment.record.map(\.description) : nil))
      return
    }
    let costNames = task.costs.map(\.name)
    print(
      table(
        ["seed", "return"] + costNames + ["length", "ending"],
        summaries.map { summary in
          ["\(summary.seed)", short(summary.return)] + summary.costs.map(short)
            + ["\(summary.length)", summary.ending]
        }, rightAligned: Set(0...(2 + costNames.count))))
    for line in player.environment.record { print(line) }
    print("\(short(player.rate)) steps/s")
  }
}

/// JSON of `run`; the keys are part of the command's interface.
private struct RunReport: Encodable {
  let recipe: String
  let policy: String
  let costNames: [String]
  let episodes: [EpisodeSummary]
  let stepsPerSecond: Double
  let record: [String]?
}
