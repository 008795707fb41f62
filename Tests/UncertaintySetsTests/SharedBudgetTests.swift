import RandomStreams
import Testing
import UncertaintySets

/// The actions of one state: nominal rows and payoffs.
struct StateCase: Sendable {
  let name: String
  let nominal: [[Double]]
  let values: [[Double]]

  var starts: [Int] { nominal.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1.count) } }

  /// Two actions with equal payoffs.
  static let first = StateCase(
    name: "S1", nominal: [[0.2, 0.5, 0.3], [0.4, 0.2, 0.4]], values: [[1, 2, 4], [1, 2, 4]])
  /// Three actions: rewards 1, 0.5, 0.8, discount 0.9.
  static let second = StateCase(
    name: "S2",
    nominal: [[0.1, 0.2, 0.3, 0.4], [0.25, 0.25, 0.25, 0.25], [0.4, 0.3, 0.2, 0.1]],
    values: [1, 0.5, 0.8].map { reward in [3, -1, 2, 5].map { reward + 0.9 * $0 } })

  static func drawn(from stream: inout RandomStream) -> StateCase {
    var nominal: [[Double]] = []
    var values: [[Double]] = []
    for _ in 0..<(1 + stream.integer(below: 4)) {
      let count = 1 + stream.integer(below: 6)
      var row = (0..<count).map { _ in stream.uniform() < 0.2 ? 0 : stream.uniform() }
      if row.reduce(0, +) == 0 { row[0] = 1 }
      let sum = row.reduce(0, +)
      nominal.append(row.map { $0 / sum })
      values.append((0..<count).map { _ in Double(stream.integer(below: 9)) / 2 - 2 })
    }
    return StateCase(name: "random", nominal: nominal, values: values)
  }

  func optimum(_ set: SharedBudget) -> (value: Double, policy: [Double], kernel: [Double]) {
    let (nominal, values) = (nominal.flatMap { $0 }, values.flatMap { $0 })
    var kernel = [Double](repeating: 0, count: values.count)
    var policy = [Double](repeating: 0, count: self.nominal.count)
    var workspace = SharedBudgetWorkspace(actions: policy.count, entries: values.count)
    let starts = starts
    var policySpan = policy.mutableSpan
    var kernelSpan = kernel.mutableSpan
    let value = set.optimum(
      of: values.span, around: nominal.span, starts: starts.span, policy: &policySpan, into: &kernelSpan,
      workspace: &workspace)
    return (value, policy, kernel)
  }

  func worstCase(
    _ set: SharedBudget, under policy: [Double], isBest: Bool = false
  ) -> (value: Double, kernel: [Double]) {
    let (nominal, values) = (nominal.flatMap { $0 }, values.flatMap { $0 })
    var kernel = [Double](repeating: 0, count: values.count)
    var workspace = SharedBudgetWorkspace(actions: policy.count, entries: values.count)
    let starts = starts
    var kernelSpan = kernel.mutableSpan
    let value =
      isBest
      ? set.bestCase(
        of: values.span, around: nominal.span, starts: starts.span, under: policy.span, into: &kernelSpan,
        workspace: &workspace)
      : set.worstCase(
        of: values.span, around: nominal.span, starts: starts.span, under: policy.span, into: &kernelSpan,
        workspace: &workspace)
    return (value, kernel)
  }

  func contains(_ kernel: [Double], _ set: SharedBudget) -> Bool {
    let (nominal, starts) = (nominal.flatMap { $0 }, starts)
    return set.contains(kernel.span, around: nominal.span, starts: starts.span, tolerance: 1e-9)
  }

  /// Each action's expected payoff under rows that lie one behind the other.
  func payoffs(_ kernel: [Double]) -> [Double] {
    nominal.indices.map { action in
      zip(kernel[starts[action]..<starts[action + 1]], values[action]).reduce(0) { $0 + $1.0 * $1.1 }
    }
  }

  func mean(of kernel: [Double], under policy: [Double]) -> Double {
    zip(payoffs(kernel), policy).reduce(0) { $0 + $1.0 * $1.1 }
  }

  /// Greatest |payoff|.
  var size: Double { values.joined().reduce(0) { max($0, abs($1)) } }
}

private struct Backup: Sendable, CustomTestStringConvertible {
  let state: StateCase
  let set: SharedBudget
  let value: Double
  let policy: [Double]
  var testDescription: String { "\(state.name) \(set.measure.rawValue) \(set.budget)" }
}

