import DecisionProcesses
import RandomStreams

/// A chain of states in a river: left is easy and pays little, right swims against the current.
///
/// Left moves one state down for sure. Right, with u the probability of moving up:
///
///     six states:    up u = 0.3 f; of the rest 6/7 stay, 1/7 goes down; the top stays with u only
///     twenty states: up u = 0.5 f; of the rest 3/5 stay, 2/5 goes down; the top stays with u + 3/5 (1 - u)
///
/// In state 0 what does not move up stays. f is the parameter `upFactor`.
///
/// Source: A. Strehl, M. Littman, "An analysis of model-based interval estimation for Markov decision
/// processes", JCSS 74 (2008), doi:10.1016/j.jcss.2007.08.009.
public struct RiverSwim: World, TabularProcess {
  public typealias ActionSpace = Discrete
  public typealias ObservationSpace = Discrete
  public typealias Observation = Int

  /// Factor on the nominal probability that right moves up.
  public var upFactor = 1.0
  /// Number of states of the chain: 6 or 20.
  public let stateCount: Int

  public init(options: OptionValues) {
    stateCount = options.word("states") == "20" ? 20 : 6
  }

  @inlinable public var actionCount: Int { 2 }
  @inlinable var isLong: Bool { stateCount == 20 }
  /// Probability that right moves up at `upFactor` 1.
  @inlinable public var nominalUp: Double { isLong ? 0.5 : 0.3 }
  /// Of the probability of not moving up, the part that stays.
  @inlinable var stayShare: Double { isLong ? 3.0 / 5 : 6.0 / 7 }
  /// Reward for staying at the top by right.
  @inlinable public var topReward: Double { isLong ? 100 : 10_000 }
  /// Reward for left in state 0.
  @inlinable public static var bottomReward: Double { 5 }

  public var task: TaskDescription {
    TaskDescription(horizon: 100, discount: 0.95, rewardRange: 0...topReward, isDeterministic: false)
  }

  /// Uniform over all twenty states, or over the lowest two of six.
  @inlinable
  public func enumerateInitialStates(_ body: (Int, Double) -> Bool) {
    let count = isLong ? 20 : 2
    for state in 0..<count where !body(state, 1 / Double(count)) { return }
  }

  @inlinable
  public func enumerateTransitions(from state: Int, by action: Int, _ body: (Transition) -> Bool) {
    if action == 0 {
      let reward = state == 0 ? Self.bottomReward : 0
      _ = body(Transition(to: max(state - 1, 0), probability: 1, outcome: Outcome(reward: reward)))
      return
    }
    let top = stateCount - 1
    let up = nominalUp * upFactor
    let held = (1 - up) * stayShare
    let stay = state == 0 ? 1 - up : state < top ? held : isLong ? up + held : up
    let risen = state < top ? up : 0
    let down = 1 - stay - risen
    let nothing = Outcome(reward: 0)
    if state > 0, down > 0, !body(Transition(to: state - 1, probability: down, outcome: nothing)) { return }
    let kept = Outcome(reward: state == top ? topReward : 0)
    if stay > 0, !body(Transition(to: state, probability: stay, outcome: kept)) { return }
    if risen > 0 { _ = body(Transition(to: state + 1, probability: risen, outcome: nothing)) }
  }

  public func name(ofAction action: Int) -> String { action == 0 ? "left" : "right" }

  public static var diagnosticNames: [String] { ["distanceToTop"] }

  /// States between here and the top.
  public func diagnostic(_ index: Int, of state: Int) -> Double { Double(stateCount - 1 - state) }

  public static var identifier: String { "river-swim-v0" }
  public static var family: String { "tabular" }
  public static var summary: String { "Swim against the current to a distant large reward." }

  public static var options: [OptionDescription] {
    [
      OptionDescription(
        "states", .choice(["6", "20"]), standard: .word("6"), meaning: "length of the chain")
    ]
  }

  public static var schema: [ParameterDescription] {
    [
      ParameterDescription(
        "upFactor", nominal: 1, interval: 0.5...1.5,
        meaning: "factor on the probability that right moves up")
    ]
  }

  @inlinable
  public subscript(parameter index: Int) -> Double {
    get {
      precondition(index == 0, "river-swim has parameter 0")
      return upFactor
    }
    set {
      precondition(index == 0, "river-swim has parameter 0")
      upFactor = newValue
    }
  }
}
