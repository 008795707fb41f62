import DecisionProcesses
import Planning
import RandomStreams
import Testing

@Suite struct UtilitySolverTests {
  private func utilities() throws -> [(StockUtility, (Double) -> Double)] {
    [
      (.identity, { $0 }), (.shortfall, { min($0, 0) }), (.excess, { max($0, 0) }),
      (.homeostatic, { -abs($0) }),
      (try .exponential(rate: 0.7), { (1 - exponential(-0.7 * $0)) / 0.7 }),
      (try .exponential(rate: -0.4), { (exponential(0.4 * $0) - 1) / 0.4 }),
      (try .slopes(below: 3, above: 0.5), { $0 < 0 ? 3 * $0 : 0.5 * $0 }),
      (
        try .custom("plateaus", lipschitzConstant: 2) { max(-1, min(1, 2 * $0)) },
        { max(-1, min(1, 2 * $0)) }
      ),
    ]
  }

  /// All deterministic policies that know the history, every utility, stocks of either sign.
  @Test(arguments: SmallProcesses.Rewards.allCases)
  func noHistoryDependentPolicyIsBetter(rewards: SmallProcesses.Rewards) throws {
    var stream = RandomStream(seed: 41, purpose: StreamPurpose(named: "utilities"))
    for round in 0..<8 {
      let discount = round % 2 == 0 ? 1 : 0.8
      let process = SmallProcesses.random(states: 3, actions: 2, branching: 2, rewards, using: &stream)
      let table = try SmallProcesses.table(process)
      let laws = process.allLaws(from: 0, steps: 3, discount: discount)
      for (utility, f) in try utilities() {
        for stock in [0, -2, 1.3] {
          let best = laws.reduce(-Double.infinity) { max($0, ByHand.expectation($1) { f(stock + $0) }) }
          for grid in [StockGrid.automatic, .exact] {
            let settings = StockSettings(horizon: .steps(3), discount: discount, grid: grid)
            let solution = try UtilitySolver(utility, stock: stock, settings: settings).solve(table)
            let size = max(1, abs(best))
            #expect(abs(solution.value - best) <= 1e-12 * size, "\(utility.name), stock \(stock), \(grid)")
            #expect(solution.lower <= best + 1e-14 * size && best <= solution.upper + 1e-14 * size)
            // The policy has what it promises.
            #expect(abs(solution.law.expectedUtility(utility, stock: stock) - best) <= 1e-12 * size)
          }
        }
      }
    }
  }

  @Test func lipschitzConstantsBoundDifferences() throws {
    var stream = RandomStream(seed: 43, purpose: StreamPurpose(named: "Lipschitz"))
    for (utility, f) in try utilities() {
      let constant = utility.lipschitzConstant(on: -3...4)
      for _ in 0..<200 {
        let (x, y) = (7 * stream.uniform() - 3, 7 * stream.uniform() - 3)
        #expect(abs(utility(x) - f(x)) <= 1e-13 * max(1, abs(f(x))))
        #expect(abs(utility(x) - utility(y)) <= constant * abs(x - y) + 1e-14)
      }
    }
  }

  @Test func roundedStocksKeepTheirInterval() throws {
    var stream = RandomStream(seed: 47, purpose: StreamPurpose(named: "rounded utilities"))
    for _ in 0..<4 {
      let process = SmallProcesses.random(states: 3, actions: 2, branching: 2, .real, using: &stream)
      let table = try SmallProcesses.table(process)
      for (utility, f) in try utilities() {
        let exact = try UtilitySolver(
          utility, stock: 0.4, settings: StockSettings(horizon: .steps(4), discount: 0.9, grid: .exact)
        ).solve(table)
        let rounded = try UtilitySolver(
          utility, stock: 0.4,
          settings: StockSettings(horizon: .steps(4), discount: 0.9, grid: .spacing(0.02))
        ).solve(table)
        #expect(rounded.lower <= exact.value && exact.value <= rounded.upper, "\(utility.name)")
        #expect(rounded.lawError > 0 && rounded.lawError <= 0.04)
        // Returns of at most 12 from a stock of 0.4, and a rounding or two beyond.
        #expect(rounded.upper - rounded.lower <= 2.01 * 0.04 * utility.lipschitzConstant(on: -12...13))
        // Played by its own rounded stock, the policy loses no more than the interval says.
        let worth = try trueLaw(of: rounded.policy, process, steps: 4, discount: 0.9)
          .reduce(0) { $0 + $1.probability * f(0.4 + $1.value) }
        #expect(worth >= rounded.lower - 1e-12 && worth <= rounded.upper + 1e-12)
      }
    }
  }

