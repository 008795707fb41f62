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

  func optimum(
    _ set: SharedBudget, startingAt guess: Double = .nan
  ) -> (value: Double, policy: [Double], kernel: [Double]) {
    let (nominal, values) = (nominal.flatMap { $0 }, values.flatMap { $0 })
    var kernel = [Double](repeating: 0, count: values.count)
    var policy = [Double](repeating: 0, count: self.nominal.count)
    var workspace = SetWorkspace(capacity: values.count)
    let starts = starts
    var policySpan = policy.mutableSpan
    var kernelSpan = kernel.mutableSpan
    let value = set.optimum(
      of: values.span, around: nominal.span, starts: starts.span, startingAt: guess, policy: &policySpan,
      into: &kernelSpan, workspace: &workspace)
    return (value, policy, kernel)
  }

  func worstCase(_ set: SharedBudget, under policy: [Double]) -> (value: Double, kernel: [Double]) {
    let (nominal, values) = (nominal.flatMap { $0 }, values.flatMap { $0 })
    var kernel = [Double](repeating: 0, count: values.count)
    var workspace = SetWorkspace(capacity: values.count)
    let starts = starts
    var kernelSpan = kernel.mutableSpan
    let value = set.worstCase(
      of: values.span, around: nominal.span, starts: starts.span, under: policy.span, into: &kernelSpan,
      workspace: &workspace)
    return (value, kernel)
  }

  /// What the rows in `kernel` cost in the measure of `set`, and the best action's payoff under them.
  func spent(_ set: SharedBudget, _ kernel: [Double]) -> (cost: Double, best: Double) {
    var (cost, best) = (0.0, -Double.infinity)
    for action in nominal.indices {
      let row = Array(kernel[starts[action]..<starts[action + 1]])
      best = max(best, zip(row, values[action]).reduce(0) { $0 + $1.0 * $1.1 })
      switch set.measure {
      case .l1: cost += L1Ball.measure(row, nominal[action])
      case .chiSquare: cost += ChiSquareBall.measure(row, nominal[action])
      case .kl: cost += KLBall.measure(row, nominal[action])
      }
    }
    return (cost, best)
  }
}

extension L1Ball {
  static func measure(_ row: [Double], _ nominal: [Double]) -> Double {
    zip(row, nominal).reduce(0) { $0 + abs($1.0 - $1.1) }
  }
}

extension ChiSquareBall {
  static func measure(_ row: [Double], _ nominal: [Double]) -> Double {
    guard let ball = try? ChiSquareBall(radius: 0) else { return .nan }
    return ball.distance(of: row.span, from: nominal.span)
  }
}

extension KLBall {
  static func measure(_ row: [Double], _ nominal: [Double]) -> Double {
    guard let ball = try? KLBall(radius: 0) else { return .nan }
    return ball.distance(of: row.span, from: nominal.span)
  }
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
    let support: Support = measure == .l1 ? .all : .nominal
    return Backup(
      state: state, set: try SharedBudget(measure, budget: budget, support: support), value: value,
      policy: policy)
  }
  let third = 1.0 / 3
  return [
    try backup(.first, .l1, 0.2, 2.25, [0.5, 0.5]), try backup(.first, .l1, 0.6, 1.95, [0.5, 0.5]),
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
      let budget = [0, 0.01, 0.1, 0.5, 1, 2, 5][stream.integer(below: 7)]
      let support: Support = measure == .l1 && number % 2 == 0 ? .all : .nominal
      let set = try SharedBudget(measure, budget: budget, support: support)
      let optimum = state.optimum(set)
      let context = "\(number): \(state), budget \(budget): \(optimum)"
      #expect(abs(optimum.policy.reduce(0, +) - 1) <= 1e-12, "\(context)")
      let nature = state.spent(set, optimum.kernel)
      #expect(nature.cost <= budget + 1e-9 && nature.best <= optimum.value + 1e-9, "\(context)")
      let guaranteed = state.worstCase(set, under: optimum.policy)
      #expect(abs(guaranteed.value - optimum.value) <= 1e-8, "\(context): \(guaranteed)")
      #expect(state.spent(set, guaranteed.kernel).cost <= budget + 1e-9, "\(context): \(guaranteed)")
      let guess = optimum.value + 0.1 * (stream.uniform() - 0.5)
      #expect(abs(state.optimum(set, startingAt: guess).value - optimum.value) <= 1e-9, "\(context)")
    }
  }
}
