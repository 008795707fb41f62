import DecisionProcesses
import Planning
import RandomStreams
import TabularEnvironments
import Testing

@Suite struct RectangularClosureTests {
  private func robust(
    _ models: ModelList, discount: Double, _ method: DiscountedSolver.Method = .valueIteration
  ) throws -> CertifiedSolution {
    let closure = RectangularClosure(models)
    return try DiscountedSolver(method: method, tolerance: 1e-10)
      .solve(closure.table, backup: closure.backup(discount: discount))
  }

  /// A nature who picks wind anew for every state and action is no worse than the strongest wind.
  @Test func windyWalkAgainstFreeWinds() throws {
    let models = try ModelList(WindyWalk(), grid: [("alpha", (0..<25).map { 0.5 * Double($0) / 24 })])
    for method in DiscountedSolver.Method.allCases {
      let solution = try robust(models, discount: 0.95, method)
      #expect(abs(solution.values[WindyWalk.start] + 7.952147490) < 1e-9, "\(method)")
    }
    let hardest = try models.worstOptimum(discount: 0.95, solver: DiscountedSolver(tolerance: 1e-10))
    #expect(hardest.model == 24)
    #expect(abs(hardest.value + 7.952147490) < 1e-9)
    // 36 cells of 4 actions; wind has 25 strengths where it blows, save at moves west, and 1 elsewhere.
    #expect(RectangularClosure(models).variantCount == 36 * 4 + 12 * 3 * 24)
  }

  /// No duality gap: the least optimal value over all combinations of rows is the robust value. Rewards
  /// differ by model, and so do the successors that rows have.
  @Test func robustValuesAreTheLeastOfAllCombinations() throws {
    var stream = RandomStream(seed: 3, purpose: .instance)
    for round in 0..<20 {
      let shape = RandomModels(
        states: 2, actions: 2, models: 3, branching: 2, ending: round % 2 == 0 ? 0 : 0.2)
      let rows = shape.rows(using: &stream)
      let models = try shape.list(rows)
      let product = try shape.list(shape.product(of: rows))
      #expect(product.count == 81)
      let least = try product.worstOptimum(discount: 0.9, solver: DiscountedSolver(tolerance: 1e-10))
      for method in DiscountedSolver.Method.allCases {
        let solution = try robust(models, discount: 0.9, method)
        #expect(abs(solution.values[0] - least.value) <= 2e-10, "\(method)")
        #expect(solution.lower[0] <= least.value + least.margin)
        #expect(solution.upper[0] >= least.value - least.margin)
      }
      // Nature's answer to the robust policy is one of the combinations, and worth the same as a table.
      let closure = RectangularClosure(models)
      let backup = try closure.backup(discount: 0.9)
      let policy = try robust(models, discount: 0.9).policy
      let worst = try RobustPolicyEvaluation(backup).worstCase(of: policy, in: closure.table)
      #expect(abs(worst.values.values[0] - least.value) <= 2e-10)
      let played = try PolicyEvaluation(discount: 0.9).values(of: policy, in: worst.table)
      #expect(abs(played.values[0] - least.value) <= 2e-10)
      let listed = try product.worstCase(of: policy, discount: 0.9)
      #expect(abs(listed.value - least.value) <= 2e-10)
      // The search over the list alone cannot fall below the closure.
      #expect(try models.worstOptimum(discount: 0.9).value >= least.value - 1e-6)
    }
  }

  /// One model is the nominal problem, repeated or not.
  @Test func oneModelIsItself() throws {
    let table = try SolverTable(TransitionTable(FrozenLake()))
    let nominal = try DiscountedSolver(tolerance: 1e-10).solve(table, discount: 0.95)
    let solution = try robust(try ModelList([table, table, table]), discount: 0.95)
    for state in nominal.values.indices {
      #expect(abs(solution.values[state] - nominal.values[state]) <= 2e-10)
    }
    #expect(RectangularClosure(try ModelList([table, table])).variantCount == table.rowCount)
    #expect(throws: PlanningError.self) {
      try RectangularClosure(try ModelList([table])).backup(discount: 1.5)
    }
  }
}
