import DecisionProcesses
import Planning
import RandomStreams
import RobustProcesses
import TabularEnvironments
import Testing
import UncertaintySets

/// The kernel that nature plays is the one that the robust problem was solved against.
@Suite struct WorstKernelTests {
  /// The robust policy under nature's kernel is worth the robust value, and no policy is worth more: the
  /// saddle point of a rectangular problem.
  private func checkSaddle<P: TabularProcess, S: UncertaintySet>(
    _ process: P, _ set: S, discount: Double
  ) throws {
    let answer = try RobustAnswer(process, set, discount: discount)
    let model = try RobustModel(process, set)
    let kernel = try model.worstKernel(against: answer.solution.values, discount: discount)
    #expect(model.contains(kernel, tolerance: 1e-9))
    let table = model.table(of: kernel)
    let own = sweptValues(table, policy: answer.policy, discount: discount)
    let best = try DiscountedSolver(tolerance: 1e-9).solve(SolverTable(table), discount: discount)
    for state in own.indices {
      let value = answer.solution.values[state]
      #expect(abs(own[state] - value) < 1e-7, "state \(state) under \(S.name)")
      #expect(abs(best.values[state] - value) < 1e-7, "state \(state) under \(S.name)")
    }
  }

  @Test func everySetOnTheNominalSupport() throws {
    for seed in 0..<4 {
      let world = RandomWorld(states: 6, actions: 3, seed: UInt64(seed))
      try checkSaddle(world, try L1Ball(radius: 0.3, support: .nominal), discount: 0.9)
      try checkSaddle(world, try LInfinityBall(radius: 0.1, support: .nominal), discount: 0.9)
      try checkSaddle(world, try L2Ball(radius: 0.2, support: .nominal), discount: 0.9)
      try checkSaddle(world, try ChiSquareBall(radius: 0.2), discount: 0.9)
      try checkSaddle(world, try KLBall(radius: 0.1), discount: 0.9)
      try checkSaddle(world, try ContaminationSet(share: 0.2, support: .nominal), discount: 0.9)
      try checkSaddle(world, try CVaRSet(level: 0.6), discount: 0.9)
      try checkSaddle(world, try LikelihoodRegion(radius: 0.1, support: .nominal), discount: 0.9)
    }
  }

  @Test func massOnAllStates() throws {
    var walk = WindyWalk()
    walk.alpha = 0.3
    try checkSaddle(walk, try L1Ball(radius: 0.2, support: .all), discount: 0.9)
    try checkSaddle(Forest(), try KLBall(radius: 0.1), discount: 0.9)
    try checkSaddle(Forest(), try TotalVariationBall(radius: 0.15, support: .all), discount: 0.9)
    try checkSaddle(Garnet(), try WassersteinBall(radius: 0.5, metric: .line, support: .all), discount: 0.9)
  }

  /// The nominal rows, kept bit for bit, are the kernel of radius zero.
  @Test func radiusZeroIsTheNominalKernel() throws {
    let world = RandomWorld(states: 6, actions: 3, seed: 9)
    let model = try RobustModel(world, L1Ball(radius: 0, support: .nominal))
    let kernel = try model.worstKernel(against: [3, 1, 4, 1, 5, 9], discount: 0.9)
    #expect(kernel == model.nominalKernel)
    #expect(kernel.distances.allSatisfy { $0 == 0 })
    #expect(model.table(of: kernel) == TransitionTable(world))
  }

