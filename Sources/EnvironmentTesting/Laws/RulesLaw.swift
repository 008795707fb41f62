import DecisionProcesses
import Perturbations
import Recipes

/// Zero rules change nothing, one rule is its sequence, and no rule shifts another's draws.
func checkRules<P: DecisionProcess>(_ process: P, seed: UInt64) throws(Violation) -> String
where P.Action: RowConvertible, P.Observation: RowConvertible {
  let plain = history(SimulationPlayer(Simulation(process, seed: seed)), seed: seed)
  for rule in RuleTable.rules where zeroRules[rule.name] == nil && !rulesWithoutZero.contains(rule.name) {
    throw Violation("the law knows no size zero of the rule '\(rule.name)'; add one to its list")
  }
  var fitting = 0
  for text in zeroRuleTexts(parameters: P.schema.map(\.name)) {
    guard let steps = try history(process, rules: try parsed(text), seed: seed) else { continue }
    fitting += 1
    try compare(steps, plain, "with \(text)", seed)
  }
  guard let none = try history(process, rules: NoRules(), seed: seed) else {
    throw Violation("a process without rules cannot be made")
  }
  try compare(none, plain, "without rules", seed)
  try checkSequences(process, plain: plain, seed: seed)
  return "\(fitting) rules of size zero, \(ruleSteps) steps each; one rule in four kinds of sequence; "
    + "rules before and after another"
}

private let ruleSteps = 60

/// A mixed sequence of one rule, and neighbours that must not shift one another.
private func checkSequences<P: DecisionProcess>(
  _ process: P, plain: [PlayedStep], seed: UInt64
) throws(Violation) where P.Action: RowConvertible, P.Observation: RowConvertible {
  let noise = RuleSlot(GaussianNoise(.reward, sigma: 0.5))
  let dropout = RuleSlot(Dropout(.observation, probability: 0.3, duration: 2))
  let again = RuleSlot(Dropout(.observation, probability: 0.2, duration: 1))
  try checkOneRule(process, noise, "gaussian-noise", seed)
  try checkOneRule(process, dropout, "dropout", seed)

  let rewards = try steps(process, RuleList([noise]), seed)
  let observations = try steps(process, RuleList([dropout]), seed)
  let mixes: [(String, RuleList)] = [
    ("gaussian-noise | dropout", RuleList([noise, dropout])),
    ("dropout | gaussian-noise", RuleList([dropout, noise])),
  ]
  for (name, rules) in mixes {
    let mixed = try steps(process, rules, seed)
    for index in mixed.indices {
      var expected = plain[index]
      expected.reward = rewards[index].reward
      expected.observation = observations[index].observation
      if let difference = firstDifference(mixed[index], expected) {
        throw Violation("seed \(seed), step \(index): with \(name), \(difference) with each rule alone")
      }
    }
  }
  // A second rule of the same kind, behind the first: what the first one zeroes stays zero.
  let both = try steps(process, RuleList([dropout, again]), seed)
  for index in both.indices {
    for (component, value) in both[index].observation.enumerated()
    where value != 0 && value.bitPattern != observations[index].observation[component].bitPattern {
      throw Violation(
        "seed \(seed), step \(index): observation[\(component)] is \(value) behind a second dropout, "
          + "\(observations[index].observation[component]) behind one")
    }
  }
}

private func checkOneRule<P: DecisionProcess, R: Perturbation>(
  _ process: P, _ slot: RuleSlot<R>, _ name: String, _ seed: UInt64
) throws(Violation) where P.Action: RowConvertible, P.Observation: RowConvertible {
  let alone = try steps(process, slot, seed)
  try compare(try steps(process, RuleList([slot]), seed), alone, "with a list of one \(name)", seed)
  try compare(
    try steps(process, RuleList([RuleList([slot])]), seed), alone, "with a list of a list of \(name)", seed)
  try compare(
    try steps(process, RulePair(NoRules(), slot), seed), alone, "with \(name) behind no rules", seed)
}

private func parsed(_ text: String) throws(Violation) -> any RuleSequence {
  do throws(RecipeError) {
    return try RuleTable.rule(try RuleCall(parsing: text))
  } catch {
    throw Violation("\(text): \(error)")
  }
}

private func steps<P: DecisionProcess, R: RuleSequence>(
  _ process: P, _ rules: R, _ seed: UInt64
) throws(Violation) -> [PlayedStep] where P.Action: RowConvertible, P.Observation: RowConvertible {
  guard let result = try history(process, rules: rules, seed: seed) else {
    throw Violation("\(rules.contents.map(\.name)) cannot act on this world, though it fits any")
  }
  return result
}

/// What random actions give under `rules`; nil where they do not fit the world.
private func history<P: DecisionProcess>(
  _ process: P, rules: some RuleSequence, seed: UInt64
) throws(Violation) -> [PlayedStep]? where P.Action: RowConvertible, P.Observation: RowConvertible {
  do throws(PerturbationError) {
    return history(try PerturbedPlayer(Simulation(process, seed: seed), rules: rules), seed: seed)
  } catch {
    return nil
  }
}

/// The step with positive zeros: adding nothing may turn a zero's sign, and no reader can tell.
private func unsigned(_ step: PlayedStep) -> PlayedStep {
  PlayedStep(
    observation: step.observation.map { $0 + 0 }, reward: step.reward + 0, costs: step.costs.map { $0 + 0 },
    ending: step.ending)
}

/// Resets count as steps without reward, so that first observations are compared too.
private func history(_ player: some Player, seed: UInt64) -> [PlayedStep] {
  var player = player
  var actor = Actor(.random, player.action, seed: seed)
  func begun(_ observation: [Double]) -> PlayedStep {
    unsigned(PlayedStep(observation: observation, reward: 0, costs: [], ending: []))
  }
  var result = [begun(player.reset(seed: seed))]
  while result.count < ruleSteps {
    // Actions do not depend on observations, which rules may change.
    result.append(unsigned(player.step(actor.act(on: []))))
    if !player.isRunning { result.append(begun(player.reset(seed: nil))) }
  }
  return result
}

private func compare(
  _ steps: [PlayedStep], _ reference: [PlayedStep], _ name: String, _ seed: UInt64
) throws(Violation) {
  try require(
    steps.count == reference.count, "\(name): \(steps.count) steps and resets against \(reference.count)")
  for index in steps.indices {
    if let difference = firstDifference(steps[index], reference[index]) {
      throw Violation("seed \(seed), step \(index) \(name): \(difference)")
    }
  }
}
