import ArgumentParser

@main
struct GauntletCommand: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "gauntlet", abstract: "x")
}
