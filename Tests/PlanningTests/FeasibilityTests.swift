import DecisionProcesses
import Planning
import TabularEnvironments
import Testing

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
}
