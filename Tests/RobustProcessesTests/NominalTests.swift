import DecisionProcesses
import RandomStreams
import RobustProcesses
import TabularEnvironments
import Testing
import UncertaintySets

/// Where nature has nothing to play with, a robust process is the nominal one, bit for bit.
@Suite struct NominalTests {
  /// Plays both with the same luck and the same random actions.
  private static func compare<P: TabularProcess, R: DecisionProcess>(
    _ nominal: P, _ robust: R, _ name: String
  ) where R.Action == Int, R.Observation == P.Observation {
    var first = Simulation(nominal, seed: 5, horizon: 40)
    var second = Simulation(robust, seed: 5, horizon: 40)
    #expect(first.reset() == second.reset(), "\(name)")
    var stream = RandomStream(seed: 1, purpose: .policy)
    for step in 0..<400 {
      let action = stream.integer(below: nominal.actionCount)
      let (a, b) = (first.step(action), second.step(action))
      #expect(a == b, "\(name), step \(step)")
      if !first.isRunning { #expect(first.reset() == second.reset(), "\(name), step \(step)") }
    }
  }

  /// Every finite world under the nominal nature, and under others in a set that holds the nominal row alone.
  private struct Comparison: WorldVisitor {
    var compared = 0
    var fault: (any Error)?

    mutating func visit<W: World>(_ world: W.Type) {
      do {
        if let process = W() as? any TabularProcess { try compareAll(process, W.identifier) }
      } catch {
        fault = error
      }
    }

    private mutating func compareAll<P: TabularProcess>(_ process: P, _ name: String) throws {
      let wide = try L1Ball(radius: 0.5, support: .nominal)
      let zero = try L1Ball(radius: 0, support: .nominal)
      let values = (0..<process.stateCount).map { Double(($0 * 7) % 5) }
      let worst = DynamicWorstCase(against: values, discount: 0.9)
      let none = try SharedBudget(.kl, budget: 0, support: .nominal)
      func compare<R: DecisionProcess>(_ robust: R) where R.Action == Int, R.Observation == P.Observation {
        NominalTests.compare(process, robust, name)
      }
      compare(try RobustProcess(process, wide, NominalNature()))
      compare(try RobustProcess(process, zero, worst))
      compare(try RobustProcess(process, zero, RandomNature(.step)))
      compare(try RobustProcess(process, zero, RandomNature(.episode)))
      compare(try RobustProcess(process, wide, Budgeted(worst, count: 0)))
      compare(try RobustProcess(process, wide, Budgeted(RandomNature(.step), perEpisode: 0)))
      compare(try RobustProcess(process, none, worst))
      compared += 1
    }
  }

  @Test func everyFiniteWorld() throws {
    var comparison = Comparison()
    Tabular.enumerate(&comparison)
    if let fault = comparison.fault { throw fault }
    #expect(comparison.compared == 16)
  }

  /// Spaces, task, costs and constraints stay.
  @Test func theTaskStays() throws {
    let world = RandomWorld(states: 5, actions: 2, seed: 3)
    let robust = try RobustProcess(
      world, L1Ball(radius: 0.3, support: .nominal),
      DynamicWorstCase(against: [1, 2, 3, 4, 5], discount: 0.9))
    #expect(robust.task == world.task)
    #expect(robust.actionSpace.description == world.actionSpace.description)
    #expect(robust.observationSpace.description == world.observationSpace.description)
    let state = RobustState(nominal: 3, nature: NoMemory())
    #expect(robust.margin(state, channel: 0) == world.margin(3, channel: 0))
    #expect(robust.accepts(state))
    #expect(!robust.accepts(RobustState(nominal: 5, nature: NoMemory())))
  }

  /// A deterministic process stays declared so only where nature's kernel has one successor in every row.
  @Test func determinismIsDeclaredWhereItHolds() throws {
    let walk = WindyWalk()
    try #require(walk.task.isDeterministic)
    let nominal = try RobustProcess(walk, L1Ball(radius: 0.5, support: .all), NominalNature())
    #expect(nominal.task.isDeterministic)
    let values = (0..<36).map(Double.init)
    let worst = try RobustProcess(
      walk, L1Ball(radius: 0.5, support: .all), DynamicWorstCase(against: values, discount: 0.9))
    #expect(!worst.task.isDeterministic)
    let full = try RobustProcess(
      walk, L1Ball(radius: 2, support: .all), DynamicWorstCase(against: values, discount: 0.9))
    #expect(full.task.isDeterministic)
    let drawn = try RobustProcess(walk, L1Ball(radius: 2, support: .all), RandomNature(.step))
    #expect(!drawn.task.isDeterministic)
  }
}
