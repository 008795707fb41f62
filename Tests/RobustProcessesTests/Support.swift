import DecisionProcesses
import Planning
import RandomStreams
import RobustProcesses
import TabularEnvironments
import UncertaintySets

/// A random finite process with everything that rows may hold: repeated successors, rewards and costs that
/// depend on the successor, endings.
struct RandomWorld: TabularProcess {
  typealias ActionSpace = Discrete
  typealias ObservationSpace = Discrete
  typealias Observation = Int

  let stateCount: Int
  let actionCount: Int
  let rows: [[Transition]]

  init(states: Int, actions: Int, ends: Bool = true, seed: UInt64) {
    var stream = RandomStream(seed: seed, purpose: .instance)
    stateCount = states
    actionCount = actions
    rows = (0..<(states * actions)).map { _ in
      let count = 2 + stream.integer(below: 4)
      let weights = (0..<count).map { _ in 0.05 + stream.uniform() }
      let sum = weights.reduce(0, +)
      return weights.map { weight in
        let isEnd = ends && stream.uniform() < 0.15
        return Transition(
          to: stream.integer(below: states), probability: weight / sum,
          outcome: Outcome(
            reward: stream.uniform(), costs: Costs(stream.uniform()), ending: isEnd ? .terminated : []))
      }
    }
  }

  var task: TaskDescription {
    TaskDescription(
      horizon: 60, discount: 0.9, rewardRange: 0...1, isDeterministic: false,
      costs: [CostDescription("wear", meaning: "made up")],
      constraints: [Constraint("wear", channel: 0, .discountedReturn(limit: 3))])
  }

  func enumerateInitialStates(_ body: (Int, Double) -> Bool) {
    for state in 0..<stateCount where !body(state, 1 / Double(stateCount)) { return }
  }

  func enumerateTransitions(from state: Int, by action: Int, _ body: (Transition) -> Bool) {
    for transition in rows[state * actionCount + action] where !body(transition) { return }
  }
}

extension RandomWorld: SafetyMargin {
  func margin(_ state: Int, channel: Int) -> Double { Double(state) - 0.5 }
}

/// What a robust solver says about a process and a set.
struct RobustAnswer {
  let table: SolverTable
  let solution: CertifiedSolution
  /// The robust policy's probabilities of actions, by state.
  let policy: [[Double]]

  init<P: TabularProcess, S: UncertaintySet>(_ process: P, _ set: S, discount: Double) throws {
    let table = try SolverTable(TransitionTable(process))
    self = try Self(table, RectangularBackup(set, on: table, discount: discount))
  }

  init<P: TabularProcess>(_ process: P, _ set: SharedBudget, discount: Double) throws {
    let table = try SolverTable(TransitionTable(process))
    self = try Self(table, SharedBudgetBackup(set, on: table, discount: discount))
  }

  private init<B: Backup>(_ table: SolverTable, _ backup: B) throws {
    self.table = table
    solution = try DiscountedSolver(method: .valueIteration, tolerance: 1e-9).solve(table, backup: backup)
    policy = (0..<table.stateCount).map { [solution] in
      solution.policy.row(of: $0, actionCount: table.actionCount)
    }
  }

  /// The value of a first state drawn as the process does.
  var start: Double { table.initialExpectation(of: solution.values) }
}

/// Mean discounted return of `count` episodes, and its standard error.
func returns<P: DecisionProcess>(
  of process: P, discount: Double, count: Int, horizon: Int, seed: UInt64,
  policy: (P.Observation, inout RandomStream) -> P.Action
) -> (mean: Double, error: Double) where P.Action: RowConvertible, P.Observation: RowConvertible {
  var simulation = Simulation(process, seed: seed, horizon: horizon)
  var (sum, squares) = (0.0, 0.0)
  for _ in 0..<count {
    var seen = simulation.reset()
    var (total, factor) = (0.0, 1.0)
    while simulation.isRunning {
      var stream = simulation.clock.stream(.policy)
      let step = simulation.step(policy(seen, &stream))
      total += factor * step.reward
      factor *= discount
      seen = step.observation
    }
    sum += total
    squares += total * total
  }
  let n = Double(count)
  let mean = sum / n
  return (mean, ((squares / n - mean * mean) / (n - 1)).squareRoot())
}

/// The value of each state under a fixed policy, by sweeps: an evaluation that shares no code with solvers.
func sweptValues(
  _ table: TransitionTable, policy: [[Double]], discount: Double, sweeps: Int = 600
) -> [Double] {
  var values = [Double](repeating: 0, count: table.stateCount)
  for _ in 0..<sweeps {
    values = (0..<table.stateCount).map { state in
      var value = 0.0
      for action in 0..<table.actionCount where policy[state][action] > 0 {
        for entry in table.row(state, action) {
          let future = table.ending[entry].contains(.terminated) ? 0 : discount * values[table.next[entry]]
          value += policy[state][action] * table.probability[entry] * (table.reward[entry] + future)
        }
      }
      return value
    }
  }
  return values
}

/// A deterministic policy as probabilities.
func certain(_ actions: [Int], of count: Int) -> [[Double]] {
  actions.map { chosen in (0..<count).map { $0 == chosen ? 1 : 0 } }
}

/// An action drawn from `row`.
func draw(_ row: [Double], using stream: inout RandomStream) -> Int { stream.categorical(row.span) }
