import DecisionProcesses
import RandomStreams
import Testing

/// Two states written by hand: action 0 stays, action 1 tries to change sides and may break.
struct Seesaw: TabularProcess {
  /// Probability that action 1 changes sides; the rest ends the episode.
  var success = 0.75
  /// What is missing from the sum of row (0, 1).
  var missing = 0.0
  var start = 0.25

  typealias Observation = Int
  typealias ActionSpace = Discrete
  typealias ObservationSpace = Discrete
  var stateCount: Int { 2 }
  var actionCount: Int { 2 }
  var task: TaskDescription {
    TaskDescription(
      horizon: 10, discount: 0.5, rewardRange: -1...3, isDeterministic: false,
      costs: [CostDescription("wear", meaning: "1 per change"), CostDescription("side", meaning: "state")])
  }

  func enumerateInitialStates(_ body: (Int, Double) -> Bool) {
    if body(1, start) { _ = body(0, 1 - start) }
  }

  func enumerateTransitions(from state: Int, by action: Int, _ body: (Transition) -> Bool) {
    let side = Double(state)
    guard action == 1 else {
      _ = body(Transition(to: state, probability: 1, outcome: Outcome(reward: side, costs: Costs(0, side))))
      return
    }
    let change = Transition(
      to: 1 - state, probability: success, outcome: Outcome(reward: 3, costs: Costs(1, side)))
    let end = Outcome(reward: -1, costs: Costs(0, side), ending: .terminated)
    if body(change) { _ = body(Transition(to: state, probability: 1 - success - missing, outcome: end)) }
  }
}

@Suite struct TabularTests {
  @Test func tableOfTheSeesaw() {
    let table = TransitionTable(Seesaw())
    #expect(table.stateCount == 2 && table.actionCount == 2 && table.costCount == 2)
    #expect(table.initial == [0.75, 0.25])
    #expect(table.rowStart == [0, 1, 3, 4, 6])
    #expect(table.next == [0, 1, 0, 1, 0, 1])
    #expect(table.probability == [1, 0.75, 0.25, 1, 0.75, 0.25])
    #expect(table.reward == [0, 3, -1, 1, 3, -1])
    #expect(table.costs == [0, 0, 1, 0, 0, 0, 0, 1, 1, 1, 0, 1])
    #expect(table.ending == [[], [], .terminated, [], [], .terminated])
    #expect(table.row(0, 1) == 1..<3)
    #expect(table.row(1, 0) == 3..<4)
  }

  @Test func spacesAndStates() {
    let process = Seesaw()
    #expect(process.actionSpace.count == 2 && process.observationSpace.count == 2)
    #expect([-1, 0, 1, 2].map(process.accepts) == [false, true, true, false])
    #expect(process.name(ofState: 1) == "1" && process.name(ofAction: 0) == "0")
    var stream = RandomStream(seed: 1)
    #expect(process.observe(1, using: &stream) == 1)
  }

  /// The first uniform number of the stream used below; not 0, not near 1.
  static let seed: UInt64 = 12
  static var u: Double {
    var stream = RandomStream(seed: seed)
    return stream.uniform()
  }

  static func move(_ process: Seesaw) -> Int {
    var stream = RandomStream(seed: seed)
    var state = 0
    _ = process.advance(&state, by: 1, using: &stream)
    return state
  }

  /// Entry i is drawn where the sum before it <= u < the sum with it.
  @Test func transitionsAtTheEdgeOfTheSum() {
    #expect(Self.u > 0.01 && Self.u < 0.99)
    #expect(Self.move(Seesaw(success: Self.u.nextUp)) == 1)
    #expect(Self.move(Seesaw(success: Self.u)) == 0)
  }

  /// A sum that stays below u gives the last entry.
  @Test func transitionsBeyondTheSum() {
    let rest = 1 - Self.u / 2
    var stream = RandomStream(seed: Self.seed)
    var state = 0
    let outcome = Seesaw(success: Self.u / 4, missing: rest).advance(&state, by: 1, using: &stream)
    #expect(state == 0)
    #expect(outcome.ending == .terminated && outcome.reward == -1)
  }

  @Test func firstStatesAtTheEdgeOfTheSum() {
    var stream = RandomStream(seed: Self.seed)
    #expect(Seesaw(start: Self.u.nextUp).initialState(using: &stream) == 1)
    stream = RandomStream(seed: Self.seed)
    #expect(Seesaw(start: Self.u).initialState(using: &stream) == 0)
  }

  /// One uniform number per transition and per first state, whatever is drawn.
  @Test(arguments: [0, 1])
  func oneDrawEach(_ action: Int) {
    var stream = RandomStream(seed: 4)
    var reference = RandomStream(seed: 4)
    var state = Seesaw().initialState(using: &stream)
    _ = Seesaw().advance(&state, by: action, using: &stream)
    _ = reference.uniform()
    _ = reference.uniform()
    #expect(stream.uniform() == reference.uniform())
  }

  @Test func snapshotsRefuseStatesOutside() {
    var broken = Simulation(Seesaw(), seed: 1)
    broken.state = 2
    var target = Simulation(Seesaw(), seed: 1)
    let error = #expect(throws: SnapshotError.self) { try target.restore(broken.save()) }
    #expect(error?.message == "2 is not a state of Seesaw")
  }
}
