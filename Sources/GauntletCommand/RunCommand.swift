import ArgumentParser
import EnvironmentCatalog
import Perturbations
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
    var changes: [(seed: UInt64, change: AppliedChange)] = []
    for episode in 0..<episodes {
      let summary = player.play(seed: seed.seed &+ UInt64(episode))
      summaries.append(summary)
      if record { changes += player.takeRecord().map { (summary.seed, $0) } }
      progress.update(episode + 1)
    }
    progress.finish()
    if json {
      try Terminal.print(
        json: RunReport(
          recipe: environment.recipe.description, policy: policy.rawValue,
          costNames: task.costs.map(\.name), episodes: summaries, stepsPerSecond: player.rate,
          record: record ? changes.map { line($1, seed: $0) { "\($0)" } } : nil))
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
    for (seed, change) in changes { print(line(change, seed: seed, number: short)) }
    print("\(short(player.rate)) steps/s")
  }
}

/// A change on one line, told by the seed of its episode.
private func line(_ change: AppliedChange, seed: UInt64, number: (Double) -> String) -> String {
  "seed \(seed) step \(change.step) \(change.rule): \(change.channel.rawValue)[\(change.component)]"
    + " \(number(change.before)) -> \(number(change.after))"
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
