import ArgumentParser
import DecisionProcesses
import EnvironmentCatalog
import EnvironmentTesting
import Perturbations

struct ListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the environments, or the rules.")

  @Flag(name: .long, help: "List the perturbation rules and their arguments instead.")
  var rules = false

  @Flag(name: .long, help: "Print JSON.")
  var json = false

  func run() throws {
    if rules {
      try listRules()
    } else if json {
      try Terminal.print(json: EnvironmentCatalog.entries.map(WorldListing.init))
    } else {
      print(
        table(
          ["id", "family", "constraints", "parameters", "summary"],
          EnvironmentCatalog.entries.map { entry in
            let constraints = entry.task.constraints.map(\.name).joined(separator: ", ")
            return [
              entry.identifier, entry.family, constraints.isEmpty ? "-" : constraints,
              "\(entry.parameters.count)", entry.summary,
            ]
          }, rightAligned: [3]))
    }
  }

  private func listRules() throws {
    if json {
      try Terminal.print(json: RuleTable.rules.map(RuleListing.init) + [.ambiguity])
      return
    }
    for rule in RuleTable.rules {
      print("\(rule.name)  \(rule.summary)")
      printArguments(rule.arguments)
      if !rule.common.isEmpty { print("    also: \(rule.common.joined(separator: ", "))") }
      print()
    }
    print("\(Ambiguity.name)  \(Ambiguity.summary)")
    printArguments(Ambiguity.arguments)
    print()
    print("Arguments that rules share:")
    printArguments(RuleTable.commonArguments)
  }

  private func printArguments(_ arguments: [RuleArgument]) {
    let rows = arguments.map { argument in
      let standard = argument.standard.map { " [\($0)]" } ?? ""
      return ["\(argument.name)=\(argument.form)\(standard)", argument.meaning]
    }
    for line in columns(rows) { print("    " + line) }
  }
}

/// JSON of one environment; the keys are part of the command's interface.
struct WorldListing: Encodable {
  struct ConstraintListing: Encodable {
    let name: String
    let cost: String
    let requirement: String
    let limit: Double
  }
  struct ParameterListing: Encodable {
    let name: String
    let kind: String
    let unit: String
    let nominal: Double
    let interval: [Double]
    let meaning: String
  }
  struct OptionListing: Encodable {
    let name: String
    let standard: String
    let meaning: String
  }
  struct ComponentListing: Encodable {
    let name: String
    let unit: String
    /// Null where unbounded.
    let lower: JSONNumber
    let upper: JSONNumber
    let isCategorical: Bool

    init(_ component: ComponentDescription) {
      name = component.name
      unit = component.unit
      lower = JSONNumber(component.lower)
      upper = JSONNumber(component.upper)
      isCategorical = component.isCategorical
    }
  }

  let id: String
  let family: String
  let summary: String
  let horizon: Int
  let discount: Double
  let isDeterministic: Bool
  let isTabular: Bool
  let constraints: [ConstraintListing]
  let parameters: [ParameterListing]
  let options: [OptionListing]
  let boxes: [String: [String]]
  let diagnostics: [String]
  let observation: [ComponentListing]
  let action: [ComponentListing]

  init(_ entry: CatalogEntry) {
    id = entry.identifier
    family = entry.family
    summary = entry.summary
    horizon = entry.task.horizon
    discount = entry.task.discount
    isDeterministic = entry.task.isDeterministic
    isTabular = entry.isTabular
    constraints = entry.task.constraints.map {
      ConstraintListing(
        name: $0.name, cost: entry.task.costs[$0.channel].name, requirement: $0.requirement.name,
        limit: $0.requirement.limit)
    }
    parameters = entry.parameters.map {
      ParameterListing(
        name: $0.name, kind: $0.kind.rawValue, unit: $0.unit, nominal: $0.nominal,
        interval: [$0.interval.lowerBound, $0.interval.upperBound], meaning: $0.meaning)
    }
    options = entry.options.map {
      OptionListing(name: $0.name, standard: $0.standard.text, meaning: $0.meaning)
    }
    boxes = Dictionary(uniqueKeysWithValues: entry.boxes.map { ($0.name, $0.parameters) })
    diagnostics = entry.diagnostics
    observation = entry.observation.components.map(ComponentListing.init)
    action = entry.action.components.map(ComponentListing.init)
  }
}

private struct RuleListing: Encodable {
  struct ArgumentListing: Encodable {
    let name: String
    let form: String
    let standard: String?
    let meaning: String
  }
  let name: String
  let summary: String
  let channels: [String]
  let arguments: [ArgumentListing]

  init(_ rule: RuleDescription) {
    self.init(
      name: rule.name, summary: rule.summary, channels: rule.channels.map(\.rawValue),
      rule.arguments + RuleTable.commonArguments.filter { rule.common.contains($0.name) })
  }

  /// The rule that changes the process instead of a row.
  static let ambiguity = RuleListing(
    name: Ambiguity.name, summary: Ambiguity.summary, channels: [], Ambiguity.arguments)

  private init(name: String, summary: String, channels: [String], _ arguments: [RuleArgument]) {
    self.name = name
    self.summary = summary
    self.channels = channels
    self.arguments = arguments.map {
      ArgumentListing(name: $0.name, form: $0.form, standard: $0.standard, meaning: $0.meaning)
    }
  }
}
