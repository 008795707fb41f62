import DecisionProcesses
import RandomStreams

/// A world that shows which luck it was given: every draw stays in the state or in the observation.
struct Probe: DecisionProcess, Equatable {
  enum Fault: Sendable { case none, reward, cost, observation }

  var gain = 1.0
  /// Not part of the schema: steps after which the task ends.
  var length = Int.max
  /// What stops being finite in the second step.
  var fault = Fault.none

  struct State: Sendable, Equatable, ByteSerializable {
    var first: Double
    var steps = 0
    var last = 0.0
    var sum = 0.0

    init(first: Double) { self.first = first }
    func encode(into writer: inout ByteWriter) {
      steps.encode(into: &writer)
      for value in [first, last, sum] { writer.write(value) }
    }
    init(from reader: inout ByteReader) throws(SnapshotError) {
      steps = try Int(from: &reader)
      first = try reader.readDouble()
      last = try reader.readDouble()
      sum = try reader.readDouble()
    }
  }

  var actionSpace: Box<1> { Box([ComponentDescription("push", -1, 1)]) }
  var observationSpace: Box<4> {
    Box(
      ["first", "last", "sum", "seen"].map { ComponentDescription($0) }, elementType: .float64)
  }
  var task: TaskDescription {
    TaskDescription(
      horizon: 6, discount: 0.9, rewardRange: -10...10, isDeterministic: false,
      costs: [CostDescription("effort", meaning: "action squared"), CostDescription("time", meaning: "1")])
  }

  func initialState(using stream: inout RandomStream) -> State { State(first: stream.uniform()) }

  func advance(_ state: inout State, by action: Vector<1>, using stream: inout RandomStream) -> Outcome {
    state.steps += 1
    state.last = stream.uniform()
    state.sum += gain * action[0]
    let breaks = state.steps == 2
    return Outcome(
      reward: breaks && fault == .reward ? .nan : state.sum,
      costs: Costs(action[0] * action[0], breaks && fault == .cost ? .infinity : 1),
      ending: state.steps >= length ? .terminated : [])
  }

  func observe(_ state: State, using stream: inout RandomStream) -> Vector<4> {
    let breaks = fault == .observation && state.steps == 2
    return Vector([state.first, state.last, breaks ? -.infinity : state.sum, stream.uniform()])
  }

  func accepts(_ state: State) -> Bool { state.steps >= 0 && state.sum.isFinite }

  static var schema: [ParameterDescription] {
    [ParameterDescription("gain", nominal: 1, interval: 0...2, meaning: "sum per action")]
  }

  subscript(parameter index: Int) -> Double {
    get { gain }
    set { gain = newValue }
  }

  /// The first uniform draw at an address.
  static func draw(
    seed: UInt64, lane: UInt64 = 0, episode: UInt32, step: UInt32, _ purpose: StreamPurpose
  ) -> Double {
    var stream = RandomStream(
      key: RandomKey(seed: seed, lane: lane), episode: episode, step: step, purpose: purpose)
    return stream.uniform()
  }
}
