import DecisionProcesses
import Planning
import RandomStreams
import TabularEnvironments
import Testing
import UncertaintySets

@Suite struct FeasibilityTests {
  static func brakingLine(violationLevel: Double = 1, brakeFailure: Double = 0) -> BrakingLine {
    var process = BrakingLine(
      options: OptionValues(["violationLevel": .number(violationLevel)], for: BrakingLine.options))
    process.brakeFailure = brakeFailure
    return process
  }

  /// The closed form of the braking line: x <= 9 and x + v (v - 1) / 2 <= 9, 36 of 52 states.
  @Test func brakingLineHasItsSet() throws {
    let set = try FeasibleSet(Self.brakingLine())
    #expect(set.count == 36)
    for state in 0..<52 { #expect(set.contains[state] == BrakingLine.isFeasible(state)) }
    // At position 9 and speed 1 only the brake is safe.
    #expect(set.isSafe[(4 * 9 + 1) * 3] && !set.isSafe[(4 * 9 + 1) * 3 + 1])
  }

  /// Brakes that may fail for ever keep no moving car safe for certain; one that stands may stay.
  @Test func unreliableBrakesLeaveStandingCars() throws {
    let set = try FeasibleSet(Self.brakingLine(brakeFailure: 0.1))
    for state in 0..<52 {
      let (x, v) = (BrakingLine.position(of: state), BrakingLine.speed(of: state))
      #expect(set.contains[state] == (v == 0 && x < BrakingLine.limit))
    }
  }

  /// A hand-made tree: an end after a cheap step is safe, after a dear one not.
  @Test func endsAndLimits() throws {
    let rows: [[Transition]] = [
      [
        Transition(to: 0, probability: 1, outcome: Outcome(reward: 0, costs: Costs(2), ending: .terminated))
      ],
      [Transition(to: 0, probability: 1, outcome: Outcome(reward: 0, costs: Costs(0)))],
      [
        Transition(to: 2, probability: 0.5, outcome: Outcome(reward: 0, costs: Costs(1))),
        Transition(to: 1, probability: 0.5, outcome: Outcome(reward: 0, costs: Costs(0))),
      ],
    ]
    let table = TransitionTable(CostedProcess(rows: rows))
    let limits: [(Double, [Bool])] = [
      (2, [true, true, true]), (1.5, [false, false, false]), (0.5, [false, false, false]),
    ]
    for (limit, expected) in limits {
      #expect(try FeasibleSet(table, limits: [(0, limit)]).contains == expected)
    }
    #expect(throws: PlanningError.self) { try FeasibleSet(table, limits: [(1, 0)]) }
    #expect(throws: PlanningError.self) { try FeasibleSet(table, limits: [(0, .nan)]) }
    #expect(throws: PlanningError.self) { try FeasibleSet(WindyWalk()) }
  }

  /// One action, one cost.
  struct CostedProcess: TabularProcess {
    typealias ActionSpace = Discrete
    typealias ObservationSpace = Discrete
    typealias Observation = Int

    let rows: [[Transition]]
    var stateCount: Int { rows.count }
    var actionCount: Int { 1 }
    var task: TaskDescription {
      TaskDescription(
        horizon: 1, discount: 1, rewardRange: 0...0, isDeterministic: false,
        costs: [CostDescription("cost", meaning: "a cost")])
    }

    func enumerateInitialStates(_ body: (Int, Double) -> Bool) { _ = body(0, 1) }

    func enumerateTransitions(from state: Int, by action: Int, _ body: (Transition) -> Bool) {
      for transition in rows[state] where !body(transition) { return }
    }
  }

  /// The published fixed points of the discounted operator on the braking line.
  @Test(arguments: [
    (0.99, 1.0, 0, 0.9602, 0.98), (0.6, 1.0, 1, -0.28, 0.2), (0.6, 25.0, 0, 8.36, 14.6),
  ])
  func discountedReachability(
    discount: Double, level: Double, wrong: Int, first: Double, third: Double
  ) throws {
    let process = Self.brakingLine(violationLevel: level)
    let margin = (0..<52).map { process.margin($0, channel: 0) }
    let table = TransitionTable(process)
    let reach = try ReachabilityValue(table, margin: margin, discount: discount, tolerance: 1e-10)
    #expect(reach.bound <= 1e-10)
    #expect(abs(reach.values[4 * 7 + 3] - first) < 1e-9)
    #expect(abs(reach.values[4 * 6 + 3] - -1) < 1e-9)
    #expect(abs(reach.values[4 * 9 + 2] - third) < 1e-9)
    let mistakes = (0..<52).count { (reach.values[$0] <= 0) != BrakingLine.isFeasible($0) }
    #expect(mistakes == wrong)
  }

  /// Without discount the signs are right and the levels are margins: -1 or the violation level.
  @Test func exactReachability() throws {
    for failure in [0, 0.2] {
      let process = Self.brakingLine(violationLevel: 3, brakeFailure: failure)
      let table = TransitionTable(process)
      let reach = try ReachabilityValue(table, margin: (0..<52).map { process.margin($0, channel: 0) })
      let set = try FeasibleSet(process)
      for state in 0..<52 { #expect(reach.values[state] == (set.contains[state] ? -1 : 3)) }
      #expect(reach.bound == 0)
    }
  }

  @Test func badMarginsAreRefused() {
    let table = TransitionTable(Self.brakingLine())
    let margin = [Double](repeating: 0, count: 52)
    #expect(throws: PlanningError.self) { try ReachabilityValue(table, margin: [0]) }
    #expect(throws: PlanningError.self) { try ReachabilityValue(table, margin: margin.dropLast() + [.nan]) }
    #expect(throws: PlanningError.self) { try ReachabilityValue(table, margin: margin, discount: 1) }
    #expect(throws: PlanningError.self) {
      try ReachabilityValue(table, margin: margin, discount: 0.5, tolerance: 0)
    }
  }

  /// The braking line with an entry of probability zero for brakes that fail: the same set as with brakes
  /// that fail now and then, as soon as nature may use it.
  @Test func naturesSupportIsWhatCounts() throws {
    let reliable = TransitionTable(Self.brakingLine())
    let failing = TransitionTable(Self.brakingLine(brakeFailure: 0.5))
    var builder = try SolverTableBuilder(stateCount: 52, actionCount: 3, costCount: 1)
    for state in 0..<52 {
      for action in 0..<3 {
        let sure = reliable.row(state, action).lowerBound
        builder.add(to: reliable.next[sure], probability: 1, reward: 0, costs: [reliable.costs[sure]])
        for entry in failing.row(state, action) where failing.next[entry] != reliable.next[sure] {
          builder.add(to: failing.next[entry], probability: 0, reward: 0, costs: [failing.costs[entry]])
        }
        try builder.endRow()
      }
    }
    let table = try builder.finish()
    let known = try FeasibleSet(failing, limits: [(0, 0)])
    let sure = try FeasibleSet(reliable, limits: [(0, 0)])
    #expect(known != sure)
    #expect(try FeasibleSet(table, limits: [(0, 0)], support: .nominal) == sure)
    #expect(try FeasibleSet(table, limits: [(0, 0)], support: .all) == known)
    // The radius does not matter, only that there is one; around rows of nominal support nothing changes.
    for radius in [1e-9, 1.5] {
      let ball = try L1Ball(radius: radius, support: .nominal)
      #expect(try FeasibleSet(table, limits: [(0, 0)], against: ball) == sure)
    }
    #expect(try FeasibleSet(table, limits: [(0, 0)], against: try KLBall(radius: 3)) == sure)
    let margin = (0..<52).map { Self.brakingLine().margin($0, channel: 0) }
    for (support, set) in [(Support.nominal, sure), (.all, known)] {
      let reach = try ReachabilityValue(table, margin: margin, support: support)
      for state in 0..<52 { #expect((reach.values[state] <= 0) == set.contains[state]) }
    }
  }

  /// Against sets on all states: a row leads where some kernel of its set has mass.
  @Test func setsOverAllStates() throws {
    // State 0 stays, state 1 goes to 0, state 2 costs 1 and is left for 0; state 0's other action ends.
    var builder = try SolverTableBuilder(stateCount: 3, actionCount: 2, costCount: 1)
    for (next, cost, ends) in [
      (0, 0.0, false), (0, 0.0, true), (0, 0.0, false), (0, 0.0, false), (0, 1.0, false), (0, 1.0, false),
    ] {
      builder.add(to: next, probability: 1, reward: 0, costs: [cost], terminated: ends)
      try builder.endRow()
    }
    let table = try builder.finish()
    func contains(_ set: some UncertaintySet) throws -> [Bool] {
      try FeasibleSet(table, limits: [(0, 0.5)], against: set).contains
    }
    #expect(try contains(try L1Ball(radius: 0.1, support: .nominal)) == [true, true, false])
    // A ball on all states leads to state 2 from everywhere, whatever its radius.
    #expect(try contains(try L1Ball(radius: 1e-6, support: .all)) == [false, false, false])
    // Intervals that allow no mass there keep it out; the last outcome is the end.
    let kept = try IntervalSet(lower: [0, 0, 0, 0], upper: [1, 0.5, 0, 1], support: .all)
    #expect(try contains(kept) == [true, true, false])
    let leaky = try IntervalSet(lower: [0, 0, 0, 0], upper: [1, 0.5, 1e-12, 1], support: .all)
    #expect(try contains(leaky) == [false, false, false])
    let reach = try ReachabilityValue(table, margin: [-1, -2, 1], against: kept)
    #expect(reach.values == [-1, -1, 1])
    #expect(try ReachabilityValue(table, margin: [-1, -2, 1], against: leaky).values == [1, 1, 1])
    let discounted = try ReachabilityValue(
      table, margin: [-1, -2, 1], discount: 0.5, tolerance: 1e-12, against: kept)
    for (value, known) in zip(discounted.values, [-1, -1.5, 1]) { #expect(abs(value - known) < 1e-11) }
    // A list that does not fit, a channel that is not there, costs of unknown successors.
    let short = try IntervalSet(lower: [0], upper: [1], support: .all)
    #expect(throws: PlanningError.self) { try contains(short) }
    let ball = try L1Ball(radius: 0.1, support: .all)
    #expect(throws: PlanningError.self) { try FeasibleSet(table, limits: [(1, 0)], against: ball) }
    var stream = RandomStream(seed: 5, purpose: StreamPurpose(named: "feasible sets"))
    let model = TwoOutcomeModel(states: 3, actions: 2, costs: 1, radius: 0.1, discount: 0.9, using: &stream)
    let uneven = try model.table
    #expect(throws: PlanningError.self) { try FeasibleSet(uneven, limits: [(0, 0.5)], against: ball) }
  }
}
