import DecisionProcesses
import RandomStreams

/// A taxi fetches a passenger at one of four stands and drives to another, past walls.
///
/// State = ((5 row + column) 5 + passenger) 4 + destination, passenger 0...3 at a stand, 4 aboard. With
/// the option `fickle` there are two copies: 500 + state means that the passenger will change the
/// destination at the first step that moves the taxi with the passenger aboard; the observation hides it.
///
/// Source: Dietterich, "Hierarchical reinforcement learning with the MAXQ value function decomposition",
/// JAIR 13 (2000), doi:10.1613/jair.639; Taxi of Gymnasium 1.4 with its rainy and fickle variants.
public struct Taxi: World, TabularProcess {
  /// Probability that a move drifts sideways, half to each side.
  public var driftProbability: Double
  /// Probability that the passenger changes the destination once; acts with the option `fickle`.
  public var fickleProbability: Double

  /// Whether the second copy of the states exists.
  public let isFickle: Bool

  public init(options: OptionValues) {
    driftProbability = options.flag("rain") ? 0.2 : 0
    isFickle = options.flag("fickle")
    fickleProbability = 0.3
  }

  /// States that can be told apart from outside.
  @inlinable public static var visibleStateCount: Int { 500 }
  /// The passenger's place while in the taxi.
  @inlinable public static var aboard: Int { 4 }

  @inlinable public var stateCount: Int { isFickle ? 1000 : 500 }
  @inlinable public var actionCount: Int { 6 }

  /// Cell 5 row + column of a stand: 0 red, 1 green, 2 yellow, 3 blue.
  @inlinable
  public static func cell(ofStand stand: Int) -> Int {
    switch stand {
    case 0: 0
    case 1: 4
    case 2: 20
    default: 23
    }
  }

  /// The stand at a cell, if there is one.
  @inlinable
  public static func stand(at cell: Int) -> Int? {
    switch cell {
    case 0: 0
    case 4: 1
    case 20: 2
    case 23: 3
    default: nil
    }
  }

  @inlinable public static func cell(of state: Int) -> Int { state % visibleStateCount / 20 }
  @inlinable public static func passenger(of state: Int) -> Int { state / 4 % 5 }
  @inlinable public static func destination(of state: Int) -> Int { state % 4 }

  /// The visible state of a taxi, a passenger and a destination.
  @inlinable
  public static func state(cell: Int, passenger: Int, destination: Int) -> Int {
    (cell * 5 + passenger) * 4 + destination
  }

  /// Whether a wall stands on the east side of a cell.
  @inlinable
  public static func hasWallEast(of cell: Int) -> Bool {
    let row = cell / 5
    let column = cell % 5
    return row <= 1 ? column == 1 : row >= 3 && (column == 0 || column == 2)
  }

  /// Where a move leads: 0 south, 1 north, 2 east, 3 west; a blocked move stays.
  @inlinable
  public static func neighbour(of cell: Int, towards direction: Int) -> Int {
    switch direction {
    case 0: cell < 20 ? cell + 5 : cell
    case 1: cell >= 5 ? cell - 5 : cell
    case 2: cell % 5 < 4 && !hasWallEast(of: cell) ? cell + 1 : cell
    default: cell % 5 > 0 && !hasWallEast(of: cell - 1) ? cell - 1 : cell
    }
  }

  public var observationSpace: Discrete { Discrete(Self.visibleStateCount, name: "state") }

  @inlinable
  public func observe(_ state: Int, using stream: inout RandomStream) -> Int {
    state % Self.visibleStateCount
  }

  public var task: TaskDescription {
    TaskDescription(
      horizon: 200, discount: 0.99, rewardRange: -10...20,
      isDeterministic: driftProbability == 0 && !isFickle)
  }

  public func name(ofState state: Int) -> String {
    let cell = Self.cell(of: state)
    let stands = ["red", "green", "yellow", "blue"]
    let place = Self.passenger(of: state) == Self.aboard ? "aboard" : stands[Self.passenger(of: state)]
    return "taxi row \(cell / 5), column \(cell % 5), passenger \(place), "
      + "to \(stands[Self.destination(of: state)])" + (state >= Self.visibleStateCount ? ", fickle" : "")
  }

  public func name(ofAction action: Int) -> String {
    ["south", "north", "east", "west", "pick up", "drop off"][action]
  }

  public static var diagnosticNames: [String] { ["row", "column", "passenger", "destination"] }

  public func diagnostic(_ index: Int, of state: Int) -> Double {
    switch index {
    case 0: Double(Self.cell(of: state) / 5)
    case 1: Double(Self.cell(of: state) % 5)
    case 2: Double(Self.passenger(of: state))
    default: Double(Self.destination(of: state))
    }
  }

  public static var identifier: String { "taxi-v3" }
  public static var family: String { "tabular" }
  public static var summary: String { "Fetch a passenger and drive to the right stand." }

  public static var options: [OptionDescription] {
    [
      OptionDescription(
        "rain", .flag, standard: .flag(false), meaning: "true starts driftProbability at 0.2, false at 0"),
      OptionDescription(
        "fickle", .flag, standard: .flag(false),
        meaning: "the passenger may change the destination once, on the way"),
    ]
  }

  public static var schema: [ParameterDescription] {
    [
      ParameterDescription(
        "driftProbability", nominal: 0, interval: 0...0.4,
        meaning: "probability that a move drifts sideways, half to each side"),
      ParameterDescription(
        "fickleProbability", nominal: 0.3, interval: 0.15...0.45,
        meaning: "probability that the passenger changes the destination, with the option fickle"),
    ]
  }

  public static var inertIntervals: [InertInterval] {
    [
      InertInterval(
        "fickleProbability", 0.15...0.45,
        reason: "without the option fickle no passenger changes the destination")
    ]
  }

  @inlinable
  public subscript(parameter index: Int) -> Double {
    get {
      precondition(index == 0 || index == 1, "taxi has parameters 0...1")
      return index == 0 ? driftProbability : fickleProbability
    }
    set {
      precondition(index == 0 || index == 1, "taxi has parameters 0...1")
      if index == 0 { driftProbability = newValue } else { fickleProbability = newValue }
    }
  }
}
