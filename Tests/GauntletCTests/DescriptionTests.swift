import CGauntlet
import DecisionProcesses
import EnvironmentCatalog
import Foundation
import GauntletC
import Perturbations
import Testing

/// The JSON of `gauntlet_describe`, as far as it is compared.
private struct Described: Decodable {
  struct Component: Decodable {
    let name, unit: String
    let lower, upper: Double?
    let categories: Int?

    init(_ component: ComponentDescription) {
      name = component.name
      unit = component.unit
      lower = component.lower.isFinite ? component.lower : nil
      upper = component.upper.isFinite ? component.upper : nil
      categories = component.isCategorical ? Int(component.upper) + 1 : nil
    }
  }
  struct Row: Decodable { let element: String, components: [Component] }
  struct Parameter: Decodable { let name, unit, kind, meaning: String, nominal, lower, upper: Double }
  struct Constraint: Decodable {
    let name, requirement: String
    let cost: Int
    let limit: Double
    let threshold, alpha: Double?
  }
  struct Box: Decodable { let name: String, parameters: [String] }
  struct Rule: Decodable { let name, channel: String }
  struct Named: Decodable { let name: String }

  let recipe, id, family, summary: String
  let observation, action: Row
  let action_names, diagnostics: [String]
  let nature: [Component]
  let horizon, margins: Int
  let discount: Double
  let reward_range: [Double?]
  let is_deterministic, is_tabular, has_scene: Bool
  let costs, options: [Named]
  let constraints: [Constraint]
  let parameters: [Parameter]
  let boxes: [Box]
  let rules: [Rule]
}

extension Described.Component: Equatable {}

@Suite struct DescriptionTests {
  private func decode<T: Decodable>(_ type: T.Type, _ text: String) throws -> T {
    try JSONDecoder().decode(type, from: Data(text.utf8))
  }

  private func describe(_ recipe: String) throws -> Described {
    try decode(Described.self, text { gauntlet_describe(recipe, $0, $1, $2) })
  }

  @Test func listNamesEveryWorldAndRule() throws {
    let worlds = try decode([[String: String]].self, text { gauntlet_list($0, $1, $2) })
    #expect(worlds.map { $0["id"] } == EnvironmentCatalog.entries.map(\.identifier))
    #expect(worlds.map { $0["family"] } == EnvironmentCatalog.entries.map(\.family))
    #expect(worlds.map { $0["summary"] } == EnvironmentCatalog.entries.map(\.summary))
    let rules = try decode([Described.Named].self, text { gauntlet_list_rules($0, $1, $2) })
    #expect(rules.map(\.name) == RuleTable.rules.map(\.name))
  }

  @Test(arguments: EnvironmentCatalog.playableIdentifiers) func describesWorld(_ id: String) throws {
    let entry = try #require(EnvironmentCatalog.entry(id))
    let described = try describe(id)
    #expect(described.recipe == id && described.id == id)
    #expect(described.family == entry.family && described.summary == entry.summary)
    #expect(described.observation.element == entry.observation.elementType.rawValue)
    #expect(described.observation.components == entry.observation.components.map(Described.Component.init))
    #expect(described.action.element == entry.action.elementType.rawValue)
    #expect(described.action.components == entry.action.components.map(Described.Component.init))
    #expect(described.horizon == entry.task.horizon && described.discount == entry.task.discount)
    let range = [entry.task.rewardRange.lowerBound, entry.task.rewardRange.upperBound]
    #expect(described.reward_range == range.map { $0.isFinite ? $0 : nil })
    #expect(described.is_deterministic == entry.task.isDeterministic)
    #expect(described.is_tabular == entry.isTabular && described.has_scene)
    #expect(described.action_names.count == (entry.isTabular ? Int(entry.action.components[0].upper) + 1 : 0))
    #expect(described.costs.map(\.name) == entry.task.costs.map(\.name))
    #expect(described.constraints.map(\.name) == entry.task.constraints.map(\.name))
    #expect(described.constraints.map(\.cost) == entry.task.constraints.map(\.channel))
    #expect(described.constraints.map(\.requirement) == entry.task.constraints.map(\.requirement.name))
    #expect(described.constraints.map(\.limit) == entry.task.constraints.map(\.requirement.limit))
    #expect(described.parameters.map(\.name) == entry.parameters.map(\.name))
    #expect(described.parameters.map(\.nominal) == entry.parameters.map(\.nominal))
    #expect(described.parameters.map(\.lower) == entry.parameters.map(\.interval.lowerBound))
    #expect(described.parameters.map(\.upper) == entry.parameters.map(\.interval.upperBound))
    #expect(described.parameters.map(\.kind) == entry.parameters.map(\.kind.rawValue))
    #expect(described.boxes.map(\.parameters) == entry.boxes.map(\.parameters))
    #expect(described.options.map(\.name) == entry.options.map(\.name))
    #expect(described.diagnostics == entry.diagnostics)
    #expect(described.nature.isEmpty && described.rules.isEmpty)
  }

  @Test func describesWhatTheRecipeMakesOfIt() throws {
    let described = try describe(
      " cart-pole-v1 ?massPole=0.2,horizon=30|extra-dimensions(count=2)|adversary-seat(channel=parameters)")
    #expect(
      described.recipe
        == "cart-pole-v1?massPole=0.2,horizon=30 | extra-dimensions(count=2) | adversary-seat(channel=parameters)")
    #expect(described.horizon == 30)
    #expect(described.observation.components.count == 6)
    #expect(described.nature.count == 6 && described.nature.allSatisfy { $0.lower == -1 && $0.upper == 1 })
    #expect(described.parameters.first { $0.name == "massPole" }?.nominal == 0.2)
    #expect(described.rules.map(\.channel) == ["observation", "parameters"])
  }

  @Test func sizesAreAskedForAndChecked() {
    var needed: UInt64 = 0
    #expect(gauntlet_list(nil, 0, &needed) == GAUNTLET_OK)
    var buffer = [CChar](repeating: 1, count: Int(needed))
    #expect(gauntlet_list(&buffer, needed - 1, &needed) == GAUNTLET_TOO_SMALL)
    #expect(buffer.allSatisfy { $0 == 1 })
    #expect(gauntlet_list(&buffer, needed, nil) == GAUNTLET_OK)
    #expect(buffer.last == 0 && !buffer.dropLast().contains(0))
    #expect(gauntlet_list(nil, 5, &needed) == GAUNTLET_BAD_ARGUMENT)
    #expect(gauntlet_list(nil, 0, nil) == GAUNTLET_BAD_ARGUMENT)
  }

  @Test func versionsAndNames() {
    #expect(gauntlet_abi_version() == UInt32(GAUNTLET_ABI_VERSION))
    #expect(String(cString: gauntlet_version()).wholeMatch(of: /\d+\.\d+\.\d+/) != nil)
    let names = (0...GAUNTLET_NOT_BOUND).map { String(cString: gauntlet_status_name($0)) }
    #expect(Set(names).count == 13 && names.allSatisfy { $0.hasPrefix("GAUNTLET_") })
    for status in [-1, GAUNTLET_NOT_BOUND + 1, .max, .min] {
      #expect(String(cString: gauntlet_status_name(status)) == "unknown status")
    }
  }
}
