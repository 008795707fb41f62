import DecisionProcesses
import Planning
import RandomStreams
import RobustProcesses
import TabularEnvironments
import Testing
import UncertaintySets

/// Episodes played against nature agree with what solvers say.
@Suite struct RolloutTests {
  /// The mean return of 20000 episodes lies within four standard errors of the robust value, plus what the
  /// horizon cuts off.
  private func check<P: TabularProcess, S: UncertaintySet>(
    _ process: P, _ set: S, discount: Double, seed: UInt64
  ) throws where P.Observation == Int {
    let answer = try RobustAnswer(process, set, discount: discount)
    let nature = DynamicWorstCase(against: answer.solution.values, discount: discount)
    let robust = try RobustProcess(process, set, nature)
    let policy = answer.solution.policy
    let horizon = 300
    let cut = answer.table.largestReward * power(discount, horizon) / (1 - discount)
    let found = returns(of: robust, discount: discount, count: 20000, horizon: horizon, seed: seed) { seen, _ in
      policy[seen]
    }
    #expect(found.error > 0, "without luck the test would say little")
    #expect(abs(found.mean - answer.start) <= 4 * found.error + cut, "\(found) against \(answer.start)")
    // The nominal process gives more than luck alone can explain: the test can tell them apart.
    let nominal = returns(of: process, discount: discount, count: 20000, horizon: horizon, seed: seed) {
      seen, _ in policy[seen]
    }
    #expect(nominal.mean - answer.start > 4 * nominal.error + cut)
    // No other policy does better against this nature; a random one does worse.
    let actions = process.actionCount
    let random = returns(of: robust, discount: discount, count: 4000, horizon: horizon, seed: seed) {
      _, stream in stream.integer(below: actions)
    }
    #expect(random.mean <= answer.start + 4 * random.error + cut)
  }

  private func power(_ base: Double, _ exponent: Int) -> Double {
    (0..<exponent).reduce(1) { product, _ in product * base }
  }

  @Test func forest() throws {
    try check(Forest(), try L1Ball(radius: 0.2, support: .nominal), discount: 0.9, seed: 1)
    try check(Forest(), try KLBall(radius: 0.05), discount: 0.9, seed: 2)
    try check(Forest(), try TotalVariationBall(radius: 0.1, support: .all), discount: 0.9, seed: 3)
  }

  @Test func windyWalk() throws {
    var walk = WindyWalk()
    walk.alpha = 0.4
    try check(walk, try L1Ball(radius: 0.3, support: .nominal), discount: 0.95, seed: 4)
    try check(walk, try ContaminationSet(share: 0.05, support: .all), discount: 0.95, seed: 5)
  }

  @Test func frozenLake() throws {
    try check(FrozenLake(), try ChiSquareBall(radius: 0.1), discount: 0.95, seed: 6)
  }

  @Test(arguments: [11, 12, 13]) func randomWorld(seed: UInt64) throws {
    let world = RandomWorld(states: 8, actions: 3, seed: seed)
    try check(world, try KLBall(radius: 0.1), discount: 0.9, seed: seed)
    try check(world, try L1Ball(radius: 0.4, support: .nominal), discount: 0.9, seed: seed)
  }

  /// A state's actions share the budget: the mixed policy that is best against it gets its robust value.
  @Test func sharedBudget() throws {
    let world = RandomWorld(states: 5, actions: 3, ends: false, seed: 31)
    let set = try SharedBudget(.l1, budget: 0.6, support: .nominal)
    let discount = 0.85
    let (values, policy) = try bestAgainstSharedBudget(world, set, discount: discount)
    let robust = try RobustProcess(world, set, DynamicWorstCase(against: values, discount: discount))
    let start = values.reduce(0, +) / 5
    let found = returns(of: robust, discount: discount, count: 20000, horizon: 200, seed: 8) { seen, stream in
      let row = policy[seen]
      return stream.categorical(row.span)
    }
    #expect(abs(found.mean - start) <= 4 * found.error + 1e-9, "\(found) against \(start)")
    // Under the same kernel no policy is worth more.
    let model = try RobustModel(world, set)
    let kernel = try model.worstKernel(against: values, discount: discount)
    let best = try DiscountedSolver(tolerance: 1e-9)
      .solve(SolverTable(model.table(of: kernel)), discount: discount)
    for state in values.indices { #expect(abs(best.values[state] - values[state]) < 1e-7) }
  }

  /// Value iteration with the set's own optimum, state by state.
  private func bestAgainstSharedBudget(
    _ world: RandomWorld, _ set: SharedBudget, discount: Double
  ) throws -> (values: [Double], policy: [[Double]]) {
    let model = try RobustModel(world, set)
    let merged = try SolverTable(TransitionTable(world))
    var values = [Double](repeating: 0, count: world.stateCount)
    var policies = [[Double]](repeating: [], count: world.stateCount)
    var workspace = SetWorkspace(capacity: model.longestBlock)
    for _ in 0..<300 {
      var swept = values
      for state in 0..<world.stateCount {
        let entries = merged.rowStart[state * 3]..<merged.rowStart[state * 3 + 3]
        let worths = entries.map { merged.reward.entries[$0] + discount * values[Int(merged.next[$0])] }
        let nominal = Array(merged.probability[entries])
        let starts = (0...3).map { merged.rowStart[state * 3 + $0] - entries.lowerBound }
        var (policy, kernel) = ([0.0, 0, 0], nominal)
        var policySpan = policy.mutableSpan
        var kernelSpan = kernel.mutableSpan
        swept[state] = set.optimum(
          of: worths.span, around: nominal.span, starts: starts.span, policy: &policySpan,
          into: &kernelSpan, workspace: &workspace)
        policies[state] = policy
      }
      values = swept
    }
    return (values, policies)
  }
}
