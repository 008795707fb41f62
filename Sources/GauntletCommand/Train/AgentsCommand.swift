import Agents
import ArgumentParser

struct AgentsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "agents", abstract: "List the agents that 'gauntlet train' knows, and what each lets be set."
  )

  @Flag(name: .long, help: "Print JSON.")
  var json = false

  func run() throws {
    let entries = LinearAgents.all.map { AgentEntry($0) }
    if json {
      try Terminal.print(json: entries)
      return
    }
    print(
      table(
        ["agent", "learns", "sets", "settings", "summary"],
        entries.map {
          [
            $0.identifier, $0.learns, $0.sets.isEmpty ? "-" : $0.sets.joined(separator: " "),
            $0.settings.joined(separator: " "), $0.summary,
          ]
        }))
  }
}

/// JSON of `agents`; the keys are part of the command's interface.
private struct AgentEntry: Encodable {
  let identifier: String
  let summary: String
  let learns: String
  let sets: [String]
  let settings: [String]

  init(_ agent: any LinearAgent.Type) {
    identifier = agent.identifier
    summary = agent.summary
    learns = agent.isOnline ? "online" : "offline"
    sets = agent.natures.map(\.rawValue)
    settings = AgentSetting.allCases.filter(agent.settings.contains).map(\.rawValue)
  }
}
