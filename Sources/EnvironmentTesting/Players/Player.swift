import DecisionProcesses
import Scenes

/// An environment as the laws see it: rows in, rows out, and a value that can be copied.
protocol Player: Sendable {
  var observation: RowDescription { get }
  var action: RowDescription { get }
  var task: TaskDescription { get }
  var isRunning: Bool { get }
  /// Why the present state must not be stepped, where that can be told.
  var stateFault: String? { get }
  /// A drawing of the present state; nil where nothing is drawn.
  var scene: Scene? { get }

  mutating func reset(seed: UInt64?) -> [Double]
  mutating func step(_ action: [Double]) -> PlayedStep
  func save() -> [UInt8]
  mutating func restore(_ bytes: [UInt8]) throws(SnapshotError)
}

/// One step as numbers.
struct PlayedStep {
  var observation: [Double]
  var reward: Double
  var costs: [Double]
  var ending: Ending
}

/// The first component whose bits differ, in words.
func firstDifference(_ a: [Double], _ b: [Double], _ name: String) -> String? {
  guard a.count == b.count else { return "\(name) has \(a.count) components against \(b.count)" }
  for index in a.indices where a[index].bitPattern != b[index].bitPattern {
    return "\(name)[\(index)] is \(a[index]) against \(b[index])"
  }
  return nil
}

/// The first part of a step whose bits differ, in words.
func firstDifference(_ a: PlayedStep, _ b: PlayedStep) -> String? {
  if let found = firstDifference(a.observation, b.observation, "observation") { return found }
  if a.reward.bitPattern != b.reward.bitPattern { return "reward is \(a.reward) against \(b.reward)" }
  if let found = firstDifference(a.costs, b.costs, "cost") { return found }
  return a.ending == b.ending ? nil : "the ending is \(a.ending.name) against \(b.ending.name)"
}

/// A simulation without rules.
struct SimulationPlayer<P: DecisionProcess>: Player
where P.Action: RowConvertible, P.Observation: RowConvertible {
  var simulation: Simulation<P>
  let observation: RowDescription
  let action: RowDescription

  init(_ simulation: Simulation<P>) {
    self.simulation = simulation
    observation = simulation.observationSpace.description
    action = simulation.actionSpace.description
  }

  var task: TaskDescription { simulation.task }
  var isRunning: Bool { simulation.isRunning }
  var stateFault: String? { fault(simulation.state, of: simulation.process) }
  var scene: Scene? { simulation.scene }

  mutating func reset(seed: UInt64?) -> [Double] { simulation.reset(seed: seed).components }

  mutating func step(_ action: [Double]) -> PlayedStep {
    played(simulation.step(P.Action(reading: action.span, at: 0, width: action.count)))
  }

  func save() -> [UInt8] { simulation.save() }
  mutating func restore(_ bytes: [UInt8]) throws(SnapshotError) { try simulation.restore(bytes) }
}

/// Any environment that writes snapshots.
struct EnvironmentPlayer<E: SnapshotEnvironment>: Player {
  var environment: E
  let observation: RowDescription
  let action: RowDescription

  init(_ environment: E) {
    self.environment = environment
    observation = environment.observationSpace.description
    action = environment.actionSpace.description
  }

  var task: TaskDescription { environment.task }
  var isRunning: Bool { environment.isRunning }
  var stateFault: String? { nil }
  var scene: Scene? { (environment as? any SceneProviding)?.scene }

  mutating func reset(seed: UInt64?) -> [Double] { environment.reset(seed: seed).components }

  mutating func step(_ action: [Double]) -> PlayedStep {
    played(environment.step(E.Action(reading: action.span, at: 0, width: action.count)))
  }

  func save() -> [UInt8] { environment.save() }
  mutating func restore(_ bytes: [UInt8]) throws(SnapshotError) { try environment.restore(bytes) }
}

func played<O: RowConvertible>(_ step: Step<O>) -> PlayedStep {
  PlayedStep(
    observation: step.observation.components, reward: step.reward, costs: step.costs.values,
    ending: step.ending)
}

/// Why `state` must not be stepped: an index beyond a finite process's states.
func fault<P: DecisionProcess>(_ state: P.State, of process: P) -> String? {
  guard let table = process as? any TabularProcess, let index = state as? Int else { return nil }
  let states = 0..<table.stateCount
  return states.contains(index) ? nil : "state \(index) lies outside \(states)"
}
