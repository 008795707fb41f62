import DecisionProcesses
import Perturbations
import Scenes

/// A simulation with rules, which may widen the observation.
struct PerturbedPlayer<P: DecisionProcess, Rules: RuleSequence>: Player
where P.Action: RowConvertible, P.Observation: RowConvertible {
  var perturbed: Perturbed<P, Rules>
  let observation: RowDescription
  let action: RowDescription

  init(_ simulation: Simulation<P>, rules: Rules) throws(PerturbationError) {
    perturbed = try Perturbed(simulation, rules: rules, allowsWiderObservation: true)
    observation = perturbed.observationDescription
    action = perturbed.actionSpace.description
  }

  var task: TaskDescription { perturbed.task }
  var isRunning: Bool { perturbed.isRunning }
  var stateFault: String? { fault(perturbed.state, of: perturbed.process) }
  var scene: Scene? { perturbed.process.drawing(of: perturbed.state) }
  /// What the simulation below shows.
  var trueObservation: [Double] { perturbed.trueObservation.components }

  mutating func reset(seed: UInt64?) -> [Double] {
    let seen = perturbed.beginEpisode(seed: seed)
    return withRules(seen)
  }

  mutating func step(_ action: [Double]) -> PlayedStep {
    let typed = P.Action(reading: action.span, at: 0, width: action.count)
    guard isTyped else {
      let step = perturbed.stepWithoutObservationRules(typed)
      var result = played(step)
      result.observation = withRules(step.observation)
      return result
    }
    return played(perturbed.step(typed))
  }

  /// Whether the observation fits its type, so that the public step shows it.
  private var isTyped: Bool { observation.width == perturbed.observationSpace.description.width }

  private mutating func withRules(_ seen: P.Observation) -> [Double] {
    var row = seen.components
    row += Array(repeating: 0, count: observation.width - row.count)
    var span = row.mutableSpan
    perturbed.applyObservationRules(to: &span)
    return row
  }

  func save() -> [UInt8] { perturbed.save() }
  mutating func restore(_ bytes: [UInt8]) throws(SnapshotError) { try perturbed.restore(bytes) }
}