/// Values and policies by linear (L1) and conic programs, the latter to about 1e-8.
private func backups() throws -> [Backup] {
  func backup(
    _ state: StateCase, _ measure: SharedBudget.Measure, _ budget: Double, _ value: Double, _ policy: [Double]
  ) throws -> Backup {
    let support: Support = measure == .l1 || measure == .lInfinity ? .all : .nominal
    return Backup(
      state: state, set: try SharedBudget(measure, budget: budget, support: support), value: value,
      policy: policy)
  }
  let third = 1.0 / 3
  return [
    try backup(.first, .l1, 0.2, 2.25, [0.5, 0.5]), try backup(.first, .l1, 0.6, 1.95, [0.5, 0.5]),
    try backup(.first, .lInfinity, 0.1, 2.25, [0.5, 0.5]),
    try backup(.second, .lInfinity, 0.1, 2.8, [1, 0, 0]),
    try backup(.first, .kl, 0.05, 2.132_685_444, [0.607_142_8, 0.392_857_2]),
    try backup(.first, .chiSquare, 0.1, 2.127_827_404, [0.597_402_5, 0.402_597_5]),
    try backup(.second, .l1, 0.2, 2.89, [1, 0, 0]),
    try backup(.second, .l1, 0.6, 2.251_666_666_7, [third, third, third]),
    try backup(.second, .kl, 0.05, 2.780_503_782, [1, 0, 0]),
    try backup(.second, .chiSquare, 0.1, 2.792_967_819, [1, 0, 0]),
  ]
}

@Suite struct SharedBudgetTests {
  @Test(arguments: try backups()) private func agreesWithTheVector(_ backup: Backup) {
    let found = backup.state.optimum(backup.set)
    #expect(abs(found.value - backup.value) <= 1e-8, "\(found.value)")
    #expect(zip(found.policy, backup.policy).allSatisfy { abs($0 - $1) <= 1e-6 }, "\(found.policy)")
  }

  /// Nature's rows hold every action down to the value, the policy holds nature up to it: no gap is left
  /// between the two bounds of the optimum. No policy or row of others is needed to judge.
  @Test(arguments: SharedBudget.Measure.allCases) func boundsMeet(_ measure: SharedBudget.Measure) throws {
    var stream = RandomStream(seed: 3, purpose: .instance)
    for number in 0..<3000 {
      let state = StateCase.drawn(from: &stream)
      let set = try Self.drawn(measure, number, from: &stream)
      let optimum = state.optimum(set)
      let context = "\(number): \(state), \(set): \(optimum)"
      #expect(abs(optimum.policy.reduce(0, +) - 1) <= 1e-12, "\(context)")
      #expect(state.contains(optimum.kernel, set), "\(context)")
      #expect(state.payoffs(optimum.kernel).allSatisfy { $0 <= optimum.value + 1e-9 }, "\(context)")
      let guaranteed = state.worstCase(set, under: optimum.policy)
      let tolerance = measure == .kl || measure == .chiSquare ? 1e-11 : 1e-13
      #expect(abs(guaranteed.value - optimum.value) <= tolerance, "\(context): \(guaranteed)")
      #expect(state.contains(guaranteed.kernel, set), "\(context): \(guaranteed)")
      let paid = state.mean(of: guaranteed.kernel, under: optimum.policy)
      #expect(abs(paid - guaranteed.value) <= 1e-9, "\(context): \(guaranteed)")
    }
  }

  private static func drawn(
    _ measure: SharedBudget.Measure, _ number: Int, from stream: inout RandomStream
  ) throws -> SharedBudget {
    let budget = [0, 0.01, 0.1, 0.5, 1, 2, 5][stream.integer(below: 7)]
    let mayBeAll = measure == .l1 || measure == .lInfinity
    return try SharedBudget(measure, budget: budget, support: mayBeAll && number % 2 == 0 ? .all : .nominal)
  }

  /// A state with one action is that action's ball, which has oracles of its own.
  @Test func oneActionIsABall() throws {
    var stream = RandomStream(seed: 4, purpose: .instance)
    for number in 0..<500 {
      var state = StateCase.drawn(from: &stream)
      state = StateCase(name: "one", nominal: [state.nominal[0]], values: [state.values[0]])
      let support: Support = number % 2 == 0 ? .all : .nominal
      let size = [0, 0.05, 0.3, 0.7, 1][stream.integer(below: 5)]
      func agrees(_ measure: SharedBudget.Measure, _ set: some UncertaintySet, budget: Double) throws {
        let shared = try SharedBudget(measure, budget: budget, support: set.support)
        let ball = try set.worstCase(of: state.values[0], around: state.nominal[0])
        let best = try set.bestCase(of: state.values[0], around: state.nominal[0])
        #expect(abs(state.optimum(shared).value - ball.value) <= 1e-9, "\(state) \(shared)")
        #expect(abs(state.worstCase(shared, under: [1]).value - ball.value) <= 1e-9, "\(state) \(shared)")
        let greatest = state.worstCase(shared, under: [1], isBest: true)
        #expect(abs(greatest.value - best.value) <= 1e-9, "\(state) \(shared)")
        #expect(state.contains(greatest.kernel, shared))
      }
      try agrees(.l1, try L1Ball(radius: 2 * size, support: support), budget: 2 * size)
      try agrees(.lInfinity, try LInfinityBall(radius: size, support: support), budget: size)
      try agrees(.kl, try KLBall(radius: size), budget: size)
      try agrees(.chiSquare, try ChiSquareBall(radius: size), budget: size)
      try agrees(.cvar, try CVaRSet(level: 1 / (1 + size)), budget: size)
    }
  }

