import ClassicControlEnvironments
import DecisionProcesses
import EnvironmentTesting
import Planning
import RandomStreams
import RobustProcesses
import TabularEnvironments
import Testing
import UncertaintySets

/// Processes whose parameters are nature's.
@Suite struct ParameterTests {
  /// Plays both with the same luck; `parameters` are set by hand before each step of the second.
  private func compare<P: DecisionProcess, R: DecisionProcess>(
    _ robust: R, _ nominal: P, steps: Int = 300, parameters: (Int) -> [Double]
  ) where R.Action == P.Action, R.Observation == P.Observation, P.Action: RowConvertible,
    P.Observation: RowConvertible
  {
    var first = Simulation(robust, seed: 4, horizon: 50)
    var second = Simulation(nominal.with(parameters: parameters(0)), seed: 4, horizon: 50)
    var stream = RandomStream(seed: 2, purpose: .policy)
    #expect(first.reset() == second.reset())
    for _ in 0..<steps {
      second.process = nominal.with(parameters: parameters(Int(second.clock.step)))
      let action = nominal.actionSpace.sample(using: &stream)
      let (a, b) = (first.step(action), second.step(action))
      #expect(a == b)
      if !first.isRunning {
        second.process = nominal.with(parameters: parameters(0))
        #expect(first.reset() == second.reset())
      }
    }
  }

  @Test func nominalParametersChangeNothing() throws {
    let cart = CartPole()
    let row = cart.parameterRow
    let robust = try ParametricRobustProcess(cart, BoxSet(of: cart), NominalParameters())
    #expect(robust.task == cart.task)
    compare(robust, cart) { _ in row }
    let point = try BoxSet(of: cart, radius: 0)
    compare(try ParametricRobustProcess(cart, point, RandomParameters(.step)), cart) { _ in row }
    compare(try ParametricRobustProcess(cart, point, RandomParameters(.episode)), cart) { _ in row }
  }

  @Test func aFixedRowIsTheProcessWithThatRow() throws {
    let cart = CartPole()
    let box = try BoxSet(of: cart, parameters: ["length", "massPole"])
    let corner = try #require(box.corners.last)
    compare(try ParametricRobustProcess(cart, box, FixedParameters(corner)), cart) { _ in corner }
    var walk = WindyWalk()
    walk.alpha = 0.3
    let windy = try ParametricRobustProcess(walk, BoxSet(of: walk), FixedParameters([0.45]))
    compare(windy, walk) { _ in [0.45] }
    #expect(!windy.task.isDeterministic)
  }

  @Test func schedulesTakeTurns() throws {
    let cart = CartPole()
    let box = try BoxSet(of: cart, parameters: ["gravity"])
    let rows = box.corners + [cart.parameterRow]
    let turning = try ScheduledParameters(rows, period: 3)
    compare(try ParametricRobustProcess(cart, box, turning), cart) { rows[($0 / 3) % 3] }
    let ending = try ScheduledParameters(rows, period: 3, repeats: false)
    compare(try ParametricRobustProcess(cart, box, ending), cart) { rows[min($0 / 3, 2)] }
  }

  @Test func randomParametersLieInTheSet() throws {
    let cart = CartPole()
    let box = try BoxSet(of: cart, parameters: ["length", "massPole"], radius: 0.5)
    let names = ParametricRobustProcess<CartPole, BoxSet, RandomParameters>.diagnosticNames
    #expect(names.suffix(6).first == "nature-" + CartPole.schema[0].name)
    for duration in RandomNature.Duration.allCases {
      let process = try ParametricRobustProcess(cart, box, RandomParameters(duration))
      var simulation = Simulation(process, seed: 3)
      var episodes: [[Double]] = []
      for _ in 0..<20 {
        _ = simulation.reset()
        var rows: [[Double]] = []
        while simulation.isRunning {
          _ = simulation.step(rows.count % 2)
          let row = process.process(in: simulation.state.nature).parameterRow
          let isInside = box.contains(row.span, tolerance: 0)
          #expect(isInside)
          let shown = (names.count - 6..<names.count).map { process.diagnostic($0, of: simulation.state) }
          #expect(shown == row)
          rows.append(row)
        }
        #expect(Set(rows).count == (duration == .episode ? 1 : rows.count))
        episodes.append(rows[0])
      }
      #expect(Set(episodes).count == 20)
      // Parameters that are not named stand still.
      let gravity = try #require(CartPole.parameterIndex("gravity"))
      #expect(episodes.allSatisfy { $0[gravity] == 9.8 })
    }
  }

  @Test func theLaws() throws {
    let cart = CartPole()
    let box = try BoxSet(of: cart, parameters: ["length", "massPole"], radius: 0.5)
    for result in EnvironmentLaws.check(
      try ParametricRobustProcess(cart, box, RandomParameters(.episode)), id: "per episode", seed: 7)
    { #expect(result.passed, "\(result)") }
    for result in EnvironmentLaws.check(
      try ParametricRobustProcess(cart, box, RandomParameters(.step)), id: "per step", seed: 7)
    { #expect(result.passed, "\(result)") }
    let list = try FiniteModels(rows: [[0.1], [0.3], [0.5]])
    for result in EnvironmentLaws.check(
      try ParametricRobustProcess(WindyWalk(), list, RandomParameters(.step)), id: "list", seed: 7)
    { #expect(result.passed, "\(result)") }
    for result in EnvironmentLaws.check(
      try ParametricRobustProcess(WindyWalk(), list, ScheduledParameters(list.rows, period: 2)),
      id: "schedule", seed: 7)
    { #expect(result.passed, "\(result)") }
  }

  /// The worst of a list by exact values is what rollouts find, and no member of the list is worse.
  @Test func theWorstModelOfAList() throws {
    let walk = WindyWalk()
    let box = try BoxSet(of: walk)
    let rows = box.grid(points: 6)
    #expect(rows.first == [0] && rows.last == [0.5])
    // A policy that takes the northern corridor suffers from the wind.
    let policy = certain([Int](repeating: 2, count: 36), of: 4)
    let worths = try walk.tables(at: rows).map { sweptValues($0, policy: policy, discount: 0.95)[0] }
    let nature = try FixedParameters(worstOf: rows, worths: worths)
    #expect(nature.row == [0.5])
    #expect(zip(worths, worths.dropFirst()).allSatisfy { $0 > $1 })
    let process = try ParametricRobustProcess(walk, box, nature)
    let found = returns(of: process, discount: 0.95, count: 20000, horizon: 400, seed: 3) { _, _ in 2 }
    #expect(abs(found.mean - worths[5]) <= 4 * found.error)
    // A parameter that holds everywhere is no worse than the rectangular set around the same rows.
    let set = try L1Ball(radius: 0.4, support: .nominal)
    var middle = walk
    middle.alpha = 0.3
    let inside = try RobustModel(middle, set)
    let answer = try RobustAnswer(middle, set, discount: 0.95)
    for row in rows where abs(row[0] - 0.3) <= 0.2 && row[0] > 0 {
      let model = walk.with(parameters: row)
      #expect(inside.contains(try inside.kernel(of: model)))
      let best = try DiscountedSolver(tolerance: 1e-7)
        .solve(SolverTable(TransitionTable(model)), discount: 0.95)
      #expect(best.values[0] >= answer.solution.lower[0])
    }
  }
}
