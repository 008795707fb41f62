import DecisionProcesses
import Recipes

extension RuleTable {
  /// Arguments that rules share; `channel` only where there is a choice.
  public static let commonArguments: [RuleArgument] = [
    RuleArgument("channel", "word", standard: "the rule's first", "the row that the rule changes"),
    RuleArgument("on", "list of integers", standard: "all", "components that the rule may change"),
    RuleArgument(
      "schedule", "every|period:K|window:A:B|bernoulli:P|trigger:NAME", standard: "every",
      "when the rule is active; t counts from 0 at reset"),
    RuleArgument(
      "clip", "true|false", standard: "true for actions, false else",
      "whether the changed row is clipped to its declared space"),
    RuleArgument("limit", "number", standard: "none", "largest change in one step, Euclidean norm"),
    RuleArgument("budget", "number", standard: "none", "largest sum of changes in one episode"),
    RuleArgument("count", "integer", standard: "none", "most steps of an episode that are changed"),
  ]

  /// The common arguments but `channel`.
  static let everyOption = ["on", "schedule", "clip", "limit", "budget", "count"]

  static func commonOptions(
    of rule: RuleDescription, from reader: inout ArgumentReader
  ) throws(RecipeError) -> (Channel, RuleOptions) {
    var channel = rule.channels[0]
    if rule.common.contains("channel") {
      let word = try reader.word(
        "channel", default: channel.rawValue, oneOf: rule.channels.map(\.rawValue))
      channel = Channel(rawValue: word) ?? channel
    }
    var options = RuleOptions()
    if rule.common.contains("on"), reader.value("on") != nil {
      options.components = try reader.integers("on", in: 0...(.max))
    }
    if rule.common.contains("schedule") {
      let text = try reader.text("schedule", default: "every")
      do throws(PerturbationError) {
        options.schedule = try Schedule(parsing: text)
      } catch {
        let (fault, remedy) = parts(of: error.message)
        throw reader.error(at: "schedule", "\(rule.name): \(fault)", remedy: remedy)
      }
    }
    if rule.common.contains("clip"), reader.value("clip") != nil {
      options.clips = try reader.flag("clip")
    }
    if rule.common.contains("limit") {
      options.budget = Budget(
        perStep: try reader.number("limit", default: .infinity, in: 0...(.infinity)),
        perEpisode: try reader.number("budget", default: .infinity, in: 0...(.infinity)),
        count: try reader.integer("count", default: .max, in: 0...(.max)))
    }
    return (channel, options)
  }
}
