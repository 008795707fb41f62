import Recipes

/// Rows that hold what an agent sees or does.
private let signals: [Channel] = [.observation, .action, .reward, .cost]

extension RuleTable {
  static let rowRules: [RuleDescription] = [
    RuleDescription(
      "gaussian-noise", "adds normal noise, independent per component", channels: signals,
      [RuleArgument("sigma", "number or list", "standard deviation, units of the row")]
    ) { reader, channel, options, _ throws(RecipeError) in
      let sigma = try reader.numbers("sigma", in: 0...(.infinity))
      return RuleSlot(GaussianNoise(channel, sigma: sigma), options: options)
    },
    RuleDescription(
      "uniform-noise", "adds uniform noise, independent per component", channels: signals,
      [
        RuleArgument("low", "number or list", "lower end of the noise, units of the row"),
        RuleArgument("high", "number or list", "upper end of the noise, units of the row"),
      ]
    ) { reader, channel, options, _ throws(RecipeError) in
      let low = try reader.numbers("low")
      return RuleSlot(UniformNoise(channel, low: low, high: try reader.numbers("high")), options: options)
    },
    RuleDescription(
      "bias", "adds a constant", channels: signals,
      [RuleArgument("value", "number or list", "the offset, units of the row")]
    ) { reader, channel, options, _ throws(RecipeError) in
      RuleSlot(Bias(channel, value: try reader.numbers("value")), options: options)
    },
    RuleDescription(
      "quantise", "rounds to a grid", channels: signals,
      [RuleArgument("step", "number or list", "width of the grid, units of the row; 0 leaves alone")]
    ) { reader, channel, options, _ throws(RecipeError) in
      RuleSlot(Quantise(channel, step: try reader.numbers("step", in: 0...(.infinity))), options: options)
    },
    RuleDescription(
      "clip", "limits each component", channels: signals,
      common: ["on", "schedule", "limit", "budget", "count"],
      [
        RuleArgument("low", "number or list", standard: "the space's", "lower limit, units of the row"),
        RuleArgument("high", "number or list", standard: "the space's", "upper limit, units of the row"),
      ]
    ) { reader, channel, options, _ throws(RecipeError) in
      let low = try reader.numbers("low", default: [])
      let high = try reader.numbers("high", default: [])
      return RuleSlot(Clip(channel, low: low, high: high), options: options)
    },
    RuleDescription(
      "dropout", "components read 0 for a while", channels: signals, failureArguments("fails", "stays out")
    ) { reader, channel, options, _ throws(RecipeError) in
      let (probability, duration) = try failure(&reader)
      return RuleSlot(Dropout(channel, probability: probability, duration: duration), options: options)
    },
    RuleDescription(
      "stuck", "components keep the value shown last for a while", channels: signals,
      failureArguments("sticks", "stays stuck")
    ) { reader, channel, options, _ throws(RecipeError) in
      let (probability, duration) = try failure(&reader)
      return RuleSlot(Stuck(channel, probability: probability, duration: duration), options: options)
    },
    RuleDescription(
      "extra-dimensions", "appends columns of standard normal noise", channels: [.observation],
      common: ["schedule"], [RuleArgument("count", "integer", "columns to append")]
    ) { reader, _, options, _ throws(RecipeError) in
      RuleSlot(ExtraDimensions(count: try reader.integer("count", in: 0...10_000)), options: options)
    },
  ]

  static let delayRules: [RuleDescription] = [
    RuleDescription(
      "observation-delay", "shows the observation of some steps ago, the first one until then",
      channels: [.observation], delayArguments
    ) { reader, _, options, _ throws(RecipeError) in
      RuleSlot(ObservationDelay(steps: try delay(&reader)), options: options)
    },
    RuleDescription(
      "action-delay", "executes the action of some steps ago, the zero action until then",
      channels: [.action], delayArguments
    ) { reader, _, options, _ throws(RecipeError) in
      RuleSlot(ActionDelay(steps: try delay(&reader)), options: options)
    },
    RuleDescription(
      "reward-delay", "gives the reward of some steps ago, zero until then", channels: [.reward],
      delayArguments
    ) { reader, _, options, _ throws(RecipeError) in
      RuleSlot(RewardDelay(steps: try delay(&reader)), options: options)
    },
  ]
}

private let delayArguments = [RuleArgument("steps", "integer", "how late, in steps")]

private func delay(_ reader: inout ArgumentReader) throws(RecipeError) -> Int {
  try reader.integer("steps", in: 0...10_000)
}

private func failureArguments(_ starts: String, _ lasts: String) -> [RuleArgument] {
  [
    RuleArgument("probability", "number", "chance per step that a working component \(starts)"),
    RuleArgument("duration", "integer", standard: "1", "steps that it \(lasts)"),
  ]
}

private func failure(_ reader: inout ArgumentReader) throws(RecipeError) -> (Double, Int) {
  let probability = try reader.number("probability", in: 0...1)
  return (probability, try reader.integer("duration", default: 1, in: 1...(.max)))
}