  /// The law of a policy's true return from state 0, by playing out every trajectory.
  private func trueLaw(
    of policy: StockPolicy, _ process: FixtureProcess, steps: Int, discount: Double
  ) throws -> Outcomes {
    var stream = RandomStream(seed: 1, purpose: .policy)
    func outcomes(_ policy: StockPolicy, _ state: Int, _ left: Int) -> Outcomes {
      guard left > 0 else { return [(0, 1)] }
      var luck = stream
      let action = policy.action(for: state, using: &luck)
      return process.rows[state * process.actionCount + action].flatMap { transition -> Outcomes in
        var next = policy
        next.receive(transition.outcome.reward)
        let ends = transition.outcome.ending.contains(.terminated)
        return (ends ? [(0, 1)] : outcomes(next, transition.next, left - 1)).map {
          (transition.outcome.reward + discount * $0.value, transition.probability * $0.probability)
        }
      }
    }
    var fresh = policy
    fresh.begin(using: &stream)
    return outcomes(fresh, 0, steps)
  }

  @Test func endlessUtilitiesKeepTheirTolerance() throws {
    var stream = RandomStream(seed: 53, purpose: StreamPurpose(named: "endless"))
    let process = SmallProcesses.random(states: 3, actions: 2, branching: 2, .whole, using: &stream)
    let table = try SmallProcesses.table(process)
    for (utility, _) in try utilities() {
      var solutions: [UtilitySolution] = []
      for tolerance in [0.5, 0.1] {
        let settings = StockSettings(horizon: .endless(tolerance: tolerance), discount: 0.5)
        let solution = try UtilitySolver(utility, stock: 1, settings: settings).solve(table)
        #expect(solution.upper - solution.lower <= 2 * tolerance)
        solutions.append(solution)
      }
      // The exact stocks of nine steps leave at most 4 * 0.5^9 / 0.5 = 0.016 of the return.
      let exact = try UtilitySolver(
        utility, stock: 1, settings: StockSettings(horizon: .steps(9), discount: 0.5, grid: .exact)
      ).solve(table)
      let rest = 0.016 * utility.lipschitzConstant(on: -7...9)
      for solution in solutions {
        #expect(solution.lower <= exact.value + rest, "\(utility.name)")
        #expect(exact.value - rest <= solution.upper, "\(utility.name)")
      }
    }
  }

  @Test func badInputIsRefused() throws {
    let table = try SmallProcesses.table(SmallProcesses.even)
    let settings = StockSettings(horizon: .steps(2))
    #expect(throws: PlanningError.self) { try StockUtility.exponential(rate: 0) }
    #expect(throws: PlanningError.self) { try StockUtility.slopes(below: .nan, above: 1) }
    #expect(throws: PlanningError.self) { try StockUtility.custom("f", lipschitzConstant: -1) { $0 } }
    #expect(throws: PlanningError.self) {
      try UtilitySolver(.identity, stock: .infinity, settings: settings).solve(table)
    }
    let broken = try StockUtility.custom("root", lipschitzConstant: 1) { $0.squareRoot() }
    let error = #expect(throws: PlanningError.self) {
      try UtilitySolver(broken, stock: -1, settings: settings).solve(table)
    }
    #expect(error?.message == "the utility 'root' of stock -1.0 is nan, which is not finite"
      || error?.message == "the utility 'root' of stock -1.0 is -nan, which is not finite")
  }
}

/// e^x by its series, so that the oracle shares nothing with the library.
private func exponential(_ x: Double) -> Double {
  if abs(x) > 0.5 {
    let half = exponential(x / 2)
    return half * half
  }
  var (sum, term) = (1.0, 1.0)
  for index in 1...18 {
    term *= x / Double(index)
    sum += term
  }
  return sum
}
