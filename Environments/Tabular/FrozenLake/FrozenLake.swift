import DecisionProcesses
import RandomStreams

/// A walk over a frozen lake with holes, on ice that turns a step sideways.
///
/// State = row * size + column, row 0 on top. A move goes as intended with probability 1 - slip and to
/// each perpendicular side with probability slip / 2; a move off the map stays. Holes and the goal end
/// the episode.
///
/// Source: the FrozenLake-v1 task of Gymnasium (maps, order of actions, rewards).
public struct FrozenLake: World, TabularProcess {
  /// Probability that a move does not go as intended, half to each perpendicular side.
  public var slip: Double

  /// Cells along one side of the square map: 4 or 8.
  public let size: Int
  /// Bit s is set where cell s is a hole.
  public let holes: UInt64
  /// Reward for arriving at the goal.
  public let goalReward: Double
  /// Reward for falling into a hole.
  public let holeReward: Double
  /// Reward for every other step.
  public let iceReward: Double

  public init(options: OptionValues) {
    let isSmall = options.word("map") == "4x4"
    size = isSmall ? 4 : 8
    holes = Self.mask(isSmall ? [5, 7, 11, 12] : [19, 29, 35, 41, 42, 46, 49, 52, 54, 59])
    slip = options.flag("slippery") ? Self.nominalSlip : 0
    goalReward = options.number("goalReward")
    holeReward = options.number("holeReward")
    iceReward = options.number("iceReward")
  }

  static var nominalSlip: Double { 2.0 / 3.0 }

  private static func mask(_ cells: [Int]) -> UInt64 {
    cells.reduce(0) { $0 | UInt64(1) << UInt64($1) }
  }

  @inlinable public var stateCount: Int { size * size }
  @inlinable public var actionCount: Int { 4 }
  /// The goal's state.
  @inlinable public var goal: Int { size * size - 1 }

  @inlinable
  public func isHole(_ state: Int) -> Bool { holes & (UInt64(1) << UInt64(state)) != 0 }

  /// Where a move without slipping leads; a move off the map stays.
  @inlinable
  public func neighbour(of state: Int, towards direction: Int) -> Int {
    let row = state / size
    let column = state % size
    switch direction {
    case 0: return column > 0 ? state - 1 : state
    case 1: return row < size - 1 ? state + size : state
    case 2: return column < size - 1 ? state + 1 : state
    default: return row > 0 ? state - size : state
    }
  }

  @inlinable
  public func enumerateInitialStates(_ body: (Int, Double) -> Bool) { _ = body(0, 1) }

  @inlinable
  public func enumerateTransitions(from state: Int, by action: Int, _ body: (Transition) -> Bool) {
    if state == goal || isHole(state) {
      _ = body(Transition(to: state, probability: 1, outcome: Outcome(reward: 0, ending: .terminated)))
      return
    }
    for turn in 0..<3 {
      let probability = turn == 0 ? 1 - slip : slip / 2
      if probability == 0 { continue }
      // Turns 0, 1 and 3 quarters: as intended and the two perpendicular directions.
      let direction = (action + (turn == 2 ? 3 : turn)) % 4
      let next = neighbour(of: state, towards: direction)
      let outcome =
        next == goal
        ? Outcome(reward: goalReward, ending: .terminated)
        : isHole(next) ? Outcome(reward: holeReward, ending: .terminated) : Outcome(reward: iceReward)
      if !body(Transition(to: next, probability: probability, outcome: outcome)) { return }
    }
  }

  public var task: TaskDescription {
    TaskDescription(
      horizon: size == 4 ? 100 : 200, discount: 0.99,
      rewardRange: min(goalReward, holeReward, iceReward)...max(goalReward, holeReward, iceReward),
      isDeterministic: slip == 0)
  }

  public func name(ofState state: Int) -> String {
    let kind = state == goal ? " (goal)" : isHole(state) ? " (hole)" : ""
    return "row \(state / size), column \(state % size)" + kind
  }

  public func name(ofAction action: Int) -> String { ["left", "down", "right", "up"][action] }

  public static var diagnosticNames: [String] { ["row", "column"] }

  public func diagnostic(_ index: Int, of state: Int) -> Double {
    Double(index == 0 ? state / size : state % size)
  }

  public static var identifier: String { "frozen-lake-v1" }
  public static var family: String { "tabular" }
  public static var summary: String { "Cross a frozen lake to the goal without falling into a hole." }

  public static var options: [OptionDescription] {
    [
      OptionDescription(
        "map", .choice(["4x4", "8x8"]), standard: .word("4x4"), meaning: "the lake and its holes"),
      OptionDescription(
        "slippery", .flag, standard: .flag(true), meaning: "false starts slip at 0, true at 2/3"),
      OptionDescription(
        "goalReward", .number(-1000...1000), standard: .number(1), meaning: "reward at the goal"),
      OptionDescription(
        "holeReward", .number(-1000...1000), standard: .number(0), meaning: "reward in a hole"),
      OptionDescription(
        "iceReward", .number(-1000...1000), standard: .number(0), meaning: "reward of every other step"),
    ]
  }

  public static var schema: [ParameterDescription] {
    [
      ParameterDescription(
        "slip", nominal: nominalSlip, interval: (1.0 / 3.0)...1,
        meaning: "probability of not moving as intended, half to each perpendicular side")
    ]
  }

  @inlinable
  public subscript(parameter index: Int) -> Double {
    get {
      precondition(index == 0, "frozen-lake has one parameter")
      return slip
    }
    set {
      precondition(index == 0, "frozen-lake has one parameter")
      slip = newValue
    }
  }
}
