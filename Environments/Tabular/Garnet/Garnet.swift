import DecisionProcesses
import RandomStreams

/// A random sparse decision process, drawn from a seed.
///
/// For each state and action `branching` different successors are drawn, their probabilities are the
/// gaps between sorted uniform numbers, and the reward is uniform on [0, 1). With t = `teleport` the
/// rows are (1 - t) times these plus t times the uniform distribution over all states.
///
/// Source: S. Bhatnagar, R. Sutton, M. Ghavamzadeh, M. Lee, "Natural actor-critic algorithms",
/// Automatica 45 (2009), doi:10.1016/j.automatica.2009.07.008.
public struct Garnet: World, TabularProcess {
  public typealias ActionSpace = Discrete
  public typealias ObservationSpace = Discrete
  public typealias Observation = Int

  /// Probability of a jump to a state drawn uniformly.
  public var teleport = 0.0
  public let stateCount: Int
  public let actionCount: Int
  /// Successors of each row; the option cut to the number of states.
  public let branching: Int
  /// Shape [states, actions, branching], row-major.
  public let successors: [Int]
  /// Shape [states, actions, branching], row-major.
  public let probabilities: [Double]
  /// Shape [states, actions], row-major.
  public let rewards: [Double]

  public init(options: OptionValues) {
    stateCount = options.integer("states")
    actionCount = options.integer("actions")
    branching = min(options.integer("branching"), stateCount)
    var stream = RandomStream(seed: UInt64(options.integer("seed")), purpose: .instance)
    var successors: [Int] = []
    var probabilities: [Double] = []
    var rewards: [Double] = []
    for _ in 0..<(stateCount * actionCount) {
      successors += stream.sampleWithoutReplacement(branching, below: stateCount)
      let cuts = (1..<branching).map { _ in stream.uniform() }.sorted()
      for (low, high) in zip([0] + cuts, cuts + [1]) { probabilities.append(high - low) }
      rewards.append(stream.uniform())
    }
    self.successors = successors
    self.probabilities = probabilities
    self.rewards = rewards
  }

  /// Refuses more entries than fit into a few hundred megabytes.
  public static func fault(in options: OptionValues) -> OptionFault? {
    let states = options.integer("states")
    let entries = states * options.integer("actions") * min(options.integer("branching"), states)
    guard entries > entryLimit else { return nil }
    return OptionFault(
      "states", "states x actions x branching is \(entries), more than \(entryLimit)",
      remedy: "make one of the three smaller")
  }

  private static var entryLimit: Int { 1 << 24 }

  public var task: TaskDescription {
    TaskDescription(
      horizon: 200, discount: 0.95, rewardRange: 0...1, isDeterministic: branching == 1 && teleport == 0)
  }

  /// Uniform over all states.
  @inlinable
  public func enumerateInitialStates(_ body: (Int, Double) -> Bool) {
    for state in 0..<stateCount where !body(state, 1 / Double(stateCount)) { return }
  }

  @inlinable
  public func enumerateTransitions(from state: Int, by action: Int, _ body: (Transition) -> Bool) {
    let row = state * actionCount + action
    let outcome = Outcome(reward: rewards[row])
    for entry in (row * branching)..<((row + 1) * branching) {
      let probability = (1 - teleport) * probabilities[entry]
      guard probability > 0 else { continue }
      guard body(Transition(to: successors[entry], probability: probability, outcome: outcome)) else {
        return
      }
    }
    guard teleport > 0 else { return }
    let jump = teleport / Double(stateCount)
    for next in 0..<stateCount where !body(Transition(to: next, probability: jump, outcome: outcome)) {
      return
    }
  }

  public static var identifier: String { "garnet-v0" }
  public static var family: String { "tabular" }
  public static var summary: String { "A random sparse decision process drawn from a seed." }

  public static var options: [OptionDescription] {
    [
      OptionDescription("states", .integer(1...10_000), standard: .integer(20), meaning: "number of states"),
      OptionDescription("actions", .integer(1...1000), standard: .integer(4), meaning: "number of actions"),
      OptionDescription(
        "branching", .integer(1...1000), standard: .integer(3),
        meaning: "successors of each state and action, at most the number of states"),
      OptionDescription(
        "seed", .integer(0...999_999_999), standard: .integer(0), meaning: "which instance is drawn"),
    ]
  }

  public static var schema: [ParameterDescription] {
    [
      ParameterDescription(
        "teleport", nominal: 0, interval: 0...0.5, kind: .disturbance,
        meaning: "probability of a jump to a state drawn uniformly")
    ]
  }

  @inlinable
  public subscript(parameter index: Int) -> Double {
    get {
      precondition(index == 0, "garnet has parameter 0")
      return teleport
    }
    set {
      precondition(index == 0, "garnet has parameter 0")
      teleport = newValue
    }
  }
}
