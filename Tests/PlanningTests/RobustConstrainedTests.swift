import Planning
import RandomStreams
import Testing
import UncertaintySets

/// Limits on worst-case costs, judged by closed forms, by all kernels of small models and by grids of
/// policies.
@Suite(.enabled(if: LinearPrograms.areAvailable, "\(LinearPrograms.comment)"))
struct RobustConstrainedTests {
  static func models(
    states: Int, costs: Int, seed: UInt64, count: Int, radius: Double = 0.4
  ) -> [TwoOutcomeModel] {
    var stream = RandomStream(seed: seed, purpose: StreamPurpose(named: "robust limits"))
    return (0..<count).map { _ in
      TwoOutcomeModel(
        states: states, actions: 2, costs: costs, radius: radius, discount: 0.8, using: &stream)
    }
  }

  /// Policies of two actions by the probability of the first one in each state.
  static func policy(_ first: [Double]) -> [Double] { first.flatMap { [$0, 1 - $0] } }

  /// The best policy that keeps `limits`, by a grid over all policies and finer ones around its best point.
  static func best(_ model: TwoOutcomeModel, limits: [Double], points: Int, levels: Int) -> Double? {
    var best: (value: Double, at: [Double])?
    var (center, width) = (Array(repeating: 0.5, count: model.states), 0.5)
    for _ in 0..<levels {
      var index = Array(repeating: 0, count: model.states)
      while true {
        let at = index.enumerated().map { state, step in
          min(1, max(0, center[state] + width * (2 * Double(step) / Double(points - 1) - 1)))
        }
        let worst = model.worstCases(of: policy(at))
        if zip(worst.costs, limits).allSatisfy({ $0 <= $1 }), worst.returned > best?.value ?? -.infinity {
          best = (worst.returned, at)
        }
        guard let digit = index.firstIndex(where: { $0 < points - 1 }) else { break }
        for lower in 0..<digit { index[lower] = 0 }
        index[digit] += 1
      }
      guard let best else { return nil }
      center = best.at
      width *= 4 / Double(points - 1)
    }
    return best!.value
  }

  /// Limits between the least cost of any deterministic policy and the cost of the policy of greatest return,
  /// both at worst; nil where these are the same policy.
  static func limits(_ model: TwoOutcomeModel, share: Double) -> [Double]? {
    let all = (0..<(1 << model.states)).map { code in
      model.worstCases(of: policy((0..<model.states).map { Double(code >> $0 & 1) }))
    }
    let dear = all.max { $0.returned < $1.returned }!
    let limits = dear.costs.indices.map { channel in
      let least = all.map { $0.costs[channel] }.min()!
      return least + share * (dear.costs[channel] - least)
    }
    return zip(limits, dear.costs).allSatisfy { $1 - $0 > 0.01 } ? limits : nil
  }

  static func pairs(_ limits: [Double]) -> [(channel: Int, limit: Double)] {
    limits.enumerated().map { ($0.offset, $0.element) }
  }

  /// The promises of an answer, checked by all kernels and against the best policy of a grid.
  private func check(
    _ model: TwoOutcomeModel, _ limits: [Double], tolerance: Double, points: Int, levels: Int
  ) throws {
    let solution = try RobustConstrainedSolver(model.ball, discount: model.discount, tolerance: tolerance)
      .solve(model.table, limits: Self.pairs(limits))
    #expect(solution.lower <= solution.upper && solution.upper - solution.lower <= tolerance)
    let probabilities = (0..<model.states).flatMap { solution.policy.row(of: $0, actionCount: 2) }
    let worst = model.worstCases(of: probabilities)
    #expect(worst.returned >= solution.lower - 1e-12 && worst.returned < solution.lower + 1e-8)
    for (index, limit) in limits.enumerated() {
      #expect(worst.costs[index] <= limit + 1e-13 && solution.costs[index] <= limit)
      #expect(abs(worst.costs[index] - solution.costs[index]) < 1e-8)
    }
    let known = try #require(Self.best(model, limits: limits, points: points, levels: levels))
    #expect(solution.upper >= known - 1e-12)
    #expect(solution.lower >= known - tolerance)
  }

  @Test func twoStatesMatchAGrid() throws {
    var seen = 0
    for model in Self.models(states: 2, costs: 1, seed: 1, count: 8) {
      guard let limits = Self.limits(model, share: 0.5) else { continue }
      seen += 1
      try check(model, limits, tolerance: 1e-4, points: 41, levels: 4)
    }
    #expect(seen >= 4)
  }

  @Test func severalLimitsMatchAGrid() throws {
    var seen = 0
    for model in Self.models(states: 2, costs: 2, seed: 2, count: 12) {
      guard let limits = Self.limits(model, share: 0.8),
        Self.best(model, limits: limits, points: 41, levels: 1) != nil
      else { continue }
      seen += 1
      try check(model, limits, tolerance: 1e-4, points: 41, levels: 4)
    }
    #expect(seen >= 2)
  }

