import DecisionProcesses
import EnvironmentTesting
import Perturbations
import Testing

/// The laws of environments whose process is unknown, and of processes behind rules.
@Suite struct EnvironmentTests {
  private func broken(_ results: [LawResult]) -> Set<Law> {
    for result in results where !result.passed { print(result) }
    return Set(results.filter { !$0.passed }.map(\.law))
  }

  private let line = GoodLine(options: OptionValues(for: GoodLine.options))

  @Test func simulationPasses() {
    let results = EnvironmentLaws.check(
      environment: Simulation(line, seed: 5), id: "line", seed: 5)
    #expect(results.map(\.law) == [.resetRepeatable, .spaces, .branching, .scene])
    #expect(broken(results).isEmpty)
  }

  @Test func processWithRulesPasses() throws {
    let rules = RuleList([
      RuleSlot(ActionDelay(steps: 2)), RuleSlot(GaussianNoise(.observation, sigma: 0.3)),
      RuleSlot(ExtraDimensions(count: 2)), RuleSlot(Stuck(.observation, probability: 0.2, duration: 3)),
    ])
    let results = try EnvironmentLaws.check(line, rules: rules, id: "line with rules", seed: 5)
    #expect(results.map(\.law) == [.resetRepeatable, .spaces, .branching, .scalarBatch, .scene])
    #expect(broken(results).isEmpty)
  }

  @Test func rulesThatLeaveTheirSpaceAreFound() throws {
    let results = try EnvironmentLaws.check(line, rules: RuleSlot(Forgetful()), id: "forgetful", seed: 5)
    #expect(broken(results).contains(.resetRepeatable))
  }

  @Test func unfitRulesAreErrors() {
    #expect(throws: PerturbationError.self) {
      try EnvironmentLaws.check(
        line, rules: RuleSlot(GaussianNoise(.action, sigma: [1, 2])), id: "unfit", seed: 5)
    }
  }

  @Test func laxSnapshotsAreFound() {
    let results = EnvironmentLaws.check(
      environment: Wrapped(line, .ignoresErrors), id: "lax", seed: 5)
    #expect(broken(results) == [.branching])
  }

  @Test func tirelessEnvironmentsAreFound() {
    let results = EnvironmentLaws.check(
      environment: Wrapped(line, .neverStops), id: "tireless", seed: 5)
    #expect(broken(results).contains(.branching))
  }

  @Test func perturbedObservationsNeedNotFit() throws {
    let noisy = try Perturbed(
      Simulation(line, seed: 5), rules: RuleSlot(GaussianNoise(.observation, sigma: 3)))
    #expect(broken(EnvironmentLaws.check(environment: noisy, id: "noisy", seed: 5)) == [.spaces])
    let finite = EnvironmentLaws.check(environment: noisy, id: "noisy", showsTruth: false, seed: 5)
    #expect(broken(finite).isEmpty)
  }
}

/// A rule that draws from a global generator.
private struct Forgetful: Perturbation {
  static var name: String { "forgetful" }
  var channel: Channel { .observation }
  func apply(to row: inout MutableSpan<Double>, memory: inout MutableSpan<Double>, at moment: Moment) {
    row[0] += ImpureLuck.next()
  }
}

/// A simulation with one fault.
private struct Wrapped: SnapshotEnvironment {
  enum Fault { case ignoresErrors, neverStops }

  var simulation: Simulation<GoodLine>
  let fault: Fault

  init(_ process: GoodLine, _ fault: Fault) {
    simulation = Simulation(process, seed: 5)
    self.fault = fault
  }

  var actionSpace: Box<1> { simulation.actionSpace }
  var observationSpace: Box<2> { simulation.observationSpace }
  var task: TaskDescription { simulation.task }
  var isRunning: Bool { fault == .neverStops || simulation.isRunning }

  mutating func reset(seed: UInt64?) -> Vector<2> { simulation.reset(seed: seed) }

  mutating func step(_ action: Vector<1>) -> Step<Vector<2>> {
    if !simulation.isRunning { _ = simulation.reset() }
    return simulation.step(action)
  }

  func save() -> [UInt8] { simulation.save() }

  mutating func restore(_ bytes: [UInt8]) throws(SnapshotError) {
    do throws(SnapshotError) {
      try simulation.restore(bytes)
    } catch {
      if fault != .ignoresErrors { throw error }
    }
  }
}
