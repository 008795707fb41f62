import ArgumentParser
import Recipes
import Training

@main
struct GauntletCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "gauntlet",
    abstract: "Play, inspect and check robust and safe reinforcement-learning environments.",
    discussion: """
      A recipe names an environment, its parameters and a pipeline of rules:
        "cart-pole-v1?massPole=0.2 | action-delay(steps=2)"
      """,
    version: RunVersions.suite,
    subcommands: [
      ListCommand.self, DescribeCommand.self, RunCommand.self, CheckCommand.self, RecordCommand.self,
      WatchCommand.self, TourCommand.self, PlotCommand.self, SolveCommand.self, WorstCaseCommand.self,
      AgentsCommand.self, TrainCommand.self, EvaluateCommand.self,
    ])

  /// Every fault of the arguments is one line; the usage is left to `--help`.
  static func main() {
    do {
      var command = try parseAsRoot()
      try command.run()
    } catch let code as ExitCode {
      exit(withError: code)
    } catch {
      guard exitCode(for: error) != .success else { exit(withError: error) }
      _ = fail(explanation(of: error))
      exit(withError: exitCode(for: error))
    }
  }

  private static func explanation(of error: any Error) -> String {
    let names = configuration.subcommands.compactMap { $0.configuration.commandName } + ["help"]
    let first = CommandLine.arguments.dropFirst().first ?? ""
    guard names.contains(first) else {
      if first.hasPrefix("-") { return sentence(message(for: error)) + " (see 'gauntlet --help')" }
      let unknown = RecipeError.unknown("subcommand", first, known: names, column: 1, source: first)
      return "\(unknown.message); \(unknown.remedy)"
    }
    return sentence(message(for: error)) + " (see 'gauntlet \(first) --help')"
  }

  /// Sentences of the parser as one, in the middle of a line.
  private static func sentence(_ message: String) -> String {
    var body = message.replacing(". Please provide", with: "; give").replacing(". Did you", with: "; did you")
    if body.hasSuffix(".") { body.removeLast() }
    return body.prefix(1).lowercased() + body.dropFirst()
  }
}
