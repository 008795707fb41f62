import DecisionProcesses
import Planning
import RandomStreams
import TabularEnvironments
import Testing
import UncertaintySets

/// Backward induction against nature, judged by trying all policies and all kernels.
@Suite struct FiniteHorizonTests {
  static let horizon = 3

  /// Return from each state when the policy and the kernel of each step are fixed: the distribution of the
  /// state is carried forward. Shapes [steps][states * actions].
  static func values(
    _ model: TwoOutcomeModel, policy: [[Double]], kernels: [[Double]], discount: Double
  ) -> [Double] {
    (0..<model.states).map { start in
      var mass = (0..<model.states).map { $0 == start ? 1.0 : 0 }
      var (sum, weight) = (0.0, 1.0)
      for step in policy.indices {
        var moved = Array(repeating: 0.0, count: model.states)
        for row in model.rows.indices {
          let share = mass[row / model.actions] * policy[step][row]
          let q = kernels[step][row]
          let signal = model.rows[row].signals[0]
          sum += weight * share * (q * signal.0 + (1 - q) * signal.1)
          moved[model.rows[row].next.0] += share * q
          moved[model.rows[row].next.1] += share * (1 - q)
        }
        mass = moved
        weight *= discount
      }
      return sum
    }
  }

  /// Every choice of one kernel per step; shape [choices][steps][rows].
  static func kernels(_ model: TwoOutcomeModel) -> [[[Double]]] {
    var all: [[[Double]]] = [[]]
    for _ in 0..<horizon {
      all = all.flatMap { head in (0..<model.kernelCount).map { head + [model.kernel($0)] } }
    }
    return all
  }

  static func models() -> [TwoOutcomeModel] {
    var stream = RandomStream(seed: 3, purpose: StreamPurpose(named: "finite horizon"))
    return (0..<6).map { _ in
      TwoOutcomeModel(states: 2, actions: 2, radius: 0.4, discount: 0.5, using: &stream)
    }
  }

