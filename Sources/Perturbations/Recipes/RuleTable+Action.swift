import DecisionProcesses
import Recipes

extension RuleTable {
  static let actionRules: [RuleDescription] = [
    RuleDescription(
      "sticky-action", "executes the previous action again, by chance", channels: [.action],
      [RuleArgument("probability", "number", "chance per step")]
    ) { reader, _, options, _ throws(RecipeError) in
      RuleSlot(StickyAction(probability: try reader.number("probability", in: 0...1)), options: options)
    },
    RuleDescription(
      "repeat-action", "holds each decision", channels: [.action],
      [RuleArgument("steps", "integer", "how long, in steps; 1 changes nothing")]
    ) { reader, _, options, _ throws(RecipeError) in
      RuleSlot(RepeatAction(steps: try reader.integer("steps", in: 1...(.max))), options: options)
    },
    RuleDescription(
      "replace-action", "another player acts, by chance: probabilistic action robustness",
      channels: [.action],
      [RuleArgument("probability", "number", "chance per step"), byArgument]
    ) { reader, _, options, context throws(RecipeError) in
      let probability = try reader.number("probability", in: 0...1)
      let player = try source(&reader, context)
      return RuleSlot(ReplaceAction(probability: probability, by: player), options: options)
    },
    RuleDescription(
      "blend-action", "another player has a share of the action: noisy action robustness",
      channels: [.action],
      [RuleArgument("alpha", "number", "the other player's share, 0 to 1"), byArgument]
    ) { reader, _, options, context throws(RecipeError) in
      let alpha = try reader.number("alpha", in: 0...1)
      return RuleSlot(BlendAction(alpha: alpha, by: try source(&reader, context)), options: options)
    },
  ]
}

private let byArgument = RuleArgument(
  "by", "uniform|POLICY", standard: "uniform", "the other player: a uniform draw, or a policy by name")

private func source(
  _ reader: inout ArgumentReader, _ context: RuleBuildContext
) throws(RecipeError) -> ActionSource {
  let name = try reader.text("by", default: "uniform")
  if name == "uniform" { return .uniform }
  if let policy = context.policy(name) { return .policy(policy) }
  let known = ["uniform"] + context.policyNames
  if known.contains(name) {
    // A finite world that is too large to be solved has none, for example.
    throw reader.error(
      at: "by", "\(reader.owner): this world has no policy '\(name)'",
      remedy: "use another: " + known.filter { $0 != name }.joined(separator: ", "))
  }
  let guess = nearest(to: name, among: known).map { "did you mean '\($0)'? " } ?? ""
  throw reader.error(
    at: "by", "\(reader.owner): unknown policy '\(name)'",
    remedy: guess + "known: " + known.joined(separator: ", "))
}
