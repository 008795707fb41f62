import DecisionProcesses
import LocomotionEnvironments
import RandomStreams
import Testing

/// A thousand steps of each world against Gymnasium's own, to the last bit.
@Suite(.enabled(if: hasRecordedBits)) struct ParityTests {
  @Test(arguments: locomotionIdentifiers)
  func playsAsGymnasium(id: String) throws {
    var replay = Replay(recording: try Recording(id))
    try replay.callWorld(id)
  }

  @Test(arguments: locomotionIdentifiers)
  func costsAreSafetyGymnasiums(id: String) throws {
    let recording = try Recording(id)
    guard recording.thresholds != nil else { return }
    var replay = CostReplay(recording: recording)
    try replay.callWorld(id)
  }
}

private struct Replay: LocomotionCall {
  let recording: Recording
  /// Places in the last digit by which a reward may differ: the pendulum's squares are the C library's `pow` in
  /// the recording.
  var rewardPlaces: UInt64 { recording.id == InvertedDoublePendulum.identifier ? 2 : 0 }
  /// Sines and cosines are NumPy's in the recording and the suite's here.
  var sinePlaces: UInt64 {
    [InvertedDoublePendulum.identifier, Reacher.identifier].contains(recording.id) ? 1 : 0
  }

  mutating func call<W: LocomotionWorld>(_ world: W.Type) throws
  where W.Action: RowConvertible, W.Observation: RowConvertible {
    let process = W()
    let layout = W.facts.layout
    var stream = RandomStream(seed: 0)
    var state = process.state(positions: recording.qpos, velocities: recording.qvel)
    check(process.observe(state, using: &stream).components, recording.observation, step: 0)
    var source = ActionSource(recording.actions)
    let falls = steps(in: recording.terminatedRuns)
    var (states, seen) = (WordDigest(), WordDigest())
    for step in 1...recording.rewards.count {
      let row = source.row(recording.actions.width)
      let action = W.Action(reading: row.span, at: 0, width: row.count)
      let outcome = process.advance(&state, by: action, using: &stream)
      let expected = recording.rewards[step - 1]
      #expect(
        places(outcome.reward, expected) <= rewardPlaces, "step \(step): \(outcome.reward), not \(expected)")
      #expect(outcome.ending == (falls.contains(step) ? .terminated : []), "step \(step)")
      let observation = process.observe(state, using: &stream).components
      states.add(state.numbers[..<layout.warmStart])
      seen.add(observation)
      if step % recording.every == 0 {
        check(observation, recording.observations[step / recording.every - 1], step: step)
      }
      if let digest = recording.digests.first(where: { $0.step == step }) {
        #expect(states.text == digest.states, "states up to step \(step)")
        if sinePlaces == 0 { #expect(seen.text == digest.observations, "observations up to step \(step)") }
      }
    }
    #expect(Array(state.numbers[..<layout.velocities]) == recording.lastQpos)
    #expect(Array(state.numbers[layout.velocities..<layout.warmStart]) == recording.lastQvel)
    #expect(Array(state.numbers[layout.warmStart..<layout.carried]) == recording.lastWarmstart)
  }

  private func check(_ seen: [Double], _ expected: [Double], step: Int) {
    #expect(seen.count == expected.count)
    for (index, (a, b)) in zip(seen, expected).enumerated() {
      #expect(places(a, b) <= sinePlaces, "step \(step), component \(index): \(a), not \(b)")
    }
  }
}

/// The same trajectory under both limits: costs, speeds, and where the hard variant ends.
private struct CostReplay: LocomotionCall {
  let recording: Recording

  mutating func call<W: LocomotionWorld>(_ world: W.Type) throws
  where W.Action: RowConvertible, W.Observation: RowConvertible {
    let runs = [("v0", try #require(recording.costRunsV0)), ("v1", try #require(recording.costRunsV1))]
    let speeds = try #require(recording.speeds)
    let thresholds = try #require(recording.thresholds)
    for (index, (version, expected)) in runs.enumerated() {
      let process = W(options: OptionValues(["limit": .word(version)], for: W.options))
      let hard = W(options: OptionValues(["limit": .word(version), "hard": .flag(true)], for: W.options))
      #expect(process.task.constraints.first?.requirement == .expectedReturn(limit: 25))
      #expect(hard.task.constraints.first?.requirement == .everyStep(limit: 0))
      let (costs, falls) = (steps(in: expected), steps(in: recording.terminatedRuns))
      #expect(!costs.isEmpty && costs.count < recording.rewards.count)
      var stream = RandomStream(seed: 0)
      var state = process.state(positions: recording.qpos, velocities: recording.qvel)
      var source = ActionSource(recording.actions)
      for step in 1...recording.rewards.count {
        let row = source.row(recording.actions.width)
        let action = W.Action(reading: row.span, at: 0, width: row.count)
        var other = state
        let outcome = process.advance(&state, by: action, using: &stream)
        let isAbove = costs.contains(step)
        #expect(outcome.costs.values == [isAbove ? 1 : 0], "step \(step) under \(version)")
        #expect((process.margin(state, channel: 0) > 0) == isAbove)
        let ends = hard.advance(&other, by: action, using: &stream).ending
        #expect(ends == (isAbove || falls.contains(step) ? .terminated : []), "step \(step), hard")
        #expect(other == state)
        if step % recording.every == 0 {
          let speed = process.margin(state, channel: 0) + thresholds[index]
          let recorded = speeds[step / recording.every - 1]
          // Adding the threshold again rounds.
          #expect(abs(speed - recorded) <= 4 * max(abs(recorded), thresholds[index]).ulp)
        }
      }
    }
  }
}
