import DecisionProcesses
import Planning
import TabularEnvironments
import Testing

@Suite struct PolicyEvaluationTests {
  /// The cost of QuantEcon's optimal policy, evaluated by NumPy's linear solver.
  @Test func valuesMatchALinearSolver() throws {
    for instance in try RandomProcesses.load() {
      let table = try instance.table()
      for reference in instance.solutions {
        let policy = try DiscountedSolver(tolerance: 1e-9).solve(table, discount: reference.discount).policy
        let evaluation = try PolicyEvaluation(discount: reference.discount)
        let costs = table.rewarding(table.costs[0])
        let values = try evaluation.values(of: policy, in: costs)
        #expect(values.bound < 1e-10)
        let found = costs.initialExpectation(of: values.values)
        #expect(abs(found - reference.costOfOptimum) <= 1e-10)
        // The same number from visits: the two computations share no equation.
        let occupancy = try evaluation.occupancy(of: policy, in: table)
        #expect(abs(occupancy.states.reduce(0, +) - 1) <= occupancy.bound + 1e-14)
        let visited = occupancy.expectation(of: table.costs[0]) / (1 - reference.discount)
        #expect(abs(visited - reference.costOfOptimum) <= 1e-10)
        let own = try evaluation.values(of: policy, in: table)
        for state in 0..<instance.states {
          #expect(own.lower[state] <= reference.values[state] + 1e-11)
          #expect(own.upper[state] >= reference.values[state] - 1e-11)
        }
      }
    }
  }

  /// One coin: with probability 3/4 the game goes on paying 1, otherwise it ends; action 1 ends it at once.
  /// Closed forms: v = 1/(1 - 3/4 q g) for a policy that goes on with probability q.
  @Test func endsAndRandomPolicies() throws {
    var builder = try SolverTableBuilder(stateCount: 1, actionCount: 2)
    builder.add(to: 0, probability: 0.75, reward: 1)
    builder.add(to: 0, probability: 0.25, reward: 1, terminated: true)
    try builder.endRow()
    builder.add(to: 0, probability: 1, reward: 1, terminated: true)
    try builder.endRow()
    let table = try builder.finish()
    let evaluation = try PolicyEvaluation(discount: 0.9)
    for q in [0, 0.25, 1] {
      let policy = TablePolicy.probabilities([q, 1 - q])
      let values = try evaluation.values(of: policy, in: table)
      let known = 1 / (1 - 0.75 * q * 0.9)
      #expect(values.lower[0] <= known && known <= values.upper[0])
      #expect(values.bound < 1e-12)
      let visits = try evaluation.occupancy(of: policy, in: table).visits
      #expect(abs(visits[0] - 0.1 * known * q) < 1e-14)
      #expect(abs(visits[1] - 0.1 * known * (1 - q)) < 1e-14)
    }
    // The best goes on: 1/(1 - 0.675) against 1 for stopping.
    let solver = DiscountedSolver(tolerance: 1e-9)
    let regret = try evaluation.regret(of: .actions([1]), in: table, solver: solver)
    let known = 1 / (1 - 0.675) - 1
    #expect(regret.lowerBound <= known && known <= regret.upperBound)
    #expect(regret.upperBound - regret.lowerBound < 1e-8)
    #expect(try evaluation.regret(of: .actions([0]), in: table).lowerBound == 0)
  }

  /// A guess from anywhere gets an interval that holds, and the optimum itself a narrow one.
  @Test func residualsCertifyAnyGuess() throws {
    for instance in try RandomProcesses.load() {
      let table = try instance.table()
      let reference = instance.solutions[1]
      let backup = try NominalBackup(discount: reference.discount)
      let guesses = [
        [Double](repeating: 0, count: instance.states), [Double](repeating: -70, count: instance.states),
        (0..<instance.states).map { Double($0 % 5) }, reference.values,
      ]
      for guess in guesses {
        let interval = try table.certifiedOptimum(around: guess, backup: backup)
        for state in 0..<instance.states {
          #expect(interval.lower[state] <= reference.values[state] + 1e-12)
          #expect(interval.upper[state] >= reference.values[state] - 1e-12)
        }
      }
      let narrow = try table.certifiedOptimum(around: reference.values, backup: backup)
      #expect(narrow.bound < 1e-11)
      #expect(throws: PlanningError.self) { try table.certifiedOptimum(around: [0], backup: backup) }
    }
  }

  @Test func badPoliciesAreRefused() throws {
    let table = try RandomProcesses.load()[0].table()
    let evaluation = try PolicyEvaluation(discount: 0.9)
    for policy: TablePolicy in [
      .actions([0]), .actions([0, 0, 2, 0, 0, 0]), .probabilities([1]),
      .probabilities([0.5, 0.4] + [Double](repeating: 0.5, count: 10)),
      .probabilities([1.5, -0.5] + [Double](repeating: 0.5, count: 10)),
    ] {
      #expect(throws: PlanningError.self) { try evaluation.values(of: policy, in: table) }
      #expect(throws: PlanningError.self) { try evaluation.occupancy(of: policy, in: table) }
    }
    let found = SolverTableTests.message {
      _ = try evaluation.values(of: .actions([0, 0, 2, 0, 0, 0]), in: table)
    }
    #expect(found == "state 2: action 2 lies outside 0...1")
    #expect(throws: PlanningError.self) { try PolicyEvaluation(discount: 1) }
  }
}
