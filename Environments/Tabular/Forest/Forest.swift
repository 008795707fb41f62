import DecisionProcesses
import RandomStreams

/// A forest that grows older, burns down at random and may be cut.
///
/// State 0 is the youngest age class, S - 1 the oldest. Waiting burns the forest to 0 with probability
/// `fire` and else ages it by one class; cutting leads to 0. Waiting in the oldest class pays 4, cutting
/// pays 2 there, 1 in between and 0 in the youngest. Rewards belong to the state and the action, so a
/// fire does not take them away.
///
/// Source: I. Chadès et al., "MDPtoolbox: a multi-platform toolbox to solve stochastic dynamic
/// programming problems", Ecography 37 (2014), doi:10.1111/ecog.00888, function `forest`.
public struct Forest: World, TabularProcess {
  public typealias ActionSpace = Discrete
  public typealias ObservationSpace = Discrete
  public typealias Observation = Int

  /// Probability that a forest left standing burns in one step.
  public var fire = 0.1
  /// Number of age classes S.
  public let stateCount: Int

  public init(options: OptionValues) { stateCount = options.integer("states") }

  @inlinable public var actionCount: Int { 2 }

  public var task: TaskDescription {
    TaskDescription(horizon: 200, discount: 0.96, rewardRange: 0...4, isDeterministic: false)
  }

  /// The youngest forest.
  @inlinable
  public func enumerateInitialStates(_ body: (Int, Double) -> Bool) { _ = body(0, 1) }

  @inlinable
  public func enumerateTransitions(from state: Int, by action: Int, _ body: (Transition) -> Bool) {
    let oldest = stateCount - 1
    if action == 1 {
      let reward = state == oldest ? 2.0 : state == 0 ? 0 : 1
      _ = body(Transition(to: 0, probability: 1, outcome: Outcome(reward: reward)))
      return
    }
    let outcome = Outcome(reward: state == oldest ? 4 : 0)
    if fire > 0, !body(Transition(to: 0, probability: fire, outcome: outcome)) { return }
    if fire < 1 {
      _ = body(Transition(to: min(state + 1, oldest), probability: 1 - fire, outcome: outcome))
    }
  }

  public func name(ofState state: Int) -> String {
    state == 0 ? "youngest" : state == stateCount - 1 ? "oldest" : "age class \(state)"
  }

  public func name(ofAction action: Int) -> String { action == 0 ? "wait" : "cut" }

  public static var diagnosticNames: [String] { ["age"] }

  /// The age class.
  public func diagnostic(_ index: Int, of state: Int) -> Double { Double(state) }

  public static var identifier: String { "forest-v0" }
  public static var family: String { "tabular" }
  public static var summary: String { "Wait for an old forest or cut it before it burns." }

  public static var options: [OptionDescription] {
    [
      OptionDescription(
        "states", .integer(2...100), standard: .integer(3), meaning: "number of age classes")
    ]
  }

  public static var schema: [ParameterDescription] {
    [
      ParameterDescription(
        "fire", nominal: 0.1, interval: 0.05...0.15,
        meaning: "probability that a forest left standing burns in one step")
    ]
  }

  @inlinable
  public subscript(parameter index: Int) -> Double {
    get {
      precondition(index == 0, "forest has parameter 0")
      return fire
    }
    set {
      precondition(index == 0, "forest has parameter 0")
      fire = newValue
    }
  }
}
