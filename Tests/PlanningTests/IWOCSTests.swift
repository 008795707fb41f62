import DecisionProcesses
import Planning
import RandomStreams
import TabularEnvironments
import Testing

@Suite struct IWOCSTests {
  private static func windyWalks() throws -> ModelList {
    try ModelList(WindyWalk(), grid: [("alpha", (0..<25).map { 0.5 * Double($0) / 24 })])
  }

  /// The start's value for six winds, and the trace from the calm model, as published with the map.
  @Test func windyWalkIsSolvedInTwoIterations() throws {
    let models = try Self.windyWalks()
    let known = [
      (0, -4.524381), (6, -5.208398), (12, -6.229623), (16, -7.205623), (20, -7.691626), (24, -7.952147),
    ]
    for (index, value) in known {
      let solution = try DiscountedSolver(tolerance: 1e-9).solve(models.tables[index], discount: 0.95)
      #expect(abs(solution.values[WindyWalk.start] - value) < 1e-6, "alpha \(models.parameters[index])")
    }
    let solution = try IWOCS(discount: 0.95).solve(models)
    #expect(solution.ending == .converged)
    #expect(solution.steps.map(\.model) == [0, 24])
    #expect(solution.steps.map(\.worst.model) == [24, 24])
    let trace = solution.steps.flatMap { [$0.promise, $0.worst.value] }
    for (ours, theirs) in zip(trace, [-4.524381, -10.294413, -7.952147, -7.952147]) {
      #expect(abs(ours - theirs) < 1e-6)
    }
    #expect(abs(solution.worst.value + 7.952147490) < 1e-9)
    #expect(solution.worst.margin < 1e-9)
    #expect(solution.steps.allSatisfy { $0.rowBackups >= 36 * 4 })
    #expect(solution.best == solution.steps[1])
    // The same from every first model but the worst itself, which is right at once.
    for first in 1..<24 {
      let other = try IWOCS(discount: 0.95).solve(models, from: first)
      #expect(other.ending == .converged && other.steps.map(\.model) == [first, 24])
      #expect(abs(other.worst.value + 7.952147490) < 1e-9)
    }
    let atOnce = try IWOCS(discount: 0.95).solve(models, from: 24)
    #expect(atOnce.ending == .converged && atOnce.steps.count == 1)
  }

  /// The paper's own settings: value iteration to 1e-3, 300 episodes of at most 10^4 steps for each model.
  @Test func windyWalkByRollouts() throws {
    let models = try Self.windyWalks()
    let search = IWOCS(
      discount: 0.95, tolerance: 0.1, solver: DiscountedSolver(method: .valueIteration, tolerance: 1e-3))
    let stream = RandomStream(seed: 4, purpose: .policy)
    let solution = try search.solve(models, evaluation: .rollouts(TableRollouts(), stream))
    #expect(solution.ending == .converged)
    #expect(solution.steps[0].model == 0)
    for step in solution.steps {
      let exact = try models.worstCase(of: .actions(step.policy), discount: 0.95)
      let there = try PolicyEvaluation(discount: 0.95)
        .values(of: .actions(step.policy), in: models.tables[step.worst.model])
      #expect(step.worst.margin > 0)
      // Within five standard errors of the truth in the model that it names, and of the true worst.
      #expect(abs(step.worst.value - there.values[WindyWalk.start]) < 5 * step.worst.margin)
      #expect(abs(step.worst.value - exact.value) < 5 * step.worst.margin)
    }
    #expect(abs(solution.worst.value + 7.952147490) < 5 * solution.worst.margin)
    let again = try search.solve(models, evaluation: .rollouts(TableRollouts(), stream))
    #expect(again == solution)
  }

  /// P1: Q_i is nowhere below the robust Q of the closure of the models solved so far, nor of all. P2: it
  /// never rises.
  @Test func promisesFallAndBoundTheClosure() throws {
    var stream = RandomStream(seed: 21, purpose: .instance)
    var falls = 0
    for round in 0..<60 {
      let shape = RandomModels(models: 6, ending: round % 2 == 0 ? 0 : 0.1)
      let rows = shape.rows(using: &stream)
      let solution = try IWOCS(discount: 0.9).solve(try shape.list(rows))
      let all = shape.robustActionValues(rows, discount: 0.9, sweeps: 300)
      var solved: [[RandomModels.Row]] = []
      var last = [Double](repeating: .infinity, count: all.count)
      for step in solution.steps {
        solved.append(rows[step.model])
        let closure = shape.robustActionValues(solved, discount: 0.9, sweeps: 300)
        for row in all.indices {
          #expect(step.actionValues[row] <= last[row])
          if step.actionValues[row] < last[row] && last[row] < .infinity { falls += 1 }
          #expect(step.actionValues[row] + step.bound + 1e-11 >= closure[row])
          #expect(step.actionValues[row] + step.bound + 1e-11 >= all[row])
        }
        last = step.actionValues
      }
      // The promise is that of the candidate, and its worst value the least over the whole list.
      for step in solution.steps {
        #expect(step.promise == step.actionValues[step.policy[0]])
        let evaluation = try PolicyEvaluation(discount: 0.9)
        let values = try rows.map { model in
          try evaluation.values(of: .actions(step.policy), in: shape.table(model)).values[0]
        }
        #expect(abs(step.worst.value - values.min()!) < 1e-12)
      }
    }
    try #require(falls > 100, "Q should have fallen often, not \(falls) times")
  }

