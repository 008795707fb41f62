import DecisionProcesses
import RandomStreams

/// A car on a line that must stop before position 10: the smallest world with a known feasible set.
///
/// State = 4 x + v with position x in 0...12 and speed v in 0...3. With a in {-1, 0, 1}:
///
///     v' = clip(v + a, 0, 3)      x' = min(x + v', 12)
///
/// Cost 1 when x' >= 10. Nothing is violated for ever iff x <= 9 and x + v (v - 1) / 2 <= 9: 36 states.
///
/// Source: a test problem of our own for the reachability operator of Zheng et al., "Safe offline
/// reinforcement learning with feasibility-guided diffusion model", ICLR 2024.
public struct BrakingLine: World, TabularProcess, SafetyMargin {
  /// Probability that braking has no effect.
  public var brakeFailure = 0.0

  /// Margin h of a violated state; a safe one has -1.
  public let violationLevel: Double

  public init(options: OptionValues) { violationLevel = options.number("violationLevel") }

  /// First position that violates the constraint.
  @inlinable public static var limit: Int { 10 }
  @inlinable public static var lastPosition: Int { 12 }
  @inlinable public static var topSpeed: Int { 3 }

  @inlinable public var stateCount: Int { 52 }
  @inlinable public var actionCount: Int { 3 }

  @inlinable public static func position(of state: Int) -> Int { state / 4 }
  @inlinable public static func speed(of state: Int) -> Int { state % 4 }

  /// Whether working brakes can keep `state` from violating for ever: x + v (v - 1) / 2 <= 9.
  @inlinable
  public static func isFeasible(_ state: Int) -> Bool {
    let speed = speed(of: state)
    return position(of: state) + speed * (speed - 1) / 2 < limit
  }

  @inlinable
  public func enumerateInitialStates(_ body: (Int, Double) -> Bool) {
    for state in 0..<stateCount where Self.isFeasible(state) {
      if !body(state, 1.0 / 36.0) { return }
    }
  }

  /// The transition to the state reached by a change of speed.
  @inlinable
  func transition(from state: Int, change: Int, probability: Double) -> Transition {
    let speed = min(max(Self.speed(of: state) + change, 0), Self.topSpeed)
    let position = min(Self.position(of: state) + speed, Self.lastPosition)
    let outcome = Outcome(
      reward: Double(speed) / Double(Self.topSpeed), costs: Costs(position >= Self.limit ? 1 : 0))
    return Transition(to: 4 * position + speed, probability: probability, outcome: outcome)
  }

  @inlinable
  public func enumerateTransitions(from state: Int, by action: Int, _ body: (Transition) -> Bool) {
    let failure = action == 0 ? brakeFailure : 0
    if failure < 1 {
      if !body(transition(from: state, change: action - 1, probability: 1 - failure)) { return }
    }
    if failure > 0 { _ = body(transition(from: state, change: 0, probability: failure)) }
  }

  /// `violationLevel` at x >= 10, -1 elsewhere.
  @inlinable
  public func margin(_ state: Int, channel: Int) -> Double {
    precondition(channel == 0, "braking-line has one cost channel")
    return Self.position(of: state) >= Self.limit ? violationLevel : -1
  }

  public var task: TaskDescription {
    TaskDescription(
      horizon: 50, discount: 0.99, rewardRange: 0...1, isDeterministic: brakeFailure == 0,
      costs: [CostDescription("violation", meaning: "1 where the position reaches 10 or more")],
      constraints: [Constraint("stop", channel: 0, .everyStep(limit: 0))])
  }

  public func name(ofState state: Int) -> String {
    "position \(Self.position(of: state)), speed \(Self.speed(of: state))"
  }

  public func name(ofAction action: Int) -> String { ["brake", "coast", "accelerate"][action] }

  public static var diagnosticNames: [String] { ["stoppingMargin", "position", "speed"] }

  /// The first one is x + v (v - 1) / 2 - 9: positive where a violation cannot be avoided any more.
  public func diagnostic(_ index: Int, of state: Int) -> Double {
    let position = Self.position(of: state)
    let speed = Self.speed(of: state)
    switch index {
    case 0: return Double(position + speed * (speed - 1) / 2 - Self.limit + 1)
    case 1: return Double(position)
    default: return Double(speed)
    }
  }

  public static var identifier: String { "braking-line-v0" }
  public static var family: String { "tabular" }
  public static var summary: String { "Drive fast, but stop before the line: a known feasible set." }

  public static var options: [OptionDescription] {
    [
      OptionDescription(
        "violationLevel", .number(0.1...1000), standard: .number(1),
        meaning: "signed margin of a violated state, where a safe one has -1")
    ]
  }

  public static var schema: [ParameterDescription] {
    [
      ParameterDescription(
        "brakeFailure", nominal: 0, interval: 0...0.5, meaning: "probability that braking has no effect")
    ]
  }

  @inlinable
  public subscript(parameter index: Int) -> Double {
    get {
      precondition(index == 0, "braking-line has one parameter")
      return brakeFailure
    }
    set {
      precondition(index == 0, "braking-line has one parameter")
      brakeFailure = newValue
    }
  }
}
