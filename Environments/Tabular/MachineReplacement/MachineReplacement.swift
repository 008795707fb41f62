import DecisionProcesses
import RandomStreams

/// A machine that wears out and can be sent to repair.
///
/// States 0...7 are wear, 8 a long repair, 9 a short one. With w = `wearProbability` and
/// r = `repairSuccess`:
///
///     nothing: wear i goes to i + 1 with w, else stays; 7 and 8 stay; 9 goes to 0 with 0.8, else stays
///     repair:  wear i goes to 9 with r, to 8 with (1 - r)/4, to min(i + 1, 7) with 3 (1 - r)/4;
///              8 goes to 9 with r, else stays; 9 stays
///
/// Arriving in (or staying in) 7 pays -20, 8 pays -10, 9 pays -2.
///
/// Source: E. Delage, S. Mannor, "Percentile optimization for Markov decision processes with parameter
/// uncertainty", Operations Research 58 (2010), doi:10.1287/opre.1080.0685.
public struct MachineReplacement: World, TabularProcess {
  public typealias ActionSpace = Discrete
  public typealias ObservationSpace = Discrete
  public typealias Observation = Int

  /// Probability that a machine at work wears by one level.
  public var wearProbability = 0.8
  /// Probability that an ordered repair, or a long one, turns into a short one.
  public var repairSuccess = 0.6

  public init(options: OptionValues) {}
  public init() {}

  /// The state of the greatest wear.
  @inlinable public static var worn: Int { 7 }
  @inlinable public static var longRepair: Int { 8 }
  @inlinable public static var shortRepair: Int { 9 }

  @inlinable public var stateCount: Int { 10 }
  @inlinable public var actionCount: Int { 2 }

  public var task: TaskDescription {
    TaskDescription(horizon: 200, discount: 0.8, rewardRange: -20...0, isDeterministic: false)
  }

  /// A new machine.
  @inlinable
  public func enumerateInitialStates(_ body: (Int, Double) -> Bool) { _ = body(0, 1) }

  @inlinable
  static func arrival(in state: Int) -> Double {
    state == worn ? -20 : state == longRepair ? -10 : state == shortRepair ? -2 : 0
  }

  @inlinable
  func move(to next: Int, _ probability: Double, _ body: (Transition) -> Bool) -> Bool {
    guard probability > 0 else { return true }
    return body(
      Transition(to: next, probability: probability, outcome: Outcome(reward: Self.arrival(in: next))))
  }

  @inlinable
  public func enumerateTransitions(from state: Int, by action: Int, _ body: (Transition) -> Bool) {
    if action == 0 {
      if state < Self.worn {
        if move(to: state, 1 - wearProbability, body) { _ = move(to: state + 1, wearProbability, body) }
      } else if state == Self.shortRepair {
        if move(to: state, 0.2, body) { _ = move(to: 0, 0.8, body) }
      } else {
        _ = move(to: state, 1, body)
      }
    } else if state <= Self.worn {
      let rest = 1 - repairSuccess
      guard move(to: min(state + 1, Self.worn), 0.75 * rest, body) else { return }
      guard move(to: Self.longRepair, 0.25 * rest, body) else { return }
      _ = move(to: Self.shortRepair, repairSuccess, body)
    } else if state == Self.longRepair {
      if move(to: state, 1 - repairSuccess, body) { _ = move(to: Self.shortRepair, repairSuccess, body) }
    } else {
      _ = move(to: state, 1, body)
    }
  }

  public func name(ofState state: Int) -> String {
    state == Self.longRepair ? "long repair" : state == Self.shortRepair ? "short repair" : "wear \(state)"
  }

  public func name(ofAction action: Int) -> String { action == 0 ? "nothing" : "repair" }

  public static var diagnosticNames: [String] { ["wornMargin", "inRepair"] }

  /// Wear above level 6, so 1 when worn out (a machine in repair counts as new); 1 in repair, else 0.
  public func diagnostic(_ index: Int, of state: Int) -> Double {
    let isInRepair = state > Self.worn
    return index == 1 ? (isInRepair ? 1 : 0) : Double((isInRepair ? 0 : state) - (Self.worn - 1))
  }

  public static var identifier: String { "machine-replacement-v0" }
  public static var family: String { "tabular" }
  public static var summary: String { "Decide when to repair a machine that wears out." }

  public static var schema: [ParameterDescription] {
    [
      ParameterDescription(
        "wearProbability", nominal: 0.8, interval: 0.4...1,
        meaning: "probability that a machine at work wears by one level"),
      ParameterDescription(
        "repairSuccess", nominal: 0.6, interval: 0.3...0.9,
        meaning: "probability that an ordered or a long repair becomes a short one"),
    ]
  }

  @inlinable
  public subscript(parameter index: Int) -> Double {
    get {
      switch index {
      case 0: wearProbability
      case 1: repairSuccess
      default: preconditionFailure("machine-replacement has parameters 0...1")
      }
    }
    set {
      switch index {
      case 0: wearProbability = newValue
      case 1: repairSuccess = newValue
      default: preconditionFailure("machine-replacement has parameters 0...1")
      }
    }
  }
}
