import DecisionProcesses
import Planning
import RandomStreams
import TabularEnvironments
import Testing

@Suite struct StockPolicyTests {
  /// Mean of `f` over played episodes against its expectation under `law`, within four standard errors.
  private func compare<Process: TabularProcess>(
    _ policy: StockPolicy, _ law: ReturnDistribution, in process: Process, steps: Int, discount: Double,
    episodes: Int = 20_000, _ functions: [(Double) -> Double]
  ) where Process.Observation == Int {
    var policy = policy
    var simulation = Simulation(process, seed: 99, horizon: steps)
    var luck = RandomStream(seed: 99, purpose: .policy)
    var sums = functions.map { _ in 0.0 }
    for _ in 0..<episodes {
      let earned = policy.play(in: &simulation, discount: discount, using: &luck)
      for (index, f) in functions.enumerated() { sums[index] += f(earned) }
    }
    for (index, f) in functions.enumerated() {
      let mean = law.expectation(of: f)
      let variance = law.expectation { (f($0) - mean) * (f($0) - mean) }
      let allowed = 4 * (variance / Double(episodes)).squareRoot() + 1e-9
      #expect(abs(sums[index] / Double(episodes) - mean) <= allowed)
    }
  }

  @Test func rolloutsAgreeWithTheLaw() throws {
    let process = MachineReplacement()
    let table = try OutcomeTable(TransitionTable(process))
    let level = 0.2
    let solution = try StaticRiskSolver(
      .lowerCVaR(level: level), settings: StockSettings(horizon: .steps(15))
    ).solve(table)
    let b = solution.threshold
    // b + E min(G - b, 0) / level is the CVaR itself.
    #expect(abs(solution.law.expectation { b + min($0 - b, 0) / level } - solution.value) <= 1e-10)
    compare(
      solution.policy, solution.law, in: process, steps: 15, discount: 1,
      [{ $0 }, { b + min($0 - b, 0) / level }, { $0 <= b ? 1 : 0 }])
  }

  @Test func discountedRolloutsAgreeWithTheLaw() throws {
    var stream = RandomStream(seed: 61, purpose: StreamPurpose(named: "rollouts"))
    let process = SmallProcesses.random(states: 4, actions: 3, branching: 2, .real, using: &stream)
    let table = try SmallProcesses.table(process)
    let solution = try UtilitySolver(
      .homeostatic, stock: -1.5, settings: StockSettings(horizon: .steps(6), discount: 0.85)
    ).solve(table)
    #expect(solution.lawError == 0)
    compare(
      solution.policy, solution.law, in: process, steps: 6, discount: 0.85, [{ $0 }, { -abs($0 - 1.5) }])
  }

  @Test func mixturesAreDrawnAtTheStart() throws {
    var stream = RandomStream(seed: 23, purpose: StreamPurpose(named: "mixtures"))
    var found = false
    for _ in 0..<200 where !found {
      let process = SmallProcesses.random(states: 3, actions: 3, branching: 2, .whole, using: &stream)
      let table = try SmallProcesses.table(process)
      let solution = try StaticRiskSolver(
        .upperCVaR(level: 0.4), settings: StockSettings(horizon: .steps(3))
      ).solve(table)
      guard solution.policy.planCount == 2 else { continue }
      found = true
      let b = solution.threshold
      compare(
        solution.policy, solution.law, in: process, steps: 3, discount: 1,
        [{ $0 }, { b + max($0 - b, 0) / 0.4 }, { $0 > b ? 1 : 0 }])
    }
    #expect(found, "no mixture was met")
  }

  /// c' = (c + r) / discount, and c_0 + G_0 = discount^t (c_t + G_t).
  @Test func stocksFollowTheirEquation() throws {
    var stream = RandomStream(seed: 67, purpose: StreamPurpose(named: "stocks"))
    let process = SmallProcesses.random(states: 3, actions: 2, branching: 2, .real, using: &stream)
    let solution = try UtilitySolver(
      .shortfall, stock: 0.7, settings: StockSettings(horizon: .steps(5), discount: 0.9)
    ).solve(try SmallProcesses.table(process))
    var policy = solution.policy
    policy.begin(using: &stream)
    #expect(policy.stock == 0.7 && policy.step == 0 && policy.initialStock == 0.7)
    var stock = 0.7
    for step in 0..<5 {
      let action = policy.action(for: step % 3, using: &stream)
      #expect(policy.action(in: step % 3, step: step, stock: policy.stock) == action)
      let reward = stream.normal()
      policy.receive(reward)
      stock = (stock + reward) / 0.9
      #expect(abs(policy.stock - stock) <= 1e-13 && policy.step == step + 1)
    }
    // Beyond the horizon it goes on, and a new episode forgets.
    policy.receive(1)
    #expect((0...1).contains(policy.action(for: 0, using: &stream)))
    policy.begin(using: &stream)
    #expect(policy.stock == 0.7)
  }
}
