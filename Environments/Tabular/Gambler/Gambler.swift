import DecisionProcesses
import RandomStreams

/// A gambler stakes part of the capital on coin flips until it is gone or has reached the target.
///
/// State = capital s in 0...target. Action a stakes k = min(a + 1, s, target - s): heads leads to s + k,
/// tails to s - k. Reward 1 on reaching the target.
///
/// Source: Sutton and Barto, "Reinforcement Learning", 2nd ed. 2018, example 4.3.
public struct Gambler: World, TabularProcess {
  /// Probability that the coin shows heads, the gambler's side.
  public var headsProbability = 0.4

  /// Capital at which the gambler stops, a winner.
  public let target: Int

  public init(options: OptionValues) { target = options.integer("target") }

  @inlinable public var stateCount: Int { target + 1 }
  @inlinable public var actionCount: Int { target / 2 }

  /// The stake that `action` means at capital `state`.
  @inlinable
  public func stake(of action: Int, at state: Int) -> Int { min(action + 1, state, target - state) }

  @inlinable
  public func enumerateInitialStates(_ body: (Int, Double) -> Bool) {
    for state in 1..<target {
      if !body(state, 1 / Double(target - 1)) { return }
    }
  }

  @inlinable
  public func enumerateTransitions(from state: Int, by action: Int, _ body: (Transition) -> Bool) {
    if state == 0 || state == target {
      _ = body(Transition(to: state, probability: 1, outcome: Outcome(reward: 0, ending: .terminated)))
      return
    }
    let stake = stake(of: action, at: state)
    if headsProbability > 0 {
      let won = state + stake == target
      let outcome = Outcome(reward: won ? 1 : 0, ending: won ? .terminated : [])
      if !body(Transition(to: state + stake, probability: headsProbability, outcome: outcome)) { return }
    }
    if headsProbability < 1 {
      let outcome = Outcome(reward: 0, ending: stake == state ? .terminated : [])
      _ = body(Transition(to: state - stake, probability: 1 - headsProbability, outcome: outcome))
    }
  }

  public var task: TaskDescription {
    TaskDescription(
      horizon: 1000, discount: 1, rewardRange: 0...1,
      isDeterministic: headsProbability == 0 || headsProbability == 1)
  }

  public func name(ofState state: Int) -> String { "capital \(state)" }
  public func name(ofAction action: Int) -> String { "stake \(action + 1)" }

  public static var diagnosticNames: [String] { ["capital"] }
  public func diagnostic(_ index: Int, of state: Int) -> Double { Double(state) }

  public static var identifier: String { "gambler-v0" }
  public static var family: String { "tabular" }
  public static var summary: String { "Stake capital on coin flips until it is gone or reaches a target." }

  public static var options: [OptionDescription] {
    [
      OptionDescription(
        "target", .integer(2...1000), standard: .integer(100), meaning: "capital that ends the game, won")
    ]
  }

  public static var schema: [ParameterDescription] {
    [
      ParameterDescription(
        "headsProbability", nominal: 0.4, interval: 0.2...0.6,
        meaning: "probability that the gambler's side of the coin shows")
    ]
  }

  @inlinable
  public subscript(parameter index: Int) -> Double {
    get {
      precondition(index == 0, "gambler has one parameter")
      return headsProbability
    }
    set {
      precondition(index == 0, "gambler has one parameter")
      headsProbability = newValue
    }
  }
}
