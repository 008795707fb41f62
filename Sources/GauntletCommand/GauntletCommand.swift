import ArgumentParser

@main
struct GauntletCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "gauntlet",
    abstract: "Play, inspect and check robust and safe reinforcement-learning environments.",
    discussion: """
      A recipe names an environment, its parameters and a pipeline of rules:
        "cart-pole-v1?massPole=0.2 | gaussian-noise(sigma=0.05,on=[0,2]) | action-delay(steps=2)"
      """,
    version: "0.1.0",
    subcommands: [
      ListCommand.self, DescribeCommand.self, RunCommand.self, CheckCommand.self, RecordCommand.self,
      TourCommand.self,
    ])
}
