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
    let (selection, radius) = try RuleTable.box(&reader)
    return .parameters(selection, radius: radius)
  }
  if channel == .observation {
    return .observation(epsilon: try reader.numbers("epsilon", in: 0...(.infinity)))
  }
  guard reader.value("alpha") != nil else {
    return .action(epsilon: try reader.numbers("epsilon", in: 0...(.infinity)))
  }
  if reader.value("epsilon") != nil {
    throw reader.error(at: "epsilon", "adversary-seat has both alpha and epsilon", remedy: "give one of them")
  }
  return .action(alpha: try reader.number("alpha", in: 0...1))
}
