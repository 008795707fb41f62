import DecisionProcesses
import Planning
import TabularEnvironments
import Testing

@Suite struct ValueIterationTests {
  /// Worlds with recorded optimal values, by name of the record.
  static func table(_ name: String) -> TransitionTable {
    switch name {
    case "river-swim-6": TransitionTable(RiverSwim())
    case "river-swim-20":
      TransitionTable(RiverSwim(options: OptionValues(["states": .word("20")], for: RiverSwim.options)))
    case "machine-replacement": TransitionTable(MachineReplacement())
    case "inventory": TransitionTable(Inventory())
    case "pest-control": TransitionTable(PestControl())
    case "forest-3": TransitionTable(Forest())
    default: TransitionTable(Forest(options: OptionValues(["states": .integer(10)], for: Forest.options)))
    }
  }

  @Test(arguments: [
    "river-swim-6", "river-swim-20", "machine-replacement", "inventory", "pest-control", "forest-3",
    "forest-10",
  ])
  func meetsRecordedOptimaWithinItsBound(name: String) throws {
    let table = Self.table(name)
    for reference in try fixture("tabular/\(name)", as: ReferenceSolutions.self).solutions {
      let solution = try ValueIteration(tolerance: 1e-7).solve(table, discount: reference.discount)
      let bound = try #require(solution.bound)
      #expect(solution.hasConverged)
      #expect(bound <= 1e-7)
      let slack = reference.bellmanResidual / (1 - reference.discount)
      for (found, expected) in zip(solution.values, reference.values) {
        #expect(abs(found - expected) <= bound + slack)
      }
      for (action, best) in zip(solution.policy, reference.greedy) { #expect(best.contains(action)) }
    }
  }

  /// A bound that is certified must hold at any sweep, also far from convergence.
  @Test(arguments: [1, 2, 5, 20, 80])
  func boundHoldsWhenCutShort(sweeps: Int) throws {
    for name in ["river-swim-6", "inventory", "forest-10", "pest-control"] {
      let reference = try fixture("tabular/\(name)", as: ReferenceSolutions.self).solutions[0]
      let solution = try ValueIteration(tolerance: 1e-13, sweepLimit: sweeps)
        .solve(Self.table(name), discount: reference.discount)
      let bound = try #require(solution.bound)
      #expect(!solution.hasConverged)
      let worst = zip(solution.values, reference.values).map { abs($0 - $1) }.max() ?? .infinity
      #expect(worst <= bound + reference.bellmanResidual / (1 - reference.discount))
    }
  }

  /// Forest of three classes, discount 0.9: closed form of waiting everywhere.
  @Test func forestHasItsPublishedValues() throws {
    let solution = try ValueIteration(tolerance: 1e-9).solve(Self.table("forest-3"), discount: 0.9)
    for (found, known) in zip(solution.values, [26.244, 29.484, 33.484]) {
      #expect(abs(found - known) < 1e-9)
    }
    #expect(solution.policy == [0, 0, 0])
  }

  /// The middle of the band saves sweeps: the plain rule would need the discount's power below 1e-9.
  @Test func spanStopIsEarly() throws {
    let solution = try ValueIteration(tolerance: 1e-6).solve(Self.table("inventory"), discount: 0.95)
    #expect(solution.sweeps < 60)
  }

  /// A tolerance below round-off is refused honestly: few sweeps, a bound that holds, not converged.
  @Test func roundOffEndsTheSweeps() throws {
    let reference = try fixture("tabular/river-swim-6", as: ReferenceSolutions.self).solutions[1]
    let solution = try ValueIteration(tolerance: 1e-12)
      .solve(Self.table("river-swim-6"), discount: reference.discount)
    let bound = try #require(solution.bound)
    #expect(!solution.hasConverged)
    #expect(solution.sweeps < 2000)
    #expect(bound < 1e-7)
    let worst = zip(solution.values, reference.values).map { abs($0 - $1) }.max() ?? .infinity
    #expect(worst <= bound + reference.bellmanResidual / (1 - reference.discount))
  }

  @Test func equalActionsGoToTheLowestIndex() throws {
    let loop = [Transition(to: 0, probability: 1, outcome: Outcome(reward: 1))]
    let table = TransitionTable(FixtureProcess(stateCount: 1, actionCount: 3, rows: [loop, loop, loop]))
    let solution = try ValueIteration().solve(table, discount: 0.5)
    #expect(solution.policy == [0])
    #expect(abs(solution.values[0] - 2) <= 1e-9)
  }

  @Test func refusesBadInput() {
    let table = Self.table("forest-3")
    #expect(throws: PlanningError.self) { try ValueIteration().solve(table, discount: 0) }
    #expect(throws: PlanningError.self) { try ValueIteration().solve(table, discount: 1.01) }
    #expect(throws: PlanningError.self) { try ValueIteration().solve(table, discount: .nan) }
    #expect(throws: PlanningError.self) { try ValueIteration(tolerance: 0).solve(table, discount: 0.9) }
    #expect(throws: PlanningError.self) { try ValueIteration(sweepLimit: 0).solve(table, discount: 0.9) }
    #expect(throws: PlanningError.self) { try BackwardInduction(horizon: -1).solve(table, discount: 0.9) }
    let half = [Transition(to: 0, probability: 0.5, outcome: Outcome(reward: 0))]
    let short = TransitionTable(FixtureProcess(stateCount: 1, actionCount: 1, rows: [half]))
    #expect(throws: PlanningError.self) { try ValueIteration().solve(short, discount: 0.9) }
  }
}
