import DecisionProcesses
import RandomStreams

/// A walk around two walls through three windy corridors, the shortest of which is the windiest.
///
/// State = 6 row + column, row 0 north. In columns 1...3 wind blows one cell west with probability w:
/// w = alpha in row 0, alpha^3 in row 2, alpha^6 in rows 4 and 5. A move west always goes west; any other
/// move goes as intended with probability 1 - w and west otherwise. Blocked moves stay.
///
/// Source: Zouitine, Geist, Rachelson, "Solving robust MDPs as a sequence of static RL problems",
/// arXiv:2410.06212, tabular illustration; the wall map is a reconstruction.
public struct WindyWalk: World, TabularProcess {
  /// Wind probability of the northern corridor.
  public var alpha = 0.0

  public init(options: OptionValues) {}
  public init() {}

  /// Cells along one side.
  @inlinable public static var size: Int { 6 }
  @inlinable public static var start: Int { 0 }
  @inlinable public static var goal: Int { 5 }

  @inlinable public var stateCount: Int { 36 }
  @inlinable public var actionCount: Int { 4 }

  @inlinable
  public static func isWall(_ state: Int) -> Bool {
    let row = state / size
    let column = state % size
    return (row == 1 || row == 3) && column >= 1 && column <= 3
  }

  /// Probability that the wind takes a step begun in `state`.
  @inlinable
  public func wind(at state: Int) -> Double {
    let column = state % Self.size
    guard column >= 1 && column <= 3 else { return 0 }
    let cube = alpha * alpha * alpha
    switch state / Self.size {
    case 0: return alpha
    case 2: return cube
    case 4, 5: return cube * cube
    default: return 0
    }
  }

  /// Where a calm move leads: 0 north, 1 south, 2 east, 3 west; a move off the map or into a wall stays.
  @inlinable
  public static func neighbour(of state: Int, towards direction: Int) -> Int {
    let row = state / size
    let column = state % size
    let next: Int
    switch direction {
    case 0: next = row > 0 ? state - size : state
    case 1: next = row < size - 1 ? state + size : state
    case 2: next = column < size - 1 ? state + 1 : state
    default: next = column > 0 ? state - 1 : state
    }
    return isWall(next) ? state : next
  }

  @inlinable
  public func enumerateInitialStates(_ body: (Int, Double) -> Bool) { _ = body(Self.start, 1) }

  @inlinable
  public func enumerateTransitions(from state: Int, by action: Int, _ body: (Transition) -> Bool) {
    if state == Self.goal || Self.isWall(state) {
      _ = body(Transition(to: state, probability: 1, outcome: Outcome(reward: 0, ending: .terminated)))
      return
    }
    let blown = action == 3 ? 0 : wind(at: state)
    if blown < 1 {
      let next = Self.neighbour(of: state, towards: action)
      let outcome = Outcome(reward: -1, ending: next == Self.goal ? .terminated : [])
      if !body(Transition(to: next, probability: 1 - blown, outcome: outcome)) { return }
    }
    if blown > 0 {
      let next = Self.neighbour(of: state, towards: 3)
      _ = body(Transition(to: next, probability: blown, outcome: Outcome(reward: -1)))
    }
  }

  public var task: TaskDescription {
    TaskDescription(
      horizon: 400, discount: 0.95, rewardRange: -1...(-1), isDeterministic: alpha == 0)
  }

  public func name(ofState state: Int) -> String {
    let kind = state == Self.goal ? " (goal)" : Self.isWall(state) ? " (wall)" : ""
    return "row \(state / Self.size), column \(state % Self.size)" + kind
  }

  public func name(ofAction action: Int) -> String { ["north", "south", "east", "west"][action] }

  public static var diagnosticNames: [String] { ["wind", "row", "column"] }

  public func diagnostic(_ index: Int, of state: Int) -> Double {
    switch index {
    case 0: wind(at: state)
    case 1: Double(state / Self.size)
    default: Double(state % Self.size)
    }
  }

  public static var identifier: String { "windy-walk-v0" }
  public static var family: String { "tabular" }
  public static var summary: String { "Choose between a short windy corridor and longer calm ones." }

  public static var schema: [ParameterDescription] {
    [
      ParameterDescription(
        "alpha", nominal: 0, interval: 0...0.5,
        meaning: "wind probability of the northern corridor; the others have its third and sixth power")
    ]
  }

  @inlinable
  public subscript(parameter index: Int) -> Double {
    get {
      precondition(index == 0, "windy-walk has one parameter")
      return alpha
    }
    set {
      precondition(index == 0, "windy-walk has one parameter")
      alpha = newValue
    }
  }
}
