import DecisionProcesses
import Planning
import RandomStreams
import TabularEnvironments
import Testing

@Suite struct StaticRiskTests {
  private func solve(
    _ risk: StaticRisk, _ table: OutcomeTable, steps: Int, discount: Double = 1, grid: StockGrid = .automatic
  ) throws -> StaticRiskSolution {
    try StaticRiskSolver(
      risk, settings: StockSettings(horizon: .steps(steps), discount: discount, grid: grid)
    ).solve(table)
  }

  // MARK: Reference vectors

  /// Two even bets of 1 against 0 or 3.
  @Test(arguments: [(0.25, 2.0), (0.5, 2.0), (0.75, 7.0 / 3), (1.0, 3.0)])
  func evenBets(level: Double, value: Double) throws {
    let table = try SmallProcesses.table(SmallProcesses.even)
    for grid in [StockGrid.automatic, .exact, .spacing(0.5)] {
      let solution = try solve(.lowerCVaR(level: level), table, steps: 2, grid: grid)
      #expect(abs(solution.value - value) <= 1e-10)
      #expect(solution.lower <= value && value <= solution.upper)
      #expect(solution.upper - solution.lower <= 1e-12)
      #expect(abs(solution.law.lowerCVaR(level) - value) <= 1e-10)
    }
  }

  /// Two bets of 1 against 2 with 0.9 or -3.
  @Test(arguments: [(0.1, 2.0), (0.2, 2.0), (0.3, 2.0), (0.5, 2.1)])
  func skewedBets(level: Double, value: Double) throws {
    let table = try SmallProcesses.table(SmallProcesses.skewed)
    for grid in [StockGrid.automatic, .exact] {
      let solution = try solve(.lowerCVaR(level: level), table, steps: 2, grid: grid)
      #expect(abs(solution.value - value) <= 1e-10)
      #expect(solution.lower <= value && value <= solution.upper)
    }
  }

  /// The optimal policies go by what the first bet gave.
  @Test func policiesAdapt() throws {
    let even = try solve(.lowerCVaR(level: 0.75), try SmallProcesses.table(SmallProcesses.even), steps: 2)
    let start = even.policy.initialStock
    #expect(even.policy.action(in: 0, step: 0, stock: start) == 1)
    #expect(even.policy.action(in: 0, step: 1, stock: start) == 1)
    #expect(even.policy.action(in: 0, step: 1, stock: start + 3) == 0)
    #expect(even.law == (try ReturnDistribution(values: [0, 3, 4], probabilities: [0.25, 0.25, 0.5])))
    let skewed = try solve(.lowerCVaR(level: 0.5), try SmallProcesses.table(SmallProcesses.skewed), steps: 2)
    let first = skewed.policy.initialStock
    #expect(skewed.policy.action(in: 0, step: 0, stock: first) == 1)
    #expect(skewed.policy.action(in: 0, step: 1, stock: first + 2) == 0)
    #expect(skewed.policy.action(in: 0, step: 1, stock: first - 3) == 1)
  }

  /// What a policy that does not look at the first bet can have.
  @Test func withoutAdaptingLessIsPossible() throws {
    for (process, level, value) in [
      (SmallProcesses.even, 0.75, 2.0), (SmallProcesses.skewed, 0.5, 2.0), (SmallProcesses.even, 1, 3.0),
    ] {
      let table = try SmallProcesses.table(process)
      var best = -Double.infinity
      for (first, second) in [(0, 0), (0, 1), (1, 0), (1, 1)] {
        let law = try ReturnEvaluation().laws(of: [.actions([first]), .actions([second])], in: table)
          .initialLaw
        best = max(best, law.lowerCVaR(level))
      }
      #expect(abs(best - value) <= 1e-10)
    }
  }

  // MARK: Brute force

