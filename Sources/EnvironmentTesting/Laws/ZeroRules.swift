import DecisionProcesses
import Recipes

/// Every rule of the rule table with a size that changes nothing, by the rule's name.
///
/// `PARAMETER` stands for the name of one of the world's parameters.
let zeroRules: [String: [String]] = [
  "gaussian-noise": signals("sigma=0"),
  "uniform-noise": signals("low=0,high=0"),
  "bias": signals("value=0"),
  "quantise": signals("step=0"),
  "clip": signals("low=-1e300,high=1e300"),
  "dropout": signals("probability=0"),
  "stuck": signals("probability=0"),
  "extra-dimensions": ["count=0"],
  "observation-delay": ["steps=0"],
  "action-delay": ["steps=0"],
  "reward-delay": ["steps=0"],
  "sticky-action": ["probability=0"],
  "repeat-action": ["steps=1"],
  "replace-action": ["probability=0"],
  "blend-action": ["alpha=0"],
  "uncertain": ["radius=0", "radius=0,nature=per-step"],
  "drift": ["parameter=PARAMETER,step=0", "parameter=PARAMETER,sigma=0"],
  "impulse": ["parameter=PARAMETER,magnitude=0,at=2"],
  "step-disturbance": ["parameter=PARAMETER,magnitude=0,at=2"],
  "periodic-disturbance": ["parameter=PARAMETER,amplitude=0,period=10"],
  "adversary-seat": [
    "channel=parameters", "channel=observation,epsilon=0", "channel=action,epsilon=0",
    "channel=action,alpha=0",
  ],
]

/// Presets, which are made of rules above and have no size of their own.
let rulesWithoutZero: Set<String> = ["rwrl"]

private func signals(_ arguments: String) -> [String] {
  ["observation", "action", "reward", "cost"].map { "channel=\($0),\(arguments)" }
}

/// The zero rules as a recipe writes them, for a world with these parameters.
func zeroRuleTexts(parameters: [String]) -> [String] {
  zeroRules.sorted { $0.key < $1.key }.flatMap { name, variants in
    variants.flatMap { arguments -> [String] in
      guard let cut = arguments.range(of: "PARAMETER") else { return ["\(name)(\(arguments))"] }
      return parameters.map { "\(name)(\(arguments.replacing(cut, with: $0)))" }
    }
  }
}

extension String {
  /// The first place of `text`.
  fileprivate func range(of text: String) -> Range<Index>? {
    var start = startIndex
    while start < endIndex {
      if self[start...].hasPrefix(text) { return start..<index(start, offsetBy: text.count) }
      start = index(after: start)
    }
    return nil
  }

  fileprivate func replacing(_ range: Range<Index>, with text: String) -> String {
    self[..<range.lowerBound] + text + self[range.upperBound...]
  }
}
