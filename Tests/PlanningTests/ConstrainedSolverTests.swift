import DecisionProcesses
import Planning
import TabularEnvironments
import Testing

@Suite struct ConstrainedSolverTests {
  /// SciPy's linear program over visits, with a limit halfway between the least cost and the free optimum's.
  @Test func intervalsHoldTheLinearProgram() throws {
    for instance in try RandomProcesses.load() {
      let table = try instance.table()
      for reference in instance.solutions {
        let solution = try ConstrainedSolver(discount: reference.discount, tolerance: 1e-7)
          .solve(table, cost: 0, limit: reference.costLimit)
        #expect(solution.lower <= reference.constrainedReturn + 1e-8)
        #expect(solution.upper >= reference.constrainedReturn - 1e-8)
        #expect(solution.upper - solution.lower <= 1e-7)
        #expect(solution.cost <= reference.costLimit)
        #expect(solution.cost > reference.costLimit - 1e-6)
        #expect(abs(solution.multiplier - reference.multiplier) < 1e-6)
      }
    }
  }

  /// A generous limit does not bind; one below the least possible cost cannot be kept.
  @Test func limitsAtBothEnds() throws {
    let instance = try RandomProcesses.load()[1]
    let table = try instance.table()
    let reference = instance.solutions[1]
    let solver = try ConstrainedSolver(discount: reference.discount)
    let free = try solver.solve(table, cost: 0, limit: reference.costOfOptimum + 1e-3)
    #expect(free.multiplier == 0)
    #expect(abs(free.lower - table.initialExpectation(of: reference.values)) <= 1e-6)
    let least = try solver.solve(table, cost: 0, limit: reference.leastCost + 1e-6)
    #expect(least.cost <= reference.leastCost + 1e-6)
    #expect {
      try solver.solve(table, cost: 0, limit: reference.leastCost - 1e-6)
    } throws: { ($0 as? PlanningError)?.kind == .infeasible }
    #expect(throws: PlanningError.self) { try solver.solve(table, cost: 1, limit: 1) }
    #expect(throws: PlanningError.self) { try solver.solve(table, cost: 0, limit: .nan) }
    #expect(throws: PlanningError.self) { try ConstrainedSolver(discount: 1) }
  }

  /// The world's limit is the cost of an even mixture of the best and the cheapest policy, so at least the
  /// mixture's return can be had.
  @Test(arguments: [0, 1, 42])
  func randomConstrainedWorld(seed: Int) throws {
    let process = RandomConstrained(
      options: OptionValues(["seed": .integer(seed)], for: RandomConstrained.options))
    let table = try SolverTable(TransitionTable(process))
    let solution = try ConstrainedSolver(discount: 0.99).solve(table, cost: 0, limit: process.limit)
    #expect(solution.cost <= process.limit)
    let free = try DiscountedSolver().solve(table, discount: 0.99)
    let cheap = try DiscountedSolver()
      .solve(table.rewarding(table.costs[0].scaled(by: -1)), discount: 0.99)
    let evaluation = try PolicyEvaluation(discount: 0.99)
    let halves = try [free.policy, cheap.policy].map {
      table.initialExpectation(of: try evaluation.values(of: $0, in: table).values)
    }
    #expect(solution.upper >= 0.5 * (halves[0] + halves[1]) - 1e-6)
    #expect(solution.lower <= halves[0] + 1e-9)
  }
}
