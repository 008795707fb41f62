import DecisionProcesses
import RandomStreams

/// An American put option on a price that rises or falls by a fixed factor: when to exercise it.
///
/// State h (h + 1) / 2 + u is step h = 0...19 after u = 0...h rises, with price
///
///     start rise^u fall^(h - u)
///
/// and state 210 is the end. Action 0 holds: the price rises with probability `up` and falls else; at step 19
/// the option then expires, worth nothing. Action 1 exercises: it pays max(0, strike - price) and ends.
///
/// Features describe holding alone: hat functions of the price around `anchors` evenly spaced anchors from 80
/// on, a price beyond the outer anchors counting as the outer one. The world is not linear in them.
///
/// Source: C. Tang, Z. Liu, P. Xu, "Robust offline reinforcement learning with linearly structured
/// f-divergence regularization", ICML 2025, arXiv:2411.18612, and its authors' code.
public struct AmericanPut: World, LinearProcess {
  public typealias ActionSpace = Discrete
  public typealias ObservationSpace = Discrete
  public typealias Observation = Int

  /// Price at the first step.
  public var start = 100.0
  /// Probability of a rise.
  public var up = 0.5
  public var strike = 100.0
  /// What a rise multiplies the price by.
  public var rise = 1.02
  /// What a fall multiplies the price by.
  public var fall = 0.98
  /// Number of hat functions d.
  public let anchorCount: Int

  public init(options: OptionValues) { anchorCount = options.integer("anchors") }

  /// Steps of an episode.
  @inlinable public static var steps: Int { 20 }
  /// The state after the last step and after an exercise.
  @inlinable public static var end: Int { steps * (steps + 1) / 2 }

  @inlinable public var stateCount: Int { Self.end + 1 }
  @inlinable public var actionCount: Int { 2 }

  /// The state at `step` after `rises` rises.
  @inlinable
  public static func state(step: Int, rises: Int) -> Int { step * (step + 1) / 2 + rises }

  /// The step and the rises that a state other than the end stands for. O(steps).
  @inlinable
  public static func place(of state: Int) -> (step: Int, rises: Int) {
    var step = 0
    while Self.state(step: step + 1, rises: 0) <= state { step += 1 }
    return (step, state - Self.state(step: step, rises: 0))
  }

  /// The price of a place in the lattice. O(steps).
  @inlinable
  public func price(step: Int, rises: Int) -> Double {
    var price = start
    for _ in 0..<rises { price *= rise }
    for _ in rises..<step { price *= fall }
    return price
  }

  /// What an exercise pays.
  @inlinable
  public func payoff(step: Int, rises: Int) -> Double { max(0, strike - price(step: step, rises: rises)) }

  public var task: TaskDescription {
    TaskDescription(
      horizon: Self.steps, discount: 1, rewardRange: 0...payoff(step: Self.steps - 1, rises: 0),
      isDeterministic: false)
  }

  /// The start price.
  @inlinable
  public func enumerateInitialStates(_ body: (Int, Double) -> Bool) { _ = body(0, 1) }

  @inlinable
  public func enumerateTransitions(from state: Int, by action: Int, _ body: (Transition) -> Bool) {
    guard state < Self.end else {
      _ = body(Transition(to: state, probability: 1, outcome: Outcome(reward: 0, ending: .terminated)))
      return
    }
    let (step, rises) = Self.place(of: state)
    if action == 1 || step == Self.steps - 1 {
      let reward = action == 1 ? payoff(step: step, rises: rises) : 0
      _ = body(
        Transition(to: Self.end, probability: 1, outcome: Outcome(reward: reward, ending: .terminated)))
      return
    }
    let risen = Self.state(step: step + 1, rises: rises + 1)
    if up > 0, !body(Transition(to: risen, probability: up, outcome: Outcome(reward: 0))) { return }
    if up < 1 { _ = body(Transition(to: risen - 1, probability: 1 - up, outcome: Outcome(reward: 0))) }
  }

  public func name(ofState state: Int) -> String {
    guard state < Self.end else { return "end" }
    let (step, rises) = Self.place(of: state)
    return "step \(step), \(rises) \(rises == 1 ? "rise" : "rises")"
  }

  public func name(ofAction action: Int) -> String { action == 0 ? "hold" : "exercise" }

  public static var diagnosticNames: [String] { ["price", "payoff"] }

  /// The price, and what an exercise would pay; both 0 at the end.
  public func diagnostic(_ index: Int, of state: Int) -> Double {
    guard state < Self.end else { return 0 }
    let (step, rises) = Self.place(of: state)
    return index == 0 ? price(step: step, rises: rises) : payoff(step: step, rises: rises)
  }

  public static var identifier: String { "american-put-v0" }
  public static var family: String { "tabular" }
  public static var summary: String { "Choose when to exercise an option to sell at a fixed price." }

  public static var options: [OptionDescription] {
    [
      OptionDescription(
        "anchors", .integer(2...60), standard: .integer(30),
        meaning: "number of hat functions of the price, the features of holding")
    ]
  }

  public static var schema: [ParameterDescription] {
    [
      ParameterDescription(
        "start", nominal: 100, interval: 95...105, meaning: "price at the first step, units of money"),
      ParameterDescription("up", nominal: 0.5, interval: 0.2...0.8, meaning: "probability of a rise"),
      ParameterDescription(
        "strike", nominal: 100, interval: 95...105, meaning: "price that an exercise sells at"),
      ParameterDescription(
        "rise", nominal: 1.02, interval: 1.01...1.03, meaning: "factor of the price in a rise"),
      ParameterDescription(
        "fall", nominal: 0.98, interval: 0.97...0.99, meaning: "factor of the price in a fall"),
    ]
  }

  @inlinable
  public subscript(parameter index: Int) -> Double {
    get {
      switch index {
      case 0: return start
      case 1: return up
      case 2: return strike
      case 3: return rise
      case 4: return fall
      default: preconditionFailure("american-put has parameters 0...4")
      }
    }
    set {
      switch index {
      case 0: start = newValue
      case 1: up = newValue
      case 2: strike = newValue
      case 3: rise = newValue
      case 4: fall = newValue
      default: preconditionFailure("american-put has parameters 0...4")
      }
    }
  }
}
