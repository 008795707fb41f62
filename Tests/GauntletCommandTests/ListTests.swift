import Testing

@Suite struct ListTests {
  private let listingKeys: Set = [
    "id", "family", "summary", "horizon", "discount", "isDeterministic", "isTabular", "constraints",
    "parameters", "options", "boxes", "diagnostics", "observation", "action",
  ]

  @Test func worldsAsJSON() throws {
    let worlds = try succeed("list", "--json").objects()
    #expect(worlds.count >= 22)
    for world in worlds { #expect(Set(world.keys) == listingKeys) }
    #expect(Set(worlds.compactMap { $0["id"] as? String }).count == worlds.count)
    let cartPole = try #require(worlds.first { $0["id"] as? String == "cart-pole-v1" })
    let parameters = try #require(cartPole["parameters"] as? [[String: Any]])
    let massPole = try #require(parameters.first { $0["name"] as? String == "massPole" })
    #expect(massPole["nominal"] as? Double == 0.1)
    #expect(massPole["interval"] as? [Double] == [0.05, 0.5])
    for component in try #require(cartPole["observation"] as? [[String: Any]]) {
      #expect(Set(component.keys) == ["name", "unit", "lower", "upper", "isCategorical"])
    }
  }

  @Test func rulesAsJSON() throws {
    let rules = try succeed("list", "--rules", "--json").objects()
    for rule in rules { #expect(Set(rule.keys) == ["name", "summary", "channels", "arguments"]) }
    let delay = try #require(rules.first { $0["name"] as? String == "action-delay" })
    #expect(delay["channels"] as? [String] == ["action"])
    let arguments = try #require(delay["arguments"] as? [[String: Any]])
    #expect(arguments.first?["name"] as? String == "steps")
  }

  @Test func textNamesWhatJSONNames() throws {
    let text = try succeed("list").lines
    for world in try succeed("list", "--json").objects() {
      let id = try #require(world["id"] as? String)
      #expect(text.contains { $0.hasPrefix(id + " ") }, "\(id)")
    }
    let rules = try succeed("list", "--rules").lines
    for rule in try succeed("list", "--rules", "--json").objects() {
      let name = try #require(rule["name"] as? String)
      #expect(rules.contains { $0.hasPrefix(name + "  ") }, "\(name)")
    }
  }

  @Test func describeShowsTheTables() throws {
    let lines = try succeed("describe", "cart-pole-v1").lines
    #expect(lines.first?.hasPrefix("cart-pole-v1 (classic-control): ") == true)
    for section in ["Observation", "Actions", "Costs and constraints", "Endings", "Parameters", "Options"] {
      #expect(lines.contains { $0 == section }, "\(section)")
    }
    let row = try #require(lines.first { $0.hasPrefix("massPole ") })
    #expect(row.contains("[0.05, 0.5]"))
    #expect(lines.allSatisfy { !$0.contains("|") }, "tables for a reader, not Markdown")
  }

  @Test func describeAsJSONIsOneOfTheList() throws {
    let world = try succeed("describe", "cart-pole-v1", "--json").object()
    #expect(Set(world.keys) == listingKeys)
    #expect(world["id"] as? String == "cart-pole-v1")
  }
}