  @Test func threeStatesMatchAGrid() throws {
    for model in Self.models(states: 3, costs: 1, seed: 3, count: 3) {
      guard let limits = Self.limits(model, share: 0.6) else { continue }
      try check(model, limits, tolerance: 1e-3, points: 11, levels: 3)
    }
  }

  /// One state that pays and costs for going on and may end: return's nature ends it soon, cost's nature
  /// late. In closed form: with worst chances of going on a for the return and b for the cost, and share q of
  /// the dear action, return = q / (1 - g a) and cost = q / (1 - g b).
  @Test(arguments: [0.02, 0.1, 0.5])
  func naturesThatDisagreeHaveAClosedForm(radius: Double) throws {
    let (p, discount, limit) = (0.8, 0.9, 1.5)
    var builder = try SolverTableBuilder(stateCount: 1, actionCount: 2, costCount: 1)
    for pay in [1.0, 0] {
      builder.add(to: 0, probability: p, reward: pay, costs: [pay])
      builder.add(to: 0, probability: 1 - p, reward: pay, costs: [pay], terminated: true)
      try builder.endRow()
    }
    let table = try builder.finish()
    // Ends of the KL ball by bisection: a ln (a/p) + (1 - a) ln ((1 - a)/(1 - p)) = radius.
    func end(_ outside: Double) throws -> Double {
      let ball = try KLBall(radius: radius)
      var (inside, outside) = (p, outside)
      for _ in 0..<200 {
        let a = 0.5 * (inside + outside)
        let isInside = ball.distance(of: [a, 1 - a].span, from: [p, 1 - p].span) <= radius
        if isInside { inside = a } else { outside = a }
      }
      return inside
    }
    for (set, a, b): (any UncertaintySet, Double, Double) in [
      (try L1Ball(radius: radius, support: .nominal), p - radius / 2, min(1, p + radius / 2)),
      (try KLBall(radius: radius), try end(0), try end(1)),
    ] {
      let share = min(1, limit * (1 - discount * b))
      let known = share / (1 - discount * a)
      func solve(_ set: some UncertaintySet) throws -> RobustConstrainedSolution {
        try RobustConstrainedSolver(set, discount: discount, tolerance: 1e-6)
          .solve(table, limits: [(0, limit)])
      }
      let solution = try solve(set)
      #expect(solution.lower <= known + 1e-9 && solution.upper >= known - 1e-9)
      #expect(solution.upper - solution.lower <= 1e-6)
      #expect(abs(solution.policy.row(of: 0, actionCount: 2)[0] - share) < 1e-6)
    }
  }