  /// All deterministic policies that know the history, on random processes of two and three steps.
  @Test(arguments: SmallProcesses.Rewards.allCases)
  func noHistoryDependentPolicyIsBetter(rewards: SmallProcesses.Rewards) throws {
    var stream = RandomStream(seed: 17, purpose: StreamPurpose(named: "static risk"))
    var adaptive = 0
    for round in 0..<24 {
      let (actions, branching, steps) = [(2, 2, 3), (3, 2, 3), (2, 3, 3), (3, 3, 2)][round % 4]
      let discount = round % 3 == 2 ? 0.8 : 1
      let process = SmallProcesses.random(
        states: 3, actions: actions, branching: branching, rewards, using: &stream)
      let table = try SmallProcesses.table(process)
      let laws = process.allLaws(from: 0, steps: steps, discount: discount)
      for level in [0.1, 0.3, 0.65] {
        let best = laws.reduce(-Double.infinity) { max($0, ByHand.lowerCVaR($1, level)) }
        let lower = try solve(.lowerCVaR(level: level), table, steps: steps, discount: discount)
        #expect(abs(lower.value - best) <= 1e-10)
        #expect(lower.lower <= best + 1e-13 && best <= lower.upper + 1e-13)
        #expect(lower.upper - lower.lower <= 1e-10)
        #expect(lower.lawError <= 1e-14)
        // The threshold is a quantile at the level.
        let b = lower.threshold
        #expect(lower.law.cumulativeProbability(at: b - 1e-9) <= level + 1e-12)
        #expect(lower.law.cumulativeProbability(at: b + 1e-9) >= level - 1e-12)
        // Among the policies of best CVaR it is one of best mean.
        let mean = laws.filter { ByHand.lowerCVaR($0, level) >= best - 1e-12 }
          .reduce(-Double.infinity) { max($0, ByHand.expectation($1) { $0 }) }
        #expect(abs(lower.law.mean - mean) <= 1e-10)
        let mixed = laws.reduce(-Double.infinity) {
          max($0, 0.7 * ByHand.lowerCVaR($1, level) + 0.3 * ByHand.expectation($1) { $0 })
        }
        let solution = try solve(
          .meanCVaR(level: level, meanWeight: 0.3), table, steps: steps, discount: discount)
        #expect(abs(solution.value - mixed) <= 1e-10)
        if mixed > best { adaptive += 1 }
      }
    }
    #expect(adaptive > 30)
  }

  /// Upper CVaR over mixtures is a convex minimum over b, found here by narrowing an interval.
  @Test(arguments: SmallProcesses.Rewards.allCases)
  func upperCVaRIsTheMinimumOverThresholds(rewards: SmallProcesses.Rewards) throws {
    var stream = RandomStream(seed: 23, purpose: StreamPurpose(named: "upper risk"))
    var mixtures = 0
    for round in 0..<20 {
      let (actions, branching, steps) = [(2, 2, 3), (3, 2, 3), (3, 3, 2)][round % 3]
      let discount = round % 4 == 3 ? 0.8 : 1
      let process = SmallProcesses.random(
        states: 3, actions: actions, branching: branching, rewards, using: &stream)
      let table = try SmallProcesses.table(process)
      let laws = process.allLaws(from: 0, steps: steps, discount: discount)
      for level in [0.15, 0.4, 0.9, 1] {
        func g(_ b: Double) -> Double {
          b + laws.reduce(0) { max($0, ByHand.expectation($1) { max($0 - b, 0) }) } / level
        }
        var (low, high) = (-20.0, 20.0)
        for _ in 0..<200 {
          let (first, second) = (low + (high - low) / 3, high - (high - low) / 3)
          if g(first) <= g(second) { high = second } else { low = first }
        }
        let best = min(g(low), g(high))
        let solution = try solve(.upperCVaR(level: level), table, steps: steps, discount: discount)
        #expect(abs(solution.value - best) <= 1e-10)
        #expect(solution.lower <= best + 1e-12 && best <= solution.upper + 1e-12)
        #expect(solution.upper - solution.lower <= 1e-9)
        // No single policy has more.
        let single = laws.reduce(-Double.infinity) { max($0, ByHand.upperCVaR($1, level)) }
        #expect(solution.value >= single - 1e-10)
        if solution.policy.planCount == 2 { mixtures += 1 }
      }
    }
    #expect(mixtures > 0, "the case of two plans is not met")
  }

