import DecisionProcesses
import Recipes

/// Which parameters a rule may move: one of the world's named boxes, or a list of names.
public enum ParameterSelection: Sendable, Hashable {
  case box(String)
  case parameters([String])
}

/// A box of parameter values: [nominal - r (nominal - low), nominal + r (high - nominal)] in each selected
/// parameter, with r the radius and [low, high] the parameter's interval, or the box's own side where it has
/// one. A side may lie beside the nominal value; the box then does too.
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
    var sides: [ClosedRange<Double>] = []
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
      sides = box.sides
    }
    guard !names.isEmpty else {
      throw PerturbationError(rule: rule, argument: argument, "no parameter is named; name at least one")
    }
    for (place, name) in names.enumerated() {
      let index = try shape.parameterIndex(name, rule: rule, argument: argument)
      guard !indices.contains(index) else {
        throw PerturbationError(rule: rule, argument: argument, "'\(name)' is named twice; name it once")
      }
      let parameter = shape.parameters[index]
      try parameter.requireInside(parameter.nominal, rule: rule, argument: argument)
      let side = sides.isEmpty ? parameter.interval : sides[place]
      indices.append(index)
      nominal.append(parameter.nominal)
      // At the full radius the formula may miss the side's ends by a rounding error.
      let isFull = radius == 1
      low.append(
        isFull ? side.lowerBound : parameter.nominal - radius * (parameter.nominal - side.lowerBound))
      high.append(
        isFull ? side.upperBound : parameter.nominal + radius * (side.upperBound - parameter.nominal))
      components.append(ComponentDescription(name, -1, 1))
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
