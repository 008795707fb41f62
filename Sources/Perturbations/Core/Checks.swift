import DecisionProcesses

extension Perturbation {
  /// Refuses rows with categories: arithmetic on them means nothing.
  func requireContinuous(_ shape: RuleShape) throws(PerturbationError) {
    guard let component = shape.row.components.first(where: \.isCategorical) else { return }
    let remedy =
      channel == .action
      ? "use replace-action, sticky-action, repeat-action or action-delay"
      : "use dropout, stuck or observation-delay"
    throw PerturbationError(
      rule: Self.name, argument: "channel",
      "component '\(component.name)' of the \(channel.rawValue) row is categorical; \(remedy)")
  }

  /// One value per component: a single value is repeated.
  func broadcast(
    _ values: [Double], _ argument: String, to row: RowDescription
  ) throws(PerturbationError) -> [Double] {
    if let wrong = values.first(where: { !$0.isFinite }) {
      throw PerturbationError(rule: Self.name, argument: argument, "\(argument) must be finite, not \(wrong)")
    }
    if values.count == 1 { return Array(repeating: values[0], count: row.width) }
    guard values.count == row.width else {
      throw PerturbationError(
        rule: Self.name, argument: argument,
        "\(argument) has \(values.count) values, the \(channel.rawValue) row has \(row.width) components; "
          + "give one value or \(row.width)")
    }
    return values
  }

  func requireNonNegative(_ values: [Double], _ argument: String) throws(PerturbationError) {
    if let wrong = values.first(where: { !($0 >= 0) }) {
      throw PerturbationError(
        rule: Self.name, argument: argument, "\(argument) must not be negative, but is \(wrong)")
    }
  }
}