  // MARK: Stocks on a lattice

  @Test func latticeAndExactStocksAgree() throws {
    let table = try OutcomeTable(TransitionTable(MachineReplacement()))
    for level in [0.05, 0.2] {
      let lattice = try solve(.lowerCVaR(level: level), table, steps: 12)
      let exact = try solve(.lowerCVaR(level: level), table, steps: 12, grid: .exact)
      #expect(abs(lattice.value - exact.value) <= 1e-10)
      #expect(lattice.upper >= exact.lower && exact.upper >= lattice.lower)
      #expect(lattice.lawError == 0 && lattice.upper - lattice.lower <= 1e-9)
    }
  }

  private static let commonSteps: [(rewards: [Double], step: Double)] = [
    ([0.1, 0.25, -0.3], 0.05), ([3, -6, 12], 3), ([2.5e6, 1e6], 5e5), ([1.0 / 3, 2.0 / 3], 1.0 / 3), ([0], 1),
  ]

  /// Rewards of a common step are counted in it: thresholds tell the step.
  @Test(arguments: commonSteps)
  func commonStepsAreFound(rewards: [Double], step: Double) throws {
    let share = 1 / Double(rewards.count)
    let row = rewards.map { Transition(to: 0, probability: share, outcome: Outcome(reward: $0)) }
    let table = try SmallProcesses.table(FixtureProcess(stateCount: 1, actionCount: 1, rows: [row]))
    let solution = try solve(.lowerCVaR(level: 0.5), table, steps: 3)
    let (low, high) = (rewards.min()!, rewards.max()!)
    #expect(solution.thresholdCount == Int((3 * (high - low) / step).rounded()) + 1)
    let exact = try solve(.lowerCVaR(level: 0.5), table, steps: 3, grid: .exact)
    #expect(abs(solution.value - exact.value) <= 1e-12 * max(1, abs(high)))
    #expect(solution.lawError <= 1e-15 * max(1, abs(high)))
  }

  @Test func roundedStocksKeepTheirInterval() throws {
    var stream = RandomStream(seed: 31, purpose: StreamPurpose(named: "rounded stocks"))
    for _ in 0..<6 {
      let process = SmallProcesses.random(states: 3, actions: 2, branching: 2, .real, using: &stream)
      let table = try SmallProcesses.table(process)
      let exact = try solve(.lowerCVaR(level: 0.3), table, steps: 4, discount: 0.9)
      var widths: [Double] = []
      for spacing in [0.3, 0.03, 0.003] {
        let solution = try solve(
          .lowerCVaR(level: 0.3), table, steps: 4, discount: 0.9, grid: .spacing(spacing))
        #expect(solution.lower <= exact.upper && exact.lower <= solution.upper)
        #expect(abs(solution.value - exact.value) <= solution.lawError / 0.3 + 1e-12)
        #expect(solution.lawError > 0 && solution.lawError <= 4 * 0.5 * spacing)
        widths.append(solution.upper - solution.lower)
      }
      #expect(widths[1] < 0.3 * widths[0] && widths[2] < 0.3 * widths[1])
    }
  }