  /// With nothing uncertain the problem is the nominal one: SciPy's optima, with ends and up to three limits.
  @Test func radiusZeroMatchesSciPy() throws {
    for instance in try ConstrainedProcesses.load().prefix(2) {
      let table = try instance.table()
      for reference in instance.cases {
        let solver = try RobustConstrainedSolver(
          L1Ball(radius: 0, support: .nominal), discount: reference.discount, tolerance: 1e-3)
        guard let optimum = reference.optimum else {
          #expect("\(reference.name)") {
            try solver.solve(table, limits: reference.pairs)
          } throws: { ($0 as? PlanningError)?.kind == .infeasible }
          continue
        }
        let solution = try solver.solve(table, limits: reference.pairs)
        #expect(solution.lower <= optimum + 1e-8, "\(reference.name)")
        #expect(solution.upper >= optimum - 1e-8, "\(reference.name)")
        #expect(solution.upper - solution.lower <= 1e-3, "\(reference.name)")
        for (cost, (channel, limit)) in zip(solution.costs, reference.pairs) {
          let plain = ConstrainedLimitsTests.cost(
            channel, of: solution.policy, in: table, discount: reference.discount)
          #expect(plain <= limit + 1e-12 && abs(plain - cost) < 1e-9, "\(reference.name)")
        }
      }
    }
  }

  /// A search that is cut short tells a gap, which still holds the optimum.
  @Test func gapsAreHonest() throws {
    let model = try #require(
      Self.models(states: 3, costs: 1, seed: 3, count: 3).first { Self.limits($0, share: 0.6) != nil })
    let limits = Self.pairs(Self.limits(model, share: 0.6)!)
    var solver = try RobustConstrainedSolver(model.ball, discount: model.discount, tolerance: 1e-4)
    let full = try solver.solve(model.table, limits: limits)
    solver.boxLimit = 1
    let short = try solver.solve(model.table, limits: limits)
    #expect(short.boxes == 1 && full.boxes > 1)
    #expect(short.upper - short.lower > 1e-4)
    #expect(short.lower <= full.upper && short.upper >= full.lower)
    #expect(try solver.solve(model.table, limits: limits) == short)
  }

  /// Without limits, or with generous ones, the answer is the robust optimum.
  @Test func limitsThatDoNotBind() throws {
    let model = Self.models(states: 3, costs: 1, seed: 4, count: 1)[0]
    let table = try model.table
    let backup = try RectangularBackup(model.ball, on: table, discount: model.discount)
    let free = try DiscountedSolver(tolerance: 1e-8).solve(table, backup: backup)
    let known = table.initialExpectation(of: free.values)
    let solver = try RobustConstrainedSolver(model.ball, discount: model.discount, tolerance: 1e-6)
    for limits in [[], [(channel: 0, limit: 5.0)]] {
      let solution = try solver.solve(table, limits: limits)
      #expect(solution.lower <= known + 1e-8 && solution.upper >= known - 1e-8)
      #expect(solution.upper - solution.lower <= 1e-6)
    }
  }

  /// Limits below what is possible, alone or together, are refused with proof; such as cannot be told from
  /// it, too.
  @Test func impossibleLimits() throws {
    let model = Self.models(states: 2, costs: 2, seed: 5, count: 1)[0]
    let table = try model.table
    let all = (0...40).flatMap { a in
      (0...40).map { b in model.worstCases(of: Self.policy([Double(a) / 40, Double(b) / 40])).costs }
    }
    let least = (0..<2).map { channel in all.map { $0[channel] }.min()! }
    // The least t with which a policy of the grid keeps both within their own least plus t.
    let spread = all.map { max($0[0] - least[0], $0[1] - least[1]) }.min()!
    try #require(spread > 0.05)
    let solver = try RobustConstrainedSolver(model.ball, discount: model.discount)
    func kind(_ limits: [Double]) -> PlanningError.Kind? {
      do {
        _ = try solver.solve(table, limits: Self.pairs(limits))
        return nil
      } catch {
        return error.kind
      }
    }
    #expect(kind([least[0] - 0.01, 5]) == .infeasible)
    #expect(kind([least[0] + 0.8 * spread, least[1] + 0.8 * spread]) == .infeasible)
    #expect(kind([least[0] + spread + 1e-3, least[1] + spread + 1e-3]) == nil)
    #expect(kind([least[0], 5]) == .toleranceOutOfReach)
    #expect(kind([.nan, 5]) == .badInput)
    #expect(throws: PlanningError("cost channel 2: the table has 2")) {
      try solver.solve(table, limits: [(2, 1)])
    }
    #expect(throws: PlanningError("discount 1.0 lies outside [0, 1)")) {
      try RobustConstrainedSolver(model.ball, discount: 1)
    }
    #expect(throws: PlanningError("tolerance 0.0 is not a positive number")) {
      try RobustConstrainedSolver(model.ball, discount: 0.5, tolerance: 0)
    }
  }

  /// A limit of zero: nature can make only one action cost something.
  @Test func zeroIsALimit() throws {
    var model = Self.models(states: 2, costs: 1, seed: 6, count: 1)[0]
    for row in [0, 2, 3] { model.rows[row].signals[1] = (0, 0) }
    let solution = try RobustConstrainedSolver(model.ball, discount: model.discount, tolerance: 1e-6)
      .solve(model.table, limits: [(0, 0)])
    #expect(solution.costs == [0])
    #expect(solution.policy.row(of: 0, actionCount: 2) == [1, 0])
    let known = (0...1).map { model.worstCases(of: Self.policy([1, Double($0)])).returned }.max()!
    #expect(abs(solution.lower - known) < 1e-6 && abs(solution.upper - known) < 2e-6)
  }

  /// Mass on all states: where rows list them all anyway, nothing changes.
  @Test func supportOfAllStates() throws {
    let models = Self.models(states: 2, costs: 1, seed: 1, count: 8).map { model in
      var even = model
      for row in model.rows.indices {
        for channel in 0..<2 { even.rows[row].signals[channel].1 = model.rows[row].signals[channel].0 }
      }
      return even
    }
    let model = try #require(models.first { Self.limits($0, share: 0.5) != nil })
    let limits = Self.pairs(Self.limits(model, share: 0.5)!)
    let solutions = try Support.allCases.map { support in
      try RobustConstrainedSolver(
        L1Ball(radius: model.radius, support: support), discount: model.discount, tolerance: 1e-5
      ).solve(model.table, limits: limits)
    }
    #expect(abs(solutions[0].lower - solutions[1].lower) <= 1e-5)
    var uneven = model
    uneven.rows[0].signals[1].1 += 0.5
    #expect(throws: PlanningError.self) {
      try RobustConstrainedSolver(L1Ball(radius: 0.1, support: .all), discount: 0.8)
        .solve(uneven.table, limits: limits)
    }
  }
}