  /// Budget 0 is the nominal problem, more budget never helps the agent, rows drawn from the set never do
  /// worse than the worst ones.
  @Test(arguments: SharedBudget.Measure.allCases) func laws(_ measure: SharedBudget.Measure) throws {
    var stream = RandomStream(seed: 5, purpose: .instance)
    var reaches = 0
    for _ in 0..<200 {
      let state = StateCase.drawn(from: &stream)
      let nominal = state.payoffs(state.nominal.flatMap { $0 })
      let weights = nominal.map { _ in stream.uniform() }
      let policy = weights.map { $0 / weights.reduce(0, +) }
      let mean = zip(nominal, policy).reduce(0) { $0 + $1.0 * $1.1 }
      var (best, worst, greatest) = (nominal.max()!, mean, mean)
      for budget in [0, 0.02, 0.1, 0.4, 1.5, 6] {
        let set = try SharedBudget(measure, budget: budget, support: .nominal)
        let optimum = state.optimum(set).value
        let least = state.worstCase(set, under: policy).value
        let most = state.worstCase(set, under: policy, isBest: true).value
        if budget == 0 {
          #expect(abs(optimum - best) <= 1e-14 && abs(least - worst) <= 1e-14 && abs(most - worst) <= 1e-14)
        }
        #expect(optimum <= best + 1e-12 && least <= worst + 1e-12 && most >= greatest - 1e-12)
        #expect(optimum >= least - 1e-9, "the best policy is at least as good as any")
        (best, worst, greatest) = (optimum, least, most)
        let starts = state.starts
        let flat = state.nominal.flatMap { $0 }
        var rows = flat
        var workspace = SharedBudgetWorkspace(actions: policy.count, entries: rows.count)
        var span = rows.mutableSpan
        set.sample(
          around: flat.span, starts: starts.span, into: &span, workspace: &workspace, using: &stream)
        #expect(state.contains(rows, set))
        let drawn = state.mean(of: rows, under: policy)
        #expect(drawn >= least - 1e-9 && drawn <= most + 1e-9)
        if budget > 0 && rows != flat { reaches += 1 }
      }
    }
    #expect(reaches > 500, "drawn rows differ from the nominal ones")
  }

  /// Rows of many outcomes, where orders cannot be repaired by insertion, and equal masses: bounds meet.
  @Test func longRows() throws {
    var stream = RandomStream(seed: 6, purpose: .instance)
    for measure in [SharedBudget.Measure.l1, .lInfinity, .cvar] {
      for count in [100, 600] {
        let nominal = (0..<3).map { action -> [Double] in
          let row = (0..<count).map { _ in action == 0 ? 1 : stream.uniform() }
          let sum = row.reduce(0, +)
          return row.map { $0 / sum }
        }
        let values = (0..<3).map { _ in (0..<count).map { _ in stream.normal() } }
        let state = StateCase(name: "long", nominal: nominal, values: values)
        for budget in [1e-4, 0.01, 0.3, 2] {
          let set = try SharedBudget(measure, budget: budget, support: .nominal)
          let optimum = state.optimum(set)
          #expect(state.contains(optimum.kernel, set))
          #expect(state.payoffs(optimum.kernel).allSatisfy { $0 <= optimum.value + 1e-12 })
          let guaranteed = state.worstCase(set, under: optimum.policy)
          #expect(abs(guaranteed.value - optimum.value) <= 1e-13)
          let paid = state.mean(of: guaranteed.kernel, under: optimum.policy)
          #expect(abs(paid - guaranteed.value) <= 1e-12)
        }
      }
    }
  }

  @Test func badBudgetsAreRefused() {
    for budget in [-0.1, .nan, .infinity] {
      #expect(throws: UncertaintySetError.self) { try SharedBudget(.l1, budget: budget, support: .nominal) }
    }
    for measure in [SharedBudget.Measure.kl, .chiSquare, .cvar] {
      #expect(throws: UncertaintySetError.self) { try SharedBudget(measure, budget: 1, support: .all) }
    }
  }
}
