import DecisionProcesses
import LocomotionEnvironments
import RandomStreams
import Testing

/// Every parameter and force over its interval, and every published box, against the engine driven from Python:
/// digests of the states of 200 steps.
@Suite(.enabled(if: hasRecordedBits)) struct EffectTests {
  @Test(arguments: locomotionIdentifiers)
  func parametersActAsRecorded(id: String) throws {
    var call = Grid(id: id, effects: try Effects.recorded.get(), recording: try Recording(id))
    try call.callWorld(id)
    #expect(call.compared > 70, "\(call.compared) trajectories compared")
  }

  @Test(arguments: locomotionIdentifiers)
  func boxesActAsRecorded(id: String) throws {
    let effects = try Effects.recorded.get()
    guard effects.boxes.contains(where: { $0.id == id }) else { return }
    var call = Corners(id: id, effects: effects, recording: try Recording(id))
    try call.callWorld(id)
  }
}

private func digest<W: LocomotionWorld>(_ process: W, _ recording: Recording, steps: Int) -> String
where W.Action: RowConvertible {
  let layout = W.facts.layout
  var positions = recording.qpos
  // A free root has its height third, a planar one second.
  positions[layout.positionCount == layout.velocityCount ? 1 : 2] += process.startingLift
  var state = process.state(positions: positions, velocities: recording.qvel)
  var source = ActionSource(recording.actions)
  var stream = RandomStream(seed: 0)
  var digest = WordDigest()
  for _ in 0..<steps {
    let row = source.row(recording.actions.width)
    let outcome = process.advance(
      &state, by: W.Action(reading: row.span, at: 0, width: row.count), using: &stream)
    #expect(!outcome.ending.contains(.failed))
    digest.add(state.numbers[..<layout.warmStart])
  }
  return digest.text
}

private struct Grid: LocomotionCall {
  let id: String
  let effects: Effects
  let recording: Recording
  var compared = 0

  mutating func call<W: LocomotionWorld>(_ world: W.Type) throws
  where W.Action: RowConvertible, W.Observation: RowConvertible {
    let entries = effects.entries.filter { $0.id == id }
    #expect(entries.map(\.parameter) == W.schema.map(\.name), "the recording has every parameter")
    for entry in entries {
      let index = try #require(W.parameterIndex(entry.parameter))
      var own: Set<String> = []
      for (value, expected) in zip(entry.values, entry.digests) {
        var process = W()
        process[parameter: index] = value
        let digest = digest(process, recording, steps: effects.steps)
        #expect(digest == expected, "\(entry.parameter) = \(value)")
        own.insert(digest)
        compared += 1
      }
      #expect(own.count == entry.values.count, "\(entry.parameter) acts over every part of its interval")
    }
  }
}

private struct Corners: LocomotionCall {
  let id: String
  let effects: Effects
  let recording: Recording

  mutating func call<W: LocomotionWorld>(_ world: W.Type) throws
  where W.Action: RowConvertible, W.Observation: RowConvertible {
    for entry in effects.boxes where entry.id == id {
      let box = try #require(W.boxes.first { $0.name == entry.box }, "there is no box \(entry.box)")
      #expect(box.parameters == entry.parameters)
      let ends = box.sides.map { entry.corner == "low" ? $0.lowerBound : $0.upperBound }
      #expect(ends == entry.values)
      for (semantics, expected) in [("consistent", entry.digest), ("rrls", entry.rrlsDigest)] {
        // The recording writes the floor's coefficient, 1 as compiled, also where the foot's own value is
        // chosen; here nominal values leave the model as it is.
        if semantics == "rrls" && entry.box == "m2td3-1d-2" && entry.corner == "high" { continue }
        var process = W(options: OptionValues(["semantics": .word(semantics)], for: W.options))
        for (name, value) in zip(entry.parameters, entry.values) {
          process[parameter: try #require(W.parameterIndex(name))] = value
        }
        #expect(
          digest(process, recording, steps: effects.steps) == expected,
          "\(entry.box), \(entry.corner) corner, \(semantics)")
      }
    }
  }
}
