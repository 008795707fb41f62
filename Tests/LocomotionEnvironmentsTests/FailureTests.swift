import DecisionProcesses
import EnvironmentCatalog
import LocomotionEnvironments
import MuJoCoPhysics
import RandomStreams
import Testing

/// What is not a number, or not a state, ends an episode and is never shown.
@Suite(.enabled(if: hasEngine)) struct FailureTests {
  @Test func anActionThatIsNotFiniteFails() {
    var simulation = Simulation(Hopper(), seed: 3)
    let before = simulation.reset()
    let step = simulation.step(Vector([0, .nan, 0]))
    #expect(step.ending == [.truncated, .failed] && step.reward == 0)
    #expect(step.observation == before)
  }

  /// The engine would start afresh by itself and go on: see `mjWARN_BADQVEL`.
  @Test(arguments: [1e11, -1e11, 1e300])
  func aStateBeyondTheEngineFails(speed: Double) {
    let process = HalfCheetah()
    let layout = HalfCheetah.facts.layout
    var velocities = [Double](repeating: 0, count: layout.velocityCount)
    velocities[4] = speed
    var state = process.state(
      positions: [Double](repeating: 0, count: layout.positionCount), velocities: velocities)
    let before = state
    var stream = RandomStream(seed: 0)
    let outcome = process.advance(&state, by: .zero, using: &stream)
    #expect(outcome.ending == [.truncated, .failed] && outcome.reward == 0)
    #expect(state == before, "the last state that was one")
    // And the next lane in the same memory is well.
    var well = process.initialState(using: &stream)
    #expect(process.advance(&well, by: .zero, using: &stream).ending == [])
  }

  @Test func snapshotsOfOtherWidthOrWithoutNumbersAreRefused() throws {
    let process = Reacher()
    var stream = RandomStream(seed: 0)
    var state = process.initialState(using: &stream)
    #expect(process.accepts(state))
    #expect(!process.accepts(Hopper().initialState(using: &stream)))
    var writer = ByteWriter()
    writer.write([Double](repeating: .nan, count: state.numbers.count))
    var reader = ByteReader(writer.bytes)
    state = try LocomotionState(from: &reader)
    #expect(!process.accepts(state))
  }

  @Test func nothingIsSaidAboutANominalWorld() {
    #expect(Hopper.missingRequirement == nil)
    #expect(EnvironmentCatalog.missingRequirement(of: "hopper-v5") == nil)
  }
}

/// Lanes take turns in one memory, with parameters of their own, on two threads: none sees another.
@Suite(.enabled(if: hasEngine)) struct TurnTests {
  @Test(arguments: ["hopper-v5", "ant-v5"])
  func lanesDoNotSeeOneAnother(id: String) throws {
    var call = Turns()
    try call.callWorld(id)
  }

  private struct Turns: LocomotionCall {
    mutating func call<W: LocomotionWorld>(_ world: W.Type) throws
    where W.Action: RowConvertible, W.Observation: RowConvertible {
      // A few worlds with other masses, lengths and forces, alone and then by turns.
      let processes = (0..<6).map { number -> W in
        var process = W()
        for (index, parameter) in W.schema.enumerated() where (index + number) % 3 == 0 {
          let (low, high) = (parameter.interval.lowerBound, parameter.interval.upperBound)
          process[parameter: index] = low + (high - low) * Double(number + 1) / 8
        }
        return process
      }
      func start(_ process: W, _ seed: UInt64) -> W.State {
        var stream = RandomStream(seed: seed)
        return process.initialState(using: &stream)
      }
      func action(_ process: W, _ lane: Int, _ step: Int) -> W.Action {
        var stream = RandomStream(seed: UInt64(100 * lane + step))
        let row = (0..<W.facts.layout.actionCount).map { _ in stream.uniform(in: -1, 1) }
        return W.Action(reading: row.span, at: 0, width: row.count)
      }
      var alone: [W.State] = []
      var stream = RandomStream(seed: 0)
      for (lane, process) in processes.enumerated() {
        var state = start(process, UInt64(lane))
        for step in 0..<20 { _ = process.advance(&state, by: action(process, lane, step), using: &stream) }
        alone.append(state)
      }
      var together = processes.enumerated().map { start($1, UInt64($0)) }
      for step in 0..<20 {
        for (lane, process) in processes.enumerated() {
          _ = process.advance(&together[lane], by: action(process, lane, step), using: &stream)
        }
      }
      #expect(together == alone)
      #expect(Set(alone.map { $0.numbers[0].bitPattern }).count == processes.count, "they differ")
    }
  }
}