  /// State 1 pays in model 0 and state 2 in model 1: no model hurts both. The static optimum is that of one
  /// payment a step late, 0.9^2, while a nature who may change her mind takes both.
  @Test func statesThatNeedOppositeModels() throws {
    let models = try ModelList(
      (0..<2).map { model in
        var builder = try SolverTableBuilder(stateCount: 4, actionCount: 1)
        for (state, reward) in [0.0, model == 0 ? 1 : 0, model == 0 ? 0 : 1, 0].enumerated() {
          builder.add(to: min(3, state + 1), probability: 1, reward: reward)
          try builder.endRow()
        }
        return try builder.finish(initial: [1, 0, 0, 0])
      })
    let solution = try IWOCS(discount: 0.9).solve(models)
    #expect(solution.ending == .converged)
    #expect(solution.steps.map(\.model) == [0, 1])
    #expect(abs(solution.worst.value - 0.81) < 1e-9)
    #expect(abs(solution.steps[0].promise - 0.9) < 1e-8)
    let closure = RectangularClosure(models)
    let robust = try DiscountedSolver(tolerance: 1e-9)
      .solve(closure.table, backup: closure.backup(discount: 0.9))
    #expect(abs(robust.values[0]) < 1e-8)
    #expect(solution.worst.value >= robust.upper[0])
  }

  /// In state 1 each model pays for the action that the other does not, and 0.4 is sure. Knowing the model,
  /// state 1 is worth 1, so Q promises 0.9 for the way there; no candidate gets more than 0.36, and both
  /// models are solved already.
  @Test func aStallIsNoticed() throws {
    let models = try ModelList(
      (0..<2).map { model in
        var builder = try SolverTableBuilder(stateCount: 3, actionCount: 3)
        for _ in 0..<3 {
          builder.add(to: 1, probability: 1, reward: 0)
          try builder.endRow()
        }
        for action in 0..<3 {
          builder.add(to: 2, probability: 1, reward: action == 2 ? 0.4 : action == model ? 1 : 0)
          try builder.endRow()
        }
        for _ in 0..<3 {
          builder.add(to: 2, probability: 1, reward: 0)
          try builder.endRow()
        }
        return try builder.finish(initial: [1, 0, 0])
      })
    let solution = try IWOCS(discount: 0.9).solve(models)
    #expect(solution.ending == .stalled)
    #expect(solution.steps.map(\.model) == [0, 1])
    #expect(abs(solution.steps[1].promise - 0.9) < 1e-8)
    #expect(abs(solution.worst.value - 0.36) < 1e-9)
    #expect(solution.best.policy[1] == 2)
    let limited = try IWOCS(discount: 0.9, iterationLimit: 1).solve(models)
    #expect(limited.ending == .limit && limited.steps.count == 1)
  }

  /// A search over the interval itself: a grid of its own, refined, given as closures.
  @Test func modelsMayComeFromAnySearch() throws {
    func table(_ alpha: Double) throws(PlanningError) -> SolverTable {
      var walk = WindyWalk()
      walk.alpha = alpha
      return try SolverTable(TransitionTable(walk))
    }
    let evaluation = try PolicyEvaluation(discount: 0.95)
    let solution = try IWOCS(discount: 0.95).solve(from: 0.0, table: table) {
      (policy, _) throws(PlanningError) in
      var worst = ModelValue(model: 0.0, value: .infinity, margin: 0)
      for step in 0...200 {
        let alpha = 0.5 * Double(step) / 200
        let values = try evaluation.values(of: policy, in: table(alpha))
        if values.values[0] < worst.value {
          worst = ModelValue(model: alpha, value: values.values[0], margin: values.bound)
        }
      }
      return worst
    }
    #expect(solution.ending == .converged)
    #expect(solution.steps.map(\.model) == [0, 0.5])
    #expect(abs(solution.worst.value + 7.952147490) < 1e-9)
  }

  @Test func badSettingsAreRefused() throws {
    let models = try Self.windyWalks()
    for search in [
      IWOCS(discount: 1), IWOCS(discount: 0.95, tolerance: 0), IWOCS(discount: 0.95, tolerance: .nan),
      IWOCS(discount: 0.95, iterationLimit: 0), IWOCS(discount: 0.95, tolerance: 1e-10),
    ] {
      #expect(throws: PlanningError.self) { try search.solve(models) }
    }
    let search = IWOCS(discount: 0.95)
    #expect(SolverTableTests.message { _ = try search.solve(models, from: 25) }
      == "model 25 lies outside the list 0...24")
    #expect(throws: PlanningError.self) {
      try search.solve(from: 0) { (model) throws(PlanningError) in
        models.tables[model]
      } worstCase: { _, _ in
        ModelValue(model: 1, value: .nan, margin: 0)
      }
    }
    let small = try SolverTable(TransitionTable(Forest()))
    #expect(throws: PlanningError.self) {
      try search.solve(from: 0) { (model) throws(PlanningError) in
        model == 0 ? models.tables[0] : small
      } worstCase: { _, _ in
        ModelValue(model: 1, value: -100, margin: 0)
      }
    }
  }
}
