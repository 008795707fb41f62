import Recipes

extension RuleTable {
  static let adversaryRules: [RuleDescription] = [
    RuleDescription(
      "adversary-seat", "a seat for nature, filled by another player before each step",
      channels: [.parameters, .observation, .action],
      boxArguments + [
        RuleArgument(
          "epsilon", "number or list", standard: "none",
          "largest shift of an observation or action, units of the row"),
        RuleArgument(
          "alpha", "number", standard: "none", "nature's share of the action, 0 to 1; instead of epsilon"),
      ]
    ) { reader, channel, options, _ throws(RecipeError) in
      RuleSlot(try seat(channel, &reader), options: options)
    }
  ]
}

private func seat(_ channel: Channel, _ reader: inout ArgumentReader) throws(RecipeError) -> AdversarySeat {
  if channel == .parameters {
    try refuse(["epsilon", "alpha"], "use radius", &reader)
    let (selection, radius) = try RuleTable.box(&reader)
    return .parameters(selection, radius: radius)
  }
  try refuse(["box", "parameters", "radius"], "use epsilon, or channel=parameters", &reader)
  if channel == .observation {
    try refuse(["alpha"], "use epsilon", &reader)
    return .observation(epsilon: try reader.numbers("epsilon", in: 0...(.infinity)))
  }
  guard reader.value("alpha") != nil else {
    return .action(epsilon: try reader.numbers("epsilon", in: 0...(.infinity)))
  }
  try refuse(["epsilon"], "give alpha or epsilon", &reader)
  return .action(alpha: try reader.number("alpha", in: 0...1))
}

/// Refuses arguments that belong to a seat of another kind.
private func refuse(
  _ names: [String], _ remedy: String, _ reader: inout ArgumentReader
) throws(RecipeError) {
  for name in names where reader.value(name) != nil {
    throw reader.error(at: name, "adversary-seat takes no '\(name)' here", remedy: remedy)
  }
}
