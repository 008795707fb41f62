import DecisionProcesses
import Recipes

/// Which parameters a rule may move: one of the world's named boxes, or a list of names.
public enum ParameterSelection: Sendable, Hashable {
  case box(String)
  case parameters([String])
}

/// A box of parameter values: [nominal - r (nominal - low), nominal + r (high - nominal)] in each selected
/// parameter, with r the radius and [low, high] the parameter's interval.
@usableFromInline
struct FittedBox: Sendable {
  /// Indices into the parameter row.
  @usableFromInline var indices: [Int] = []
  @usableFromInline var low: [Double] = []
  @usableFromInline var high: [Double] = []
  @usableFromInline var nominal: [Double] = []
  /// Names and units, in the order of `indices`.
  var components: [ComponentDescription] = []

  init() {}

  init(
    _ selection: ParameterSelection, radius: Double, in shape: RuleShape, rule: String
  ) throws(PerturbationError) {
    guard radius >= 0 && radius <= 1 else {
      throw PerturbationError(rule: rule, argument: "radius", "radius is \(radius); give a number in [0, 1]")
    }
    let names: [String]
    let argument: String
    switch selection {
    case .parameters(let list):
      (names, argument) = (list, "parameters")
    case .box(let name):
      argument = "box"
      guard let box = shape.boxes.first(where: { $0.name == name }) else {
        let known = shape.boxes.map(\.name)
        throw PerturbationError(
          rule: rule, argument: argument, "there is no box '\(name)'; \(remedy(for: name, known: known))")
      }
      names = box.parameters
    }
    guard !names.isEmpty else {
      throw PerturbationError(rule: rule, argument: argument, "no parameter is named; name at least one")
    }
    for name in names {
      let index = try shape.parameterIndex(name, rule: rule, argument: argument)
      guard !indices.contains(index) else {
        throw PerturbationError(rule: rule, argument: argument, "'\(name)' is named twice; name it once")
      }
      let parameter = shape.parameters[index]
      try parameter.requireInside(parameter.nominal, rule: rule, argument: argument)
      indices.append(index)
      nominal.append(parameter.nominal)
      low.append(parameter.nominal - radius * (parameter.nominal - parameter.interval.lowerBound))
      high.append(parameter.nominal + radius * (parameter.interval.upperBound - parameter.nominal))
      components.append(ComponentDescription(name, -1, 1))
    }
    // At the full radius the formula may miss the interval's ends by a rounding error.
    if radius == 1 {
      low = indices.map { shape.parameters[$0].interval.lowerBound }
      high = indices.map { shape.parameters[$0].interval.upperBound }
    }
  }
}

/// "did you mean" with the list of what is known.
private func remedy(for name: String, known: [String]) -> String {
  guard !known.isEmpty else { return "this world has none" }
  let list = "known: " + known.joined(separator: ", ")
  return nearest(to: name, among: known).map { "did you mean '\($0)'? (\(list))" } ?? "use one of the \(list)"
}

extension RuleShape {
  /// Index of the parameter called `name`.
  func parameterIndex(
    _ name: String, rule: String, argument: String
  ) throws(PerturbationError) -> Int {
    guard let index = parameters.firstIndex(where: { $0.name == name }) else {
      throw PerturbationError(
        rule: rule, argument: argument,
        "this world has no parameter '\(name)'; \(remedy(for: name, known: parameters.map(\.name)))")
    }
    return index
  }
}

extension ParameterDescription {
  /// Refuses values outside the interval.
  func requireInside(_ value: Double, rule: String, argument: String) throws(PerturbationError) {
    guard interval.contains(value) else {
      throw PerturbationError(
        rule: rule, argument: argument,
        "\(name) would be \(value), outside its interval [\(interval.lowerBound), \(interval.upperBound)]; "
          + "from its nominal \(nominal) it may change by \(interval.lowerBound - nominal) to "
          + "\(interval.upperBound - nominal)")
    }
  }
}