  @Test(arguments: [1, 0.8, 0])
  func matchesEnumeration(discount: Double) throws {
    for model in Self.models() {
      let table = try model.table
      let backup = try RectangularBackup(try model.ball, on: table, discount: discount)
      let solution = try BackwardInduction(horizon: Self.horizon).solve(table, backup: backup)
      // A deterministic policy uses one row per state: 64 policies, and for each 64 ends for her rows.
      var best = [-Double.infinity, -Double.infinity]
      for code in 0..<64 {
        let policy = (0..<3).map { step in
          (0..<4).map { row in (code >> (2 * step + row / 2) & 1) == row % 2 ? 1.0 : 0 }
        }
        var worst = [Double.infinity, Double.infinity]
        for nature in 0..<64 {
          let kernels = (0..<3).map { step in
            (0..<4).map { row in model.ends(row)[nature >> (2 * step + row / 2) & 1] }
          }
          let found = Self.values(model, policy: policy, kernels: kernels, discount: discount)
          worst = zip(worst, found).map { min($0, $1) }
        }
        best = zip(best, worst).map { max($0, $1) }
      }
      for state in 0..<2 { #expect(abs(solution.values[0][state] - best[state]) < 1e-13) }
      #expect(solution.bound < 1e-10)
    }
  }

  /// One budget for both actions of a state: the recursion by a grid of mixtures, against which nature spends her
  /// budget where it hurts most.
  @Test func sharedBudgetsMatchAGridOfMixtures() throws {
    var mixed = 0
    for model in Self.models() {
      let table = try model.table
      let budget = 0.5
      let backup = try SharedBudgetBackup(
        SharedBudget(.l1, budget: budget, support: .nominal), on: table, discount: 1)
      let induction = BackwardInduction(horizon: Self.horizon)
      let solution = try induction.solve(table, backup: backup)
      var values = [0.0, 0]
      for step in (0..<Self.horizon).reversed() {
        let later = values
        for state in 0..<2 {
          // Nominal worth, the difference that a unit of mass makes, and how much can be moved.
          let rows = (0..<2).map { action -> (worth: Double, slope: Double, most: Double) in
            let row = model.rows[2 * state + action]
            let first = row.signals[0].0 + later[row.next.0]
            let second = row.signals[0].1 + later[row.next.1]
            let p = row.probability
            return (p * first + (1 - p) * second, abs(first - second), first > second ? p : 1 - p)
          }
          values[state] = (0...20_000).map { index in
            let weights = [Double(index) / 20_000, 1 - Double(index) / 20_000]
            var (worth, rest) = (weights[0] * rows[0].worth + weights[1] * rows[1].worth, budget / 2)
            let order = weights[0] * rows[0].slope > weights[1] * rows[1].slope ? [0, 1] : [1, 0]
            for action in order {
              let share = min(rest, rows[action].most)
              worth -= weights[action] * rows[action].slope * share
              rest -= share
            }
            return worth
          }.max()!
          // The grid's best is at most a 20 000th of the slopes, here up to 5, below the true one.
          #expect(solution.values[step][state] >= values[state] - 1e-12)
          #expect(solution.values[step][state] <= values[state] + 3e-4)
        }
        // From here on with the solution's own numbers, so that the grid's error does not add up.
        values = solution.values[step]
        if solution.policy[step].actions == nil { mixed += 1 }
      }
      let again = try induction.values(of: solution.policy, in: table, backup: backup)
      for (a, b) in zip(again.values.joined(), solution.values.joined()) { #expect(abs(a - b) < 1e-12) }
    }
    #expect(mixed > 0)
  }

  /// A given random policy: every kernel of every step, 4096 of them.
  @Test func evaluationMatchesEnumeration() throws {
    var stream = RandomStream(seed: 4, purpose: StreamPurpose(named: "finite horizon"))
    for model in Self.models().prefix(3) {
      let table = try model.table
      let backup = try RectangularBackup(try model.ball, on: table, discount: 1)
      let policy = (0..<Self.horizon).map { step in
        (0..<2).flatMap { state -> [Double] in
          // The middle step is deterministic, so that both kinds of policies are met.
          let share = step == 1 ? Double(state) : stream.uniform()
          return [share, 1 - share]
        }
      }
      let plan: [TablePolicy] = [.probabilities(policy[0]), .actions([1, 0]), .probabilities(policy[2])]
      let induction = BackwardInduction(horizon: Self.horizon)
      let found = try induction.worstCase(of: plan, in: table, backup: backup)
      #expect(try induction.values(of: plan, in: table, backup: backup).values == found.values)
      var worst = [Double.infinity, Double.infinity]
      for kernels in Self.kernels(model) {
        let values = Self.values(model, policy: policy, kernels: kernels, discount: 1)
        worst = zip(worst, values).map { min($0, $1) }
      }
      for state in 0..<2 { #expect(abs(found.values[0][state] - worst[state]) < 1e-13) }
      // The kernels that were told are worth that much.
      let told = found.kernels.map { kernel in (0..<4).map { kernel[2 * $0] } }
      let values = Self.values(model, policy: policy, kernels: told, discount: 1)
      for state in 0..<2 { #expect(abs(found.values[0][state] - values[state]) < 1e-13) }
    }
  }

  /// Nature plays another kernel when another successor becomes the poorer one: state 1 pays 1 at once, state
  /// 2 pays 2 one step later, which is nothing when the time is up.
  @Test func kernelsDependOnTheStep() throws {
    var builder = try SolverTableBuilder(stateCount: 5, actionCount: 1)
    builder.add(to: 1, probability: 0.5, reward: 0)
    builder.add(to: 2, probability: 0.5, reward: 0)
    try builder.endRow()
    for (next, reward) in [(3, 1.0), (4, 0), (3, 0), (3, 2)] {
      builder.add(to: next, probability: 1, reward: reward)
      try builder.endRow()
    }
    let table = try builder.finish()
    let backup = try RectangularBackup(try L1Ball(radius: 0.4, support: .nominal), on: table, discount: 1)
    let still = Array(repeating: TablePolicy.actions([0, 0, 0, 0, 0]), count: 3)
    let worst = try BackwardInduction(horizon: 3).worstCase(of: still, in: table, backup: backup)
    #expect(worst.kernels.map { $0[0] } == [0.7, 0.3, 0.5])
    for (value, known) in zip(worst.values.map { $0[0] }, [0.7 * 1 + 0.3 * 2, 0.3 * 1, 0, 0]) {
      #expect(abs(value - known) < 1e-15)
    }
  }

  /// Radius zero is the nominal problem, whatever the set, and a longer horizon meets the endless one.
  @Test func limitsOfRadiusAndHorizon() throws {
    let transitions = TransitionTable(MachineReplacement())
    let table = try SolverTable(transitions)
    let nominal = try BackwardInduction(horizon: 7).solve(transitions, discount: 1)
    let zero = try BackwardInduction(horizon: 7)
      .solve(table, backup: try RectangularBackup(try KLBall(radius: 0), on: table, discount: 1))
    for (a, b) in zip(nominal.values.joined(), zero.values.joined()) { #expect(abs(a - b) < 1e-10) }
    let backup = try RectangularBackup(try KLBall(radius: 0.1), on: table, discount: 0.8)
    let endless = try DiscountedSolver(tolerance: 1e-9).solve(table, backup: backup)
    let long = try BackwardInduction(horizon: 150).solve(table, backup: backup)
    for (a, b) in zip(long.values[0], endless.values) { #expect(abs(a - b) < 1e-8) }
    #expect(long.policy[0] == endless.policy)
  }

  @Test func badInputIsRefused() throws {
    let table = try SolverTable(TransitionTable(Forest()))
    let backup = try NominalBackup(discount: 1)
    let still = TablePolicy.actions([0, 0, 0])
    #expect(throws: PlanningError("horizon -1 is negative")) {
      try BackwardInduction(horizon: -1).solve(table, backup: backup)
    }
    let induction = BackwardInduction(horizon: 2)
    #expect(throws: PlanningError("1 policies for a horizon of 2 steps; give one per step")) {
      try induction.values(of: [still], in: table, backup: backup)
    }
    #expect(throws: PlanningError("state 1: action 2 lies outside 0...1")) {
      try induction.worstCase(of: [still, .actions([0, 2, 0])], in: table, backup: backup)
    }
    #expect(throws: PlanningError.self) {
      try BackwardInduction(horizon: 1).solve(TransitionTable(Forest()), discount: 1.5)
    }
    // Mass on successors without an entry has no place in a kernel of the table.
    var builder = try SolverTableBuilder(stateCount: 2, actionCount: 1)
    for state in 0..<2 {
      builder.add(to: state, probability: 1, reward: Double(state))
      try builder.endRow()
    }
    let apart = try builder.finish()
    let anywhere = try RectangularBackup(try L1Ball(radius: 0.5, support: .all), on: apart, discount: 1)
    let plan = Array(repeating: TablePolicy.actions([0, 0]), count: 2)
    #expect(try induction.values(of: plan, in: apart, backup: anywhere).values[0] == [0, 1.75])
    #expect(throws: PlanningError.self) { try induction.worstCase(of: plan, in: apart, backup: anywhere) }
  }
}