  @Test func endlessReturnsKeepTheirTolerance() throws {
    let table = try OutcomeTable(TransitionTable(MachineReplacement()))
    func endless(_ tolerance: Double, _ risk: StaticRisk) throws -> StaticRiskSolution {
      try StaticRiskSolver(
        risk, settings: StockSettings(horizon: .endless(tolerance: tolerance), discount: 0.6)
      ).solve(table)
    }
    let fine = try endless(0.02, .lowerCVaR(level: 0.25))
    let coarse = try endless(1, .lowerCVaR(level: 0.25))
    #expect(fine.upper - fine.lower <= 0.04 && coarse.upper - coarse.lower <= 2)
    #expect(coarse.lower <= fine.upper && fine.lower <= coarse.upper)
    // At level 1 it is the mean, which value iteration knows.
    let values = try DiscountedSolver(tolerance: 1e-9)
      .solve(SolverTable(TransitionTable(MachineReplacement())), discount: 0.6).values
    for risk in [StaticRisk.lowerCVaR(level: 1), .upperCVaR(level: 1), .meanCVaR(level: 0.5, meanWeight: 1)] {
      let mean = try endless(0.05, risk)
      #expect(mean.lower <= values[0] && values[0] <= mean.upper)
    }
  }

  /// 200 states, four actions, fifty steps: the size that has to take seconds.
  @Test func largeProcessesAreSolved() throws {
    var stream = RandomStream(seed: 200, purpose: StreamPurpose(named: "large process"))
    let process = SmallProcesses.random(states: 200, actions: 4, branching: 5, .whole, using: &stream)
    let table = try SmallProcesses.table(process)
    let solution = try solve(.lowerCVaR(level: 0.1), table, steps: 50)
    #expect(solution.upper - solution.lower <= 1e-8)
    #expect(solution.thresholdCount > 300 && solution.law.count > 200)
    let mean = try BackwardInduction(horizon: 50).solve(TransitionTable(process), discount: 1)
    let law = try ReturnEvaluation().laws(of: mean.policy, in: table).initialLaw
    #expect(abs(law.mean - mean.values[0][0]) <= 1e-9)
    #expect(solution.law.mean <= law.mean && solution.value > law.lowerCVaR(0.1))
  }

  // MARK: Refusals

  @Test func badInputIsRefused() throws {
    let table = try SmallProcesses.table(SmallProcesses.even)
    func refusal(_ risk: StaticRisk, _ settings: StockSettings) -> PlanningError? {
      #expect(throws: PlanningError.self) { try StaticRiskSolver(risk, settings: settings).solve(table) }
    }
    let two = StockSettings(horizon: .steps(2))
    #expect(refusal(.lowerCVaR(level: 0), two)?.message
      == "CVaR at level 0.0; give a number above 0, at most 1")
    #expect(refusal(.upperCVaR(level: 1.5), two) != nil)
    #expect(refusal(.meanCVaR(level: 0.5, meanWeight: -1), two)?.message
      == "weight -1.0 of the mean; give a number from 0 to 1")
    let risk = StaticRisk.lowerCVaR(level: 0.5)
    #expect(refusal(risk, StockSettings(horizon: .steps(0)))?.message
      == "horizon 0: at least one step is needed")
    #expect(refusal(risk, StockSettings(horizon: .endless(tolerance: 1)))?.message
      == "discount 1 with an endless horizon; give a discount below 1 or a number of steps")
    #expect(refusal(risk, StockSettings(horizon: .steps(2), discount: 0)) != nil)
    #expect(refusal(risk, StockSettings(horizon: .steps(2), grid: .spacing(0)))?.message
      == "spacing 0.0 of stocks is not a positive number")
    let few = refusal(risk, StockSettings(horizon: .steps(40), grid: .exact, cellLimit: 500))
    #expect(few?.message.hasSuffix("(grid: .spacing), fewer steps, or a higher cell limit") == true)
    // A lattice ten million times finer than needed does not fit.
    #expect(refusal(risk, StockSettings(horizon: .steps(40), grid: .spacing(1e-7)))?.message
      .contains("above the limit of 100000000") == true)
    let coarse = refusal(
      risk, StockSettings(horizon: .endless(tolerance: 0.01), discount: 0.9, grid: .spacing(0.5)))
    #expect(coarse?.kind == .toleranceOutOfReach)
  }
}
