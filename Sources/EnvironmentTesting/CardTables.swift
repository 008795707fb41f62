import DecisionProcesses

/// The tables of an environment card, generated from the code that they describe.
///
/// A card holds each of them word for word in the section named by `CardSection`; the card law compares.
public struct CardTables: Sendable {
  /// Generated text by section; sections without a table are absent.
  public let tables: [CardSection: String]

  /// The tables of `world` with its options at their standard values. O(table size).
  public init<W: World>(_ world: W.Type) {
    let process = W()
    let task = process.task
    tables = [
      .observation: componentTable(process.observationSpace.description),
      .actions: componentTable(process.actionSpace.description),
      .costs: costTables(task),
      .endings: endingLine(task),
      .parameters: parameterTables(W.self),
      .options: optionTable(W.options),
    ]
  }
}

/// The sections that every card has, in order.
public enum CardSection: String, CaseIterable, Sendable {
  case state = "State"
  case observation = "Observation"
  case actions = "Actions"
  case dynamics = "Dynamics"
  case reward = "Reward"
  case costs = "Costs and constraints"
  case endings = "Endings"
  case parameters = "Parameters"
  case options = "Options"
  case scripted = "Scripted policy"
  case source = "Source and deviations"
  case history = "Version history"
}

/// A number as cards and listings write it: shortest exact form, whole numbers without a point.
public func cardNumber(_ value: Double) -> String {
  if value == .infinity { return "∞" }
  if value == -.infinity { return "-∞" }
  if value == value.rounded() && abs(value) < 1e15 { return "\(Int(value))" }
  return "\(value)"
}

func cardInterval(_ range: ClosedRange<Double>) -> String {
  "[\(cardNumber(range.lowerBound)), \(cardNumber(range.upperBound))]"
}

private func markdown(_ header: [String], _ rows: [[String]]) -> String {
  let lines = [header, header.map { _ in "---" }] + rows
  return lines.map { "| " + $0.joined(separator: " | ") + " |" }.joined(separator: "\n")
}

private func componentTable(_ row: RowDescription) -> String {
  let rows = row.components.enumerated().map { index, component -> [String] in
    let range: String
    if case .categorical(let count) = component.kind {
      range = "0...\(count - 1), whole"
    } else {
      range = "[\(cardNumber(component.lower)), \(cardNumber(component.upper))]"
    }
    return ["\(index)", component.name, component.unit, range]
  }
  return markdown(["#", "component", "unit", "range"], rows)
    + "\n\nColumn type: \(row.elementType.rawValue)."
}

private func costTables(_ task: TaskDescription) -> String {
  guard !task.costs.isEmpty else { return "No costs." }
  let costs = task.costs.enumerated().map { index, cost in
    ["\(index)", cost.name, cost.unit, cost.isNonNegative ? ">= 0" : "signed", cost.meaning]
  }
  let constraints = task.constraints.map { constraint in
    [
      constraint.name, task.costs[constraint.channel].name, constraint.requirement.name,
      cardNumber(constraint.requirement.limit),
    ]
  }
  return markdown(["#", "cost", "unit", "sign", "meaning"], costs) + "\n\n"
    + (constraints.isEmpty
      ? "No constraints." : markdown(["constraint", "cost", "requirement", "limit"], constraints))
}

private func endingLine(_ task: TaskDescription) -> String {
  "Horizon \(task.horizon) steps; discount \(cardNumber(task.discount)); reward in "
    + "\(cardInterval(task.rewardRange)); transitions "
    + (task.isDeterministic ? "deterministic." : "random.")
}

private func parameterTables<W: World>(_ world: W.Type) -> String {
  guard !W.schema.isEmpty else { return "No parameters." }
  let rows = W.schema.map { parameter in
    [
      parameter.name, parameter.kind.rawValue, parameter.unit, cardNumber(parameter.nominal),
      cardInterval(parameter.interval), parameter.meaning,
    ]
  }
  let boxes = W.boxes.map { box in
    let parts = box.parameters.enumerated().map { index, name in
      box.sides.isEmpty ? name : "\(name) in \(cardInterval(box.sides[index]))"
    }
    return "`\(box.name)`: \(parts.joined(separator: ", "))"
  }
  let inert = W.inertIntervals.map {
    "`\($0.parameter)` is inert in \(cardInterval($0.interval)): \($0.reason)"
  }
  let table = markdown(["parameter", "kind", "unit", "nominal", "interval", "meaning"], rows)
  return ([table, "Boxes: " + boxes.joined(separator: "; ") + "."] + inert).joined(separator: "\n\n")
}

private func optionTable(_ options: [OptionDescription]) -> String {
  guard !options.isEmpty else { return "No options." }
  let rows = options.map { option -> [String] in
    let values: String
    switch option.domain {
    case .choice(let words): values = words.joined(separator: ", ")
    case .integer(let range): values = "\(range.lowerBound)...\(range.upperBound)"
    case .number(let range): values = cardInterval(range)
    case .flag: values = "true, false"
    }
    return [option.name, values, option.standard.text, option.meaning]
  }
  return markdown(["option", "values", "standard", "meaning"], rows)
}

extension OptionValue {
  /// The value as a recipe writes it.
  public var text: String {
    switch self {
    case .word(let word): word
    case .integer(let number): "\(number)"
    case .number(let number): cardNumber(number)
    case .flag(let flag): "\(flag)"
    }
  }
}
