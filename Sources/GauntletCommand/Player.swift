import DecisionProcesses
import EnvironmentCatalog
import Perturbations
import RandomStreams

/// What one episode came to. Return and costs are the true ones, before reward and cost rules.
struct EpisodeSummary: Encodable {
  let seed: UInt64
  let `return`: Double
  /// The return that the agent was shown.
  let perceivedReturn: Double
  /// Sum per cost channel.
  let costs: [Double]
  let length: Int
  let ending: String

  private enum Key: String, CodingKey {
    case seed, `return`, perceivedReturn, costs, length, ending
  }

  /// Sums that are not finite, after an episode that failed, are null.
  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(seed, forKey: .seed)
    try container.encode(JSONNumber(`return`), forKey: .return)
    try container.encode(JSONNumber(perceivedReturn), forKey: .perceivedReturn)
    try container.encode(costs.map(JSONNumber.init), forKey: .costs)
    try container.encode(length, forKey: .length)
    try container.encode(ending, forKey: .ending)
  }
}

/// Plays a policy in an environment.
struct Player {
  private(set) var environment: RecipeEnvironment
  private let policy: any RowPolicy
  private var action: Row
  /// Time spent in steps and policy, without what watchers do.
  private(set) var elapsed = Duration.zero
  private(set) var steps = 0

  /// - Throws: `ExitCode` after a message when the world has no such policy.
  init(_ environment: RecipeEnvironment, policy: StandardPolicy) throws {
    self.environment = environment
    self.policy = try environment.required(policy)
    action = environment.actionSpace.zero
  }

  /// Steps per second so far.
  var rate: Double {
    let seconds = Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) * 1e-18
    return seconds > 0 ? Double(steps) / seconds : 0
  }

  /// The changes recorded since the last call.
  mutating func takeRecord() -> [AppliedChange] {
    defer {
      environment.isRecording = false
      environment.isRecording = true
    }
    return environment.record
  }

  /// Plays one episode; `watch` sees the environment after the reset and after every step.
  mutating func play(
    seed: UInt64, limit: Int = .max, watch: ((RecipeEnvironment) throws -> Void)? = nil
  ) rethrows -> EpisodeSummary {
    var observation = environment.reset(seed: seed)
    try watch?(environment)
    var perceived = 0.0
    var total = 0.0
    var costs = Array(repeating: 0.0, count: environment.task.costs.count)
    var length = 0
    var ending: Ending = []
    let policy = self.policy
    while ending.isEmpty && length < limit {
      let start = ContinuousClock.now
      // Without a watcher a whole episode is timed at once: a clock costs as much as a small step.
      repeat {
        var stream = environment.clock.stream(.policy)
        let seen = observation
        action.withMutableRow { row in policy.act(on: seen.values.span, into: &row, using: &stream) }
        let step = environment.step(action)
        observation = step.observation
        ending = step.ending
        perceived += step.reward
        let truth = environment.trueOutcome
        total += truth.reward
        for channel in costs.indices { costs[channel] += truth.costs[channel] }
        length += 1
      } while watch == nil && ending.isEmpty && length < limit
      elapsed += ContinuousClock.now - start
      try watch?(environment)
    }
    steps += length
    return EpisodeSummary(
      seed: seed, return: total, perceivedReturn: perceived, costs: costs, length: length,
      ending: ending.name)
  }
}

extension RecipeEnvironment {
  /// A standard policy.
  ///
  /// - Throws: `ExitCode` after a message when the world has no such policy.
  func required(_ policy: StandardPolicy) throws -> any RowPolicy {
    guard let found = self.policy(policy) else {
      throw fail("\(recipe.environment) has no \(policy.rawValue) policy; use --policy random or zero")
    }
    return found
  }

  /// - Throws: `ExitCode` after a message when the world draws nothing.
  func requireDrawing() throws {
    guard scene != nil else {
      throw fail("\(recipe.environment) cannot be drawn; choose another environment")
    }
  }
}
