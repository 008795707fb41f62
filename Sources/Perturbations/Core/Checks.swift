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

  /// Refuses the parameter row for rules that count their steps: it is written twice at t = 0.
  func refuseParameters() throws(PerturbationError) {
    guard channel == .parameters else { return }
    throw PerturbationError(
      rule: Self.name, argument: "channel",
      "\(Self.name) does not act on parameters; use uncertain, drift or a disturbance rule")
  }

  /// One value per component: a single value is repeated.
  func broadcast(
    _ values: [Double], _ argument: String, to row: RowDescription
  ) throws(PerturbationError) -> [Double] {
    if let wrong = values.first(where: { !$0.isFinite }) {
      throw PerturbationError(
        rule: Self.name, argument: argument, "\(argument) is \(wrong); give finite numbers")
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
        rule: Self.name, argument: argument, "\(argument) is \(wrong); give numbers from 0 on")
    }
  }

  func requireProbability(_ value: Double, _ argument: String) throws(PerturbationError) {
    guard value >= 0 && value <= 1 else {
      throw PerturbationError(
        rule: Self.name, argument: argument, "\(argument) is \(value); give a number in [0, 1]")
    }
  }

  func requirePositive(_ value: Int, _ argument: String) throws(PerturbationError) {
    guard value >= 1 else {
      throw PerturbationError(
        rule: Self.name, argument: argument, "\(argument) is \(value); give a whole number from 1 on")
    }
  }

  func requireFinite(_ value: Double, _ argument: String) throws(PerturbationError) {
    guard value.isFinite else {
      throw PerturbationError(
        rule: Self.name, argument: argument, "\(argument) is \(value); give a finite number")
    }
  }
}
