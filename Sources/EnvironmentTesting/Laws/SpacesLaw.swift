import DecisionProcesses

/// Where a law's numbers come from, in words.
struct Place {
  var seed: UInt64
  var pattern: ActionPattern
  var step: Int
  var text: String { "seed \(seed), \(pattern.rawValue) actions, step \(step)" }
}

/// The spaces of `subject`, and of the same process at the two ends of all its parameters.
func checkSpaces(_ subject: some Subject) throws(Violation) -> String {
  var detail = try checkSpacesOnce(subject)
  for (name, variant) in subject.corners {
    do throws(Violation) {
      _ = try checkSpacesOnce(variant)
    } catch {
      throw Violation("\(name): \(error.message)")
    }
    detail += ", also " + name
  }
  return detail
}

private func checkSpacesOnce(_ subject: some Subject) throws(Violation) -> String {
  try checkSpaces(
    { () throws(Violation) in try subject.player() }, truth: subject.truth, seed: subject.seed,
    scripted: subject.scripted)
}

/// Rows lie in their spaces, rewards in their range, costs keep their sign, and the horizon cuts.
func checkSpaces(
  _ make: () throws(Violation) -> some Player, truth: Truth, seed: UInt64,
  scripted: (@Sendable ([Double]) -> [Double])?
) throws(Violation) -> String {
  var steps = 0
  for pattern in ActionPattern.allCases {
    var player = try make()
    let task = player.task
    if pattern == .random { try checkTask(task) }
    var actor = Actor(pattern, player.action, seed: seed, scripted: scripted)
    var seen = player.reset(seed: seed)
    var place = Place(seed: seed, pattern: pattern, step: 0)
    try checkRow(seen, player.observation, "observation", isBounded: truth.observation, place)
    var age = 0
    for _ in 0..<max(lawSteps, min(task.horizon + 1, 1000)) {
      place.step += 1
      let action = actor.act(on: seen)
      try checkRow(action, player.action, "action", isBounded: true, place)
      let step = player.step(action)
      age += 1
      steps += 1
      try checkRow(step.observation, player.observation, "observation", isBounded: truth.observation, place)
      try checkSignals(step, task, truth, place)
      try require(!step.ending.contains(.failed), "\(place.text): a number was not finite")
      try require(
        step.ending.contains(.truncated) == (age == task.horizon),
        "\(place.text): \(step.ending.name) after \(age) of \(task.horizon) steps")
      seen = step.observation
      if !player.isRunning {
        seen = player.reset(seed: nil)
        age = 0
      }
    }
  }
  return "\(steps) steps of \(ActionPattern.allCases.count) policies"
}

private func checkRow(
  _ row: [Double], _ description: RowDescription, _ name: String, isBounded: Bool, _ place: Place
) throws(Violation) {
  guard row.count == description.width else {
    throw Violation("\(place.text): \(name) has \(row.count) components, declared \(description.width)")
  }
  if let index = row.firstIndex(where: { !$0.isFinite }) {
    throw Violation("\(place.text): \(name)[\(index)] is \(row[index])")
  }
  guard isBounded, let (index, value) = description.firstViolation(in: row) else { return }
  let component = description.components[index]
  throw Violation(
    "\(place.text): \(name)[\(index)] '\(component.name)' is \(value), declared "
      + "[\(component.lower), \(component.upper)]")
}

private func checkSignals(
  _ step: PlayedStep, _ task: TaskDescription, _ truth: Truth, _ place: Place
) throws(Violation) {
  try require(step.reward.isFinite, "\(place.text): the reward is \(step.reward)")
  try require(
    !truth.reward || task.rewardRange.contains(step.reward),
    "\(place.text): the reward \(step.reward) lies outside \(task.rewardRange)")
  try require(
    step.costs.count == task.costs.count,
    "\(place.text): \(step.costs.count) costs, declared \(task.costs.count)")
  for (cost, value) in zip(task.costs, step.costs) {
    try require(value.isFinite, "\(place.text): cost '\(cost.name)' is \(value)")
    try require(
      !(truth.cost && cost.isNonNegative) || value >= 0,
      "\(place.text): cost '\(cost.name)' is \(value), declared non-negative")
  }
}

private func checkTask(_ task: TaskDescription) throws(Violation) {
  let names = task.costs.map(\.name)
  try require(Set(names).count == names.count, "two cost channels share a name: \(names)")
  for constraint in task.constraints {
    try require(
      task.costs.indices.contains(constraint.channel),
      "constraint '\(constraint.name)' names cost channel \(constraint.channel) of \(names.count)")
    try require(
      constraint.requirement.limit.isFinite,
      "constraint '\(constraint.name)' has the limit \(constraint.requirement.limit)")
    if case .probability(_, let limit) = constraint.requirement {
      try require((0...1).contains(limit), "constraint '\(constraint.name)': probability \(limit)")
    }
    if case .conditionalValueAtRisk(let alpha, _) = constraint.requirement {
      try require(alpha > 0 && alpha <= 1, "constraint '\(constraint.name)': tail fraction \(alpha)")
    }
  }
}