  /// Entries with the same successor are one outcome, as solvers merge them: an L-infinity ball could
  /// otherwise move each of them by its radius.
  @Test func repeatedSuccessorsAreOneOutcome() throws {
    let table = TransitionTable(
      stateCount: 2, actionCount: 1, costCount: 0, initial: [1, 0], rowStart: [0, 3, 4], next: [0, 1, 1, 1],
      probability: [0.5, 0.2, 0.3, 1], reward: [1, 0.25, 0.75, 0], costs: [],
      ending: [[], [], [], .terminated])
    let process = TableProcess(
      table,
      task: TaskDescription(horizon: 9, discount: 0.9, rewardRange: 0...1, isDeterministic: false))
    let model = try RobustModel(process, LInfinityBall(radius: 0.1, support: .nominal))
    #expect(model.rows.nominal(ofRow: 0) == [0.5, 0.5])
    let kernel = try model.worstKernel(against: [0, 0], discount: 0)
    // Worths 1 and (0.2 * 0.25 + 0.3 * 0.75) / 0.5 = 0.55: mass moves from the first outcome to the second.
    #expect(kernel.probabilities(ofRow: 0).map { ($0 * 1e12).rounded() } == [0.4e12, 0.6e12])
    let played = model.table(of: kernel).probability
    // The second outcome's mass is shared 2 to 3, as the nominal row shares it.
    for (found, expected) in zip(played, [0.4, 0.24, 0.36, 1]) { #expect(abs(found - expected) < 1e-15) }
  }

  /// A coupled block against a plain enumeration: two outcomes per action make the rows of a state two
  /// numbers, whose budget is searched on a fine grid.
  @Test func sharedBudgetAgainstAGrid() throws {
    let world = RandomWorld(states: 4, actions: 2, ends: false, seed: 21)
    let model = try RobustModel(world, SharedBudget(.l1, budget: 0.4, support: .nominal))
    let values = [2.0, -1, 0.5, 3]
    let policy = [0.3, 0.7, 0.5, 0.5, 1, 0, 0.25, 0.75]
    let kernel = try model.worstKernel(against: values, discount: 0.9, under: policy)
    #expect(model.contains(kernel))
    for state in 0..<4 {
      func payoff(_ action: Int, _ row: [Double]) -> Double {
        let index = state * 2 + action
        return policy[index]
          * row.indices.reduce(0) { sum, outcome in
            let entries = world.rows[index].filter {
              $0.next == model.rows.successor(ofOutcome: outcome, inRow: index)
            }
            let total = entries.reduce(0) { $0 + $1.probability }
            let reward = entries.reduce(0) { $0 + $1.probability * $1.outcome.reward } / total
            return sum + row[outcome] * (reward + 0.9 * values[entries[0].next])
          }
      }
      let own = (0..<2).reduce(0) { $0 + payoff($1, kernel.probabilities(ofRow: state * 2 + $1)) }
      // Any split of the budget is met by single-action L1 balls, whose worst case is tested elsewhere.
      var least = Double.infinity
      for step in 0...400 {
        let share = 0.4 * Double(step) / 400
        var sum = 0.0
        for (action, radius) in [share, 0.4 - share].enumerated() {
          let index = state * 2 + action
          let single = try RobustModel(world, L1Ball(radius: radius, support: .nominal))
          let row = try single.worstKernel(against: values, discount: 0.9).probabilities(ofRow: index)
          sum += payoff(action, row)
        }
        least = min(least, sum)
      }
      #expect(own <= least + 1e-9)
      #expect(own >= least - 0.01, "the grid is 0.001 wide")
    }
  }

  @Test func aKernelOfAnotherProcess() throws {
    var (calm, windy) = (WindyWalk(), WindyWalk())
    calm.alpha = 0.3
    windy.alpha = 0.4
    let model = try RobustModel(calm, L1Ball(radius: 0.2, support: .nominal))
    let kernel = try model.kernel(of: windy)
    let index = try #require((0..<36).first { calm.wind(at: $0) == 0.3 }) * 4
    for (found, expected) in zip(kernel.distances[index...], [0.2]) { #expect(abs(found - expected) < 1e-15) }
    // The rest moves by the third and sixth powers.
    #expect(kernel.distances.max()! <= 0.2 + 1e-15)
    windy.alpha = 0.45
    let error = #expect(throws: RobustProcessError.self) { _ = try model.kernel(of: windy) }
    #expect(try #require(error).description.contains("outside the set"))
    #expect(throws: RobustProcessError.self) {
      _ = try RobustModel(WindyWalk(), L1Ball(radius: 1, support: .nominal)).kernel(of: windy)
    }
  }
}
