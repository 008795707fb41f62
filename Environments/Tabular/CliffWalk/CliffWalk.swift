import DecisionProcesses
import RandomStreams

/// A walk along the edge of a cliff: the short way is the dangerous one.
///
/// State = 12 row + column on 4 rows by 12 columns, row 0 on top. The start is at the lower left, the goal
/// at the lower right, the cliff between them; stepping over it costs 100 and leads back to the start. A
/// move goes as intended with probability 1 - slip and to each perpendicular side with slip / 2.
///
/// Source: Sutton and Barto, "Reinforcement Learning", 2nd ed. 2018, example 6.6; CliffWalking-v1.
public struct CliffWalk: World, TabularProcess {
  /// Probability that a move does not go as intended, half to each perpendicular side.
  public var slip: Double

  public init(options: OptionValues) { slip = options.flag("slippery") ? Self.slipperySlip : 0 }

  static var slipperySlip: Double { 2.0 / 3.0 }

  @inlinable public static var rows: Int { 4 }
  @inlinable public static var columns: Int { 12 }
  @inlinable public static var start: Int { 36 }
  @inlinable public static var goal: Int { 47 }

  @inlinable public var stateCount: Int { 48 }
  @inlinable public var actionCount: Int { 4 }

  @inlinable
  public static func isCliff(_ state: Int) -> Bool { state > start && state < goal }

  /// The cell that a move without slipping enters, the cliff included; a move off the map stays.
  @inlinable
  public static func neighbour(of state: Int, towards direction: Int) -> Int {
    let row = state / columns
    let column = state % columns
    switch direction {
    case 0: return row > 0 ? state - columns : state
    case 1: return column < columns - 1 ? state + 1 : state
    case 2: return row < rows - 1 ? state + columns : state
    default: return column > 0 ? state - 1 : state
    }
  }

  @inlinable
  public func enumerateInitialStates(_ body: (Int, Double) -> Bool) { _ = body(Self.start, 1) }

  @inlinable
  public func enumerateTransitions(from state: Int, by action: Int, _ body: (Transition) -> Bool) {
    if state == Self.goal {
      _ = body(Transition(to: state, probability: 1, outcome: Outcome(reward: 0, ending: .terminated)))
      return
    }
    for turn in 0..<3 {
      let probability = turn == 0 ? 1 - slip : slip / 2
      if probability == 0 { continue }
      // Turns 0, 1 and 3 quarters: as intended and the two perpendicular directions.
      let direction = (action + (turn == 2 ? 3 : turn)) % 4
      let cell = Self.neighbour(of: state, towards: direction)
      let fell = Self.isCliff(cell)
      let outcome = Outcome(reward: fell ? -100 : -1, ending: cell == Self.goal ? .terminated : [])
      if !body(Transition(to: fell ? Self.start : cell, probability: probability, outcome: outcome)) {
        return
      }
    }
  }

  public var task: TaskDescription {
    TaskDescription(
      horizon: 200, discount: 0.99, rewardRange: -100...(-1), isDeterministic: slip == 0)
  }

  public func name(ofState state: Int) -> String {
    let kind = state == Self.goal ? " (goal)" : Self.isCliff(state) ? " (cliff)" : ""
    return "row \(state / Self.columns), column \(state % Self.columns)" + kind
  }

  public func name(ofAction action: Int) -> String { ["up", "right", "down", "left"][action] }

  public static var diagnosticNames: [String] { ["row", "column"] }

  public func diagnostic(_ index: Int, of state: Int) -> Double {
    Double(index == 0 ? state / Self.columns : state % Self.columns)
  }

  public static var identifier: String { "cliff-walk-v1" }
  public static var family: String { "tabular" }
  public static var summary: String { "Walk along a cliff to the goal: the edge is short, a fall dear." }

  public static var options: [OptionDescription] {
    [
      OptionDescription(
        "slippery", .flag, standard: .flag(false), meaning: "true starts slip at 2/3, false at 0")
    ]
  }

  public static var schema: [ParameterDescription] {
    [
      ParameterDescription(
        "slip", nominal: 0, interval: 0...(2.0 / 3.0),
        meaning: "probability of not moving as intended, half to each perpendicular side")
    ]
  }

  @inlinable
  public subscript(parameter index: Int) -> Double {
    get {
      precondition(index == 0, "cliff-walk has one parameter")
      return slip
    }
    set {
      precondition(index == 0, "cliff-walk has one parameter")
      slip = newValue
    }
  }
}
