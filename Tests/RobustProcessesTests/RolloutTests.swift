import DecisionProcesses
import Planning
import RandomStreams
import RobustProcesses
import TabularEnvironments
import Testing
import UncertaintySets

/// Episodes played against nature agree with what solvers say.
@Suite struct RolloutTests {
  private func check<P: TabularProcess, S: UncertaintySet>(
    _ process: P, _ set: S, discount: Double, seed: UInt64
  ) throws where P.Observation == Int {
    let answer = try RobustAnswer(process, set, discount: discount)
    let nature = DynamicWorstCase(against: answer.solution.values, discount: discount)
    try check(process, try RobustProcess(process, set, nature), answer, discount: discount, seed: seed)
  }

  /// The mean return of 20000 episodes lies within four standard errors of the robust value, plus what the
  /// horizon cuts off.
  private func check<P: TabularProcess, K: KernelSet>(
    _ process: P, _ robust: RobustProcess<P, K, DynamicWorstCase>, _ answer: RobustAnswer, discount: Double,
    seed: UInt64
  ) throws where P.Observation == Int {
    let horizon = 300
    let cut = answer.table.largestReward * power(discount, horizon) / (1 - discount)
    let found = returns(of: robust, discount: discount, count: 20000, horizon: horizon, seed: seed) {
      draw(answer.policy[$0], using: &$1)
    }
    #expect(found.error > 0, "without luck the test would say little")
    #expect(abs(found.mean - answer.start) <= 4 * found.error + cut, "\(found) against \(answer.start)")
    // The nominal process gives more than luck alone can explain: the test can tell them apart.
    let nominal = returns(of: process, discount: discount, count: 20000, horizon: horizon, seed: seed) {
      draw(answer.policy[$0], using: &$1)
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

  /// A state's actions share the budget: the policy that is best against it, mixed where it must be, gets its
  /// robust value.
  @Test(arguments: [SharedBudget.Measure.l1, .lInfinity, .kl])
  func sharedBudget(_ measure: SharedBudget.Measure) throws {
    let world = RandomWorld(states: 5, actions: 3, seed: 31)
    let set = try SharedBudget(measure, budget: measure == .lInfinity ? 0.3 : 0.6, support: .nominal)
    let answer = try RobustAnswer(world, set, discount: 0.85)
    #expect(answer.policy.contains { row in row.count { $0 > 0 } > 1 }, "no state mixes")
    let nature = DynamicWorstCase(against: answer.solution.values, discount: 0.85)
    let robust = try RobustProcess(world, set, nature)
    try check(world, robust, answer, discount: 0.85, seed: 8)
    // Under the same kernel no policy is worth more.
    let best = try DiscountedSolver(tolerance: 1e-9)
      .solve(SolverTable(robust.model.table(of: robust.kernels[0])), discount: 0.85)
    for state in best.values.indices {
      #expect(abs(best.values[state] - answer.solution.values[state]) < 1e-7)
    }
  }
}
