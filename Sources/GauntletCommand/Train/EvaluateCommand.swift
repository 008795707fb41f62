import Agents
import ArgumentParser
import DecisionProcesses
import Evaluation
import Foundation
import Recipes
import Training

struct EvaluateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate",
    abstract: "Put trained policies into changed models: returns against a parameter.",
    discussion: """
      As in
        gauntlet evaluate runs/dr-rpo-linear-mdp-v0 runs/lsvi-ucb-linear-mdp-v0
      Without --sweep the world's published targets are taken: q for linear-mdp-v0, up for american-put-v0. Writes
      returns.csv (every replication), returns.json (means with 95 % intervals) and returns.svg.
      """)

  @ArgumentParser.Argument(help: "Folders of finished runs.")
  var runs: [String]

  @Option(name: .long, help: "A parameter and its values, as in q=0,0.1,0.2.")
  var sweep: String?

  @Option(name: .long, help: "Another parameter to set throughout, as in leakAtStart=0; may be repeated.")
  var hold: [String] = []

  @Option(
    name: .long, parsing: .unconditional,
    help: "Episodes to play in each target beside the exact return.", transform: wholeNumber(0...100_000_000))
  var episodes = 100

  @OptionGroup var seed: SeedArgument

  @Option(name: .shortAndLong, help: "Folder to write to; the first run's by default.")
  var output: String?

  func run() throws {
    try inOneLine {
      let report = try makeReport()
      let folder = URL(fileURLWithPath: output ?? runs[0])
      try report.write(to: folder)
      print(report.table)
      print("wrote \(folder.relativePath)/returns.csv, returns.json and returns.svg")
    }
  }

  private func makeReport() throws -> SweepReport {
    guard !runs.isEmpty else { throw fail("give the folder of a run, as 'gauntlet train' wrote it") }
    var report: SweepReport?
    let paths = runs.map { URL(fileURLWithPath: $0).standardizedFileURL.path }
    if let twice = paths.indices.first(where: { paths[..<$0].contains(paths[$0]) }) {
      throw fail("'\(runs[twice])' is named twice; leave one out")
    }
    let short = runs.map { URL(fileURLWithPath: $0).lastPathComponent }
    let names = Set(short).count == runs.count ? short : runs
    for (index, run) in runs.enumerated() {
      let folder = RunFolder(run)
      let configuration = try folder.record().configuration
      let policies = try folder.policies()
      let recipe = try Recipe(parsing: configuration.recipe)
      let features = try configuration.featureKind()
      let target = try targets(recipe, FiniteWorld(recipe, features: features).sweep)
      var own = report ?? SweepReport(parameter: target.parameter)
      guard own.parameter == target.parameter else {
        throw fail(
          "'\(run)' is swept over '\(target.parameter)', the runs before over '\(own.parameter)'; name one with --sweep"
        )
      }
      let evaluation = try TargetEvaluation(recipe, target, features: features)
      let name = names[index]
      for (replication, policy) in policies.enumerated() {
        let seed = seed.seed &+ UInt64(replication)
        own.add(
          name: name, replication: replication,
          try evaluation.evaluate(policy, episodes: episodes, seed: seed))
      }
      report = own
    }
    return report!
  }

  /// The sweep that was asked for, or the world's own.
  private func targets(_ recipe: Recipe, _ own: TargetSweep?) throws -> TargetSweep {
    var sweep: TargetSweep
    if let text = self.sweep {
      let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
      guard parts.count == 2 else {
        throw fail("--sweep '\(text)': give a parameter and values, as in q=0,0.1,0.2")
      }
      sweep = TargetSweep(parts[0], try numberList(parts[1], place: "--sweep \(parts[0])"))
    } else {
      guard let own else {
        throw fail(
          "'\(recipe.environment)' has no published targets; give --sweep, as in --sweep fire=0.05,0.1,0.15")
      }
      sweep = own
    }
    for text in hold {
      let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
      guard parts.count == 2, let value = Double(parts[1]), value.isFinite else {
        throw fail("--hold '\(text)': give a parameter and a number, as in leakAtStart=0")
      }
      sweep.held[parts[0]] = value
    }
    return sweep
  }
}
