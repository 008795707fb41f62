import CGauntlet
import DecisionProcesses
import EnvironmentCatalog
import Perturbations
import Recipes

// What there is, as JSON.

@c @implementation
public func gauntlet_list(
  _ buffer: UnsafeMutablePointer<CChar>!, _ capacity: UInt64, _ needed: UnsafeMutablePointer<UInt64>!
) -> gauntlet_status {
  attempt { () throws(Failure) in
    var facts = WorldFacts()
    EnvironmentCatalog.enumerate(&facts)
    try copy(JSON.array(facts.listings).line, buffer, capacity, needed)
  }
}

@c @implementation
public func gauntlet_list_rules(
  _ buffer: UnsafeMutablePointer<CChar>!, _ capacity: UInt64, _ needed: UnsafeMutablePointer<UInt64>!
) -> gauntlet_status {
  attempt { () throws(Failure) in
    try copy(RuleTable.rules.json(listing).line, buffer, capacity, needed)
  }
}

@c @implementation
public func gauntlet_describe(
  _ recipe: UnsafePointer<CChar>!, _ buffer: UnsafeMutablePointer<CChar>!, _ capacity: UInt64,
  _ needed: UnsafeMutablePointer<UInt64>!
) -> gauntlet_status {
  attempt { () throws(Failure) in
    let recipe = try parse(recipe)
    try copy(describe(try makeEnvironment(recipe).0).line, buffer, capacity, needed)
  }
}

private func listing(_ rule: RuleDescription) -> JSON {
  let common = RuleTable.commonArguments.filter { rule.common.contains($0.name) }
  return .object([
    "name": .text(rule.name), "summary": .text(rule.summary),
    "channels": rule.channels.json { .text($0.rawValue) },
    "arguments": (rule.arguments + common).json { argument in
      .object([
        "name": .text(argument.name), "form": .text(argument.form),
        "standard": argument.standard.json { .text($0) }, "meaning": .text(argument.meaning),
      ])
    },
  ])
}

/// What a world's type says of itself.
private struct WorldFacts: WorldVisitor {
  /// The one world to look at; nil for a listing of all.
  var identifier: String?
  var listings: [JSON] = []
  var family = ""
  var summary = ""
  var options: [OptionDescription] = []
  var boxes: [ParameterBox] = []
  var diagnostics: [String] = []
  var isTabular = false

  mutating func visit<W: World>(_ world: W.Type) {
    guard let identifier else {
      listings.append(
        .object(["id": .text(W.identifier), "family": .text(W.family), "summary": .text(W.summary)]))
      return
    }
    guard W.identifier == identifier else { return }
    family = W.family
    summary = W.summary
    options = W.options
    boxes = W.boxes
    diagnostics = W.diagnosticNames
    isTabular = W.self is any TabularProcess.Type
  }
}

private func describe(_ environment: RecipeEnvironment) -> JSON {
  var facts = WorldFacts(identifier: environment.recipe.environment)
  EnvironmentCatalog.enumerate(&facts)
  let task = environment.task
  return .object([
    "recipe": .text(environment.recipe.description), "id": .text(environment.recipe.environment),
    "family": .text(facts.family), "summary": .text(facts.summary),
    "observation": row(environment.observationSpace.description),
    "action": row(environment.actionSpace.description),
    "action_names": environment.actionNames.json { .text($0) },
    "nature": environment.seatDescription.components.json(component),
    "horizon": .integer(task.horizon), "discount": .number(task.discount),
    "reward_range": .array([.number(task.rewardRange.lowerBound), .number(task.rewardRange.upperBound)]),
    "is_deterministic": .bool(task.isDeterministic), "is_tabular": .bool(facts.isTabular),
    "has_scene": .bool(environment.scene != nil),
    "costs": task.costs.json { cost in
      .object([
        "name": .text(cost.name), "unit": .text(cost.unit), "is_non_negative": .bool(cost.isNonNegative),
        "meaning": .text(cost.meaning),
      ])
    },
    "constraints": task.constraints.json(constraint),
    "parameters": environment.parameterDescriptions.json(parameter),
    "boxes": facts.boxes.json { box in
      .object([
        "name": .text(box.name), "parameters": box.parameters.json { .text($0) },
        "sides": box.sides.json { .array([.number($0.lowerBound), .number($0.upperBound)]) },
      ])
    },
    "options": facts.options.json(option),
    "diagnostics": facts.diagnostics.json { .text($0) },
    "margins": .integer(environment.margins.count),
    "rules": environment.ruleStates.json { rule in
      .object(["name": .text(rule.name), "channel": .text(rule.channel.rawValue)])
    },
  ])
}

private func row(_ row: RowDescription) -> JSON {
  .object(["element": .text(row.elementType.rawValue), "components": row.components.json(component)])
}

private func component(_ component: ComponentDescription) -> JSON {
  var categories: Int?
  if case .categorical(let count) = component.kind { categories = count }
  return .object([
    "name": .text(component.name), "unit": .text(component.unit), "lower": .number(component.lower),
    "upper": .number(component.upper), "categories": categories.json { .integer($0) },
  ])
}

private func constraint(_ constraint: Constraint) -> JSON {
  var (threshold, alpha): (Double?, Double?) = (nil, nil)
  switch constraint.requirement {
  case .probability(let bound, _): threshold = bound
  case .conditionalValueAtRisk(let fraction, _): alpha = fraction
  case .everyStep, .expectedReturn, .discountedReturn: break
  }
  return .object([
    "name": .text(constraint.name), "cost": .integer(constraint.channel),
    "requirement": .text(constraint.requirement.name), "limit": .number(constraint.requirement.limit),
    "threshold": threshold.json { .number($0) }, "alpha": alpha.json { .number($0) },
  ])
}

private func parameter(_ parameter: ParameterDescription) -> JSON {
  .object([
    "name": .text(parameter.name), "kind": .text(parameter.kind.rawValue), "unit": .text(parameter.unit),
    "nominal": .number(parameter.nominal), "lower": .number(parameter.interval.lowerBound),
    "upper": .number(parameter.interval.upperBound), "meaning": .text(parameter.meaning),
  ])
}

private func option(_ option: OptionDescription) -> JSON {
  let (type, domain): (String, JSON)
  switch option.domain {
  case .choice(let words): (type, domain) = ("word", words.json { .text($0) })
  case .integer(let range):
    (type, domain) = ("integer", .array([.integer(range.lowerBound), .integer(range.upperBound)]))
  case .number(let range):
    (type, domain) = ("number", .array([.number(range.lowerBound), .number(range.upperBound)]))
  case .flag: (type, domain) = ("flag", .array([.bool(false), .bool(true)]))
  }
  let standard: JSON
  switch option.standard {
  case .word(let word): standard = .text(word)
  case .integer(let number): standard = .integer(number)
  case .number(let number): standard = .number(number)
  case .flag(let flag): standard = .bool(flag)
  }
  return .object([
    "name": .text(option.name), "type": .text(type), "domain": domain, "standard": standard,
    "meaning": .text(option.meaning),
  ])
}
