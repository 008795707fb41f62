import DecisionProcesses
import RandomStreams

/// A point on a plane, pushed by a box action and a wind: position += (gain a + wind) / 10 + noise.
struct Glider: DecisionProcess {
  var gain = 1.0
  var wind = 0.0
  /// Not part of the schema: standard deviation of the noise in each step.
  var noise = 0.01

  struct State: Sendable, Equatable, ByteSerializable {
    var position: Vector<2>

    init(position: Vector<2>) { self.position = position }
    func encode(into writer: inout ByteWriter) { position.encode(into: &writer) }
    init(from reader: inout ByteReader) throws(SnapshotError) { position = try Vector(from: &reader) }
  }

  var actionSpace: Box<2> {
    Box([ComponentDescription("right", -1, 1), ComponentDescription("up", -1, 1)])
  }

  var observationSpace: Box<2> {
    Box([ComponentDescription("x", -50, 50), ComponentDescription("y", -50, 50)], elementType: .float64)
  }

  var task: TaskDescription {
    TaskDescription(
      horizon: 200, discount: 0.99, rewardRange: -1000...1000, isDeterministic: false,
      costs: [CostDescription("height", isNonNegative: false, meaning: "y")])
  }

  func initialState(using stream: inout RandomStream) -> State {
    // The gain shows in the first state, so tests see which parameters it was drawn under.
    State(position: Vector([gain + 0.1 * stream.normal(), 0.1 * stream.normal()]))
  }

  func advance(_ state: inout State, by action: Vector<2>, using stream: inout RandomStream) -> Outcome {
    state.position[0] += 0.1 * (gain * action[0] + wind) + noise * stream.normal()
    state.position[1] += 0.1 * gain * action[1] + noise * stream.normal()
    return Outcome(
      reward: state.position[0] + 2 * state.position[1], costs: Costs(state.position[1]))
  }

  func observe(_ state: State, using stream: inout RandomStream) -> Vector<2> { state.position }

  static var diagnosticNames: [String] { ["right", "high"] }
  func diagnostic(_ index: Int, of state: State) -> Double { state.position[index] - (index == 0 ? 1 : 0) }

  static var schema: [ParameterDescription] {
    [
      ParameterDescription("gain", nominal: 1, interval: 0.5...2, meaning: "push per action"),
      ParameterDescription(
        "wind", unit: "m/s", nominal: 0, interval: -1...1, kind: .disturbance, meaning: "push from outside"),
    ]
  }

  subscript(parameter index: Int) -> Double {
    get { index == 0 ? gain : wind }
    set { if index == 0 { gain = newValue } else { wind = newValue } }
  }
}
