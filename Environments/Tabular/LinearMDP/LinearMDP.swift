import DecisionProcesses
import RandomStreams

/// Five states and sixteen actions that are exactly linear in four features: the test problem of the
/// distributionally robust agents with linear features.
///
/// x1...x5 are states 0...4: x1 starts, x4 fails, x5 is the goal. An action is four signs a; with
/// g = delta + xi m / 4, m the sum of the signs, P(. | s, a) = sum_i phi_i mu_i for
///
///     phi(x1) = (1 - g, 0, 0, g)    mu_1 = (1 - leak) x2 + leak x4
///     phi(x2) = (0, 1 - g, 0, g)    mu_2 = (1 - leak) x3 + leak x4
///     phi(x3) = (0, 0, 1 - g, g)    mu_3 = x4
///     phi(x4) = (0, 0, 1, 0)        mu_4 = x5
///     phi(x5) = (0, 0, 0, 1)
///
/// The reward is phi_4 from the second step on, 0 at the first. At the first step, of which x1 alone is met,
/// mu_1 has `leakAtStart` for leak and mu_4 = (1 - q) x5 + q x4: q is what the agents are robust against.
/// x1 is met at no other step, so rows need no clock; pairs that are never met (x2 at the first step, x1
/// later) keep the rows and rewards of their state, whatever `factors` says of that step.
///
/// Source: Z. Liu, P. Xu, "Distributionally robust off-dynamics reinforcement learning: provable efficiency
/// with linear function approximation", AISTATS 2024, simulated linear MDP.
public struct LinearMDP: World, LinearProcess {
  public typealias ActionSpace = Discrete
  public typealias ObservationSpace = Discrete
  public typealias Observation = Int

  /// How far the action moves the goal feature, the 1-norm of the paper's vector xi.
  public var xi = 0.2
  /// The goal feature of an action with as many plus as minus signs.
  public var delta = 0.3
  /// Probability that a factor which leads on fails instead, from the second step on.
  public var leak = 0.001
  /// The same at the first step.
  public var leakAtStart = 0.001
  /// Mass of the goal factor that fails at the first step.
  public var q = 0.0

  public init(options: OptionValues) {}
  public init() {}

  @inlinable public static var failed: Int { 3 }
  @inlinable public static var goal: Int { 4 }

  @inlinable public var stateCount: Int { 5 }
  @inlinable public var actionCount: Int { 16 }

  /// The goal feature g of an action: equal to the last bit for actions with as many plus signs.
  @inlinable
  public func goalFeature(of action: Int) -> Double {
    delta + xi * (Double(2 * action.nonzeroBitCount - 4) / 4)
  }

  public var task: TaskDescription {
    TaskDescription(horizon: 3, discount: 1, rewardRange: 0...1, isDeterministic: false)
  }

  /// x1.
  @inlinable
  public func enumerateInitialStates(_ body: (Int, Double) -> Bool) { _ = body(0, 1) }

  @inlinable
  public func enumerateTransitions(from state: Int, by action: Int, _ body: (Transition) -> Bool) {
    if state >= Self.failed {
      _ = body(Transition(to: state, probability: 1, outcome: Outcome(reward: state == Self.goal ? 1 : 0)))
      return
    }
    let g = goalFeature(of: action)
    let isFirst = state == 0
    let outcome = Outcome(reward: isFirst ? 0 : g)
    // From x3 nothing leads on.
    let lost = isFirst ? leakAtStart : state == 1 ? leak : 1
    let missed = isFirst ? q : 0
    let on = (1 - g) * (1 - lost)
    if on > 0, !body(Transition(to: state + 1, probability: on, outcome: outcome)) { return }
    let fails = (1 - g) * lost + g * missed
    if fails > 0, !body(Transition(to: Self.failed, probability: fails, outcome: outcome)) { return }
    let arrives = g * (1 - missed)
    if arrives > 0 { _ = body(Transition(to: Self.goal, probability: arrives, outcome: outcome)) }
  }

  public func name(ofState state: Int) -> String {
    ["x1 (start)", "x2", "x3", "x4 (failed)", "x5 (goal)"][state]
  }

  /// The four signs, as in `+-+-`.
  public func name(ofAction action: Int) -> String {
    String((0..<4).map { action >> (3 - $0) & 1 == 1 ? "+" : "-" as Character })
  }

  public static var diagnosticNames: [String] { ["goal", "failed"] }

  /// 1 in x5; 1 in x4.
  public func diagnostic(_ index: Int, of state: Int) -> Double {
    state == (index == 0 ? Self.goal : Self.failed) ? 1 : 0
  }

  public static var identifier: String { "linear-mdp-v0" }
  public static var family: String { "tabular" }
  public static var summary: String { "Reach a goal that may turn out to be a trap: exactly linear." }

  public static var schema: [ParameterDescription] {
    [
      ParameterDescription(
        "xi", nominal: 0.2, interval: 0...0.3, meaning: "how far the action moves the goal feature"),
      ParameterDescription(
        "delta", nominal: 0.3, interval: 0.3...0.7,
        meaning: "goal feature of an action with as many plus as minus signs"),
      ParameterDescription(
        "leak", nominal: 0.001, interval: 0...0.1,
        meaning: "probability that a factor which leads on fails instead, from the second step on"),
      ParameterDescription(
        "leakAtStart", nominal: 0.001, interval: 0...0.1, meaning: "the same at the first step"),
      ParameterDescription(
        "q", nominal: 0, interval: 0...1, kind: .disturbance,
        meaning: "mass of the goal factor that fails at the first step"),
    ]
  }

  @inlinable
  public subscript(parameter index: Int) -> Double {
    get {
      switch index {
      case 0: return xi
      case 1: return delta
      case 2: return leak
      case 3: return leakAtStart
      case 4: return q
      default: preconditionFailure("linear-mdp has parameters 0...4")
      }
    }
    set {
      switch index {
      case 0: xi = newValue
      case 1: delta = newValue
      case 2: leak = newValue
      case 3: leakAtStart = newValue
      case 4: q = newValue
      default: preconditionFailure("linear-mdp has parameters 0...4")
      }
    }
  }
}
