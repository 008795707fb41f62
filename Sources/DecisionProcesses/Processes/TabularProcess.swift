import RandomStreams

/// One possible successor of a state and an action.
public struct Transition: Sendable, Equatable {
  public var next: Int
  public var probability: Double
  public var outcome: Outcome

  @inlinable @inline(__always)
  public init(to next: Int, probability: Double, outcome: Outcome) {
    self.next = next
    self.probability = probability
    self.outcome = outcome
  }
}

/// A finite process written in explicit form: stepping and exact tables come from the same rows.
public protocol TabularProcess: DecisionProcess where State == Int, Action == Int {
  var stateCount: Int { get }
  var actionCount: Int { get }

  /// Calls `body` with every possible first state and its probability, until it returns false.
  func enumerateInitialStates(_ body: (Int, Double) -> Bool)

  /// Calls `body` with every transition of positive probability out of (`state`, `action`), until it
  /// returns false. Probabilities sum to one; successors may repeat.
  func enumerateTransitions(from state: Int, by action: Int, _ body: (Transition) -> Bool)

  /// Whether `advance` draws a row's transition by inversion in the order of `enumerateTransitions`, with the
  /// first uniform number of its stream, as the default does, and `observe` draws nothing. Batches then step
  /// such worlds by their tables; a world that draws in another way must say false.
  static var drawsFromRows: Bool { get }

  /// Draws a first state for each listed lane; what batches run. A requirement with a default for the same
  /// reason as `advanceLanes`.
  func drawInitialStates(
    _ lanes: UnsafeBufferPointer<Int32>, clocks: LaneClocks, into states: UnsafeMutablePointer<Int64>)

  /// What the state is called in reports.
  func name(ofState state: Int) -> String
  /// What the action is called in reports.
  func name(ofAction action: Int) -> String
}

extension TabularProcess {
  /// Draws a first state by inversion: one uniform number.
  @inlinable
  public func initialState(using stream: inout RandomStream) -> Int {
    let u = stream.uniform()
    var cumulative = 0.0
    var chosen = 0
    enumerateInitialStates { state, probability in
      cumulative += probability
      chosen = state
      return u >= cumulative
    }
    return chosen
  }

  /// Draws a transition by inversion: one uniform number, O(number of successors).
  @inlinable
  public func advance(_ state: inout Int, by action: Int, using stream: inout RandomStream) -> Outcome {
    precondition(action >= 0 && action < actionCount, "the action lies outside the action space")
    let u = stream.uniform()
    var cumulative = 0.0
    var next = state
    var outcome = Outcome(reward: 0)
    enumerateTransitions(from: state, by: action) { transition in
      cumulative += transition.probability
      // Round-off may leave the sum just below u: the last row entry then stands.
      next = transition.next
      outcome = transition.outcome
      return u >= cumulative
    }
    state = next
    return outcome
  }

  @inlinable public static var drawsFromRows: Bool { true }

  @inlinable
  public func drawInitialStates(
    _ lanes: UnsafeBufferPointer<Int32>, clocks: LaneClocks, into states: UnsafeMutablePointer<Int64>
  ) {
    for lane in lanes {
      var stream = clocks.clock(Int(lane)).stream(.initialState)
      states[Int(lane)] = Int64(initialState(using: &stream))
    }
  }

  public func accepts(_ state: Int) -> Bool { state >= 0 && state < stateCount }

  public func name(ofState state: Int) -> String { "\(state)" }
  public func name(ofAction action: Int) -> String { "\(action)" }
}

extension TabularProcess where Observation == Int {
  @inlinable
  public func observe(_ state: Int, using stream: inout RandomStream) -> Int { state }
}

extension TabularProcess where ActionSpace == Discrete {
  @inlinable public var actionSpace: Discrete { Discrete(actionCount, name: "action") }
}

extension TabularProcess where ObservationSpace == Discrete {
  @inlinable public var observationSpace: Discrete { Discrete(stateCount, name: "state") }
}
