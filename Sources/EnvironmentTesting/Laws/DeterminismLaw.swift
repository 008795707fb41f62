import DecisionProcesses
import RandomStreams

/// Transitions of a process declared deterministic are the same under two different streams.
func checkDeterminism<P: DecisionProcess>(_ process: P, seed: UInt64) throws(Violation) -> String
where P.Action: RowConvertible, P.Observation: RowConvertible {
  guard process.task.isDeterministic else { return "declared random" }
  var compared = 0
  for pattern in ActionPattern.allCases {
    var simulation = Simulation(process, seed: seed)
    var actor = Actor(
      pattern, process.actionSpace.description, seed: seed, scripted: scriptedPolicy(process))
    var seen = simulation.reset().components
    for step in 1...lawSteps {
      let row = actor.act(on: seen)
      let action = P.Action(reading: row.span, at: 0, width: row.count)
      var (a, b) = (simulation.state, simulation.state)
      var first = RandomStream(seed: seed &+ UInt64(step), purpose: .dynamics)
      var second = RandomStream(seed: ~seed &- UInt64(step), purpose: .dynamics)
      let (left, right) = (
        process.advance(&a, by: action, using: &first), process.advance(&b, by: action, using: &second)
      )
      let place = "seed \(seed), \(pattern.rawValue) actions, step \(step)"
      try require(left == right, "\(place): two streams give \(left) and \(right)")
      try require(a == b, "\(place): two streams lead to \(a) and \(b)")
      compared += 1
      seen = simulation.step(action).observation.components
      if !simulation.isRunning { seen = simulation.reset().components }
    }
  }
  return "\(compared) steps under two streams each"
}
