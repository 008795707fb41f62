import DecisionProcesses
import RandomStreams

/// A noisy point on a river, steered by a box action; random in dynamics and observation, two costs.
struct Ferry: DecisionProcess {
  /// What stops being finite in the fourth step of episodes that start to the right.
  enum Fault: Sendable { case none, reward, cost, observation }

  var gain = 1.0
  var current = 0.0
  /// Not part of the schema.
  var fault = Fault.none

  struct State: Sendable, Equatable, ByteSerializable {
    var position: Vector<2>
    var breaksDown = false
    var steps = 0

    init(position: Vector<2>) { self.position = position }
    func encode(into writer: inout ByteWriter) {
      position.encode(into: &writer)
      (breaksDown ? 1 : 0).encode(into: &writer)
      steps.encode(into: &writer)
    }
    init(from reader: inout ByteReader) throws(SnapshotError) {
      position = try Vector(from: &reader)
      breaksDown = try Int(from: &reader) == 1
      steps = try Int(from: &reader)
    }
  }

  var actionSpace: Box<2> {
    Box([ComponentDescription("along", -1, 1), ComponentDescription("across", -1, 1)])
  }
  var observationSpace: Box<3> {
    Box(
      [ComponentDescription("x", -9, 9), ComponentDescription("y", -9, 9), ComponentDescription("depth")],
      elementType: .float64)
  }
  var task: TaskDescription {
    TaskDescription(
      horizon: 12, discount: 0.99, rewardRange: -100...100, isDeterministic: false,
      costs: [
        CostDescription("effort", meaning: "squared action"),
        CostDescription("side", isNonNegative: false, meaning: "y"),
      ])
  }

  func initialState(using stream: inout RandomStream) -> State {
    // The gain shows in the first state, so that parameters drawn too late would be seen.
    var state = State(position: Vector([gain * stream.normal(), stream.normal()]))
    state.breaksDown = fault != .none && state.position[0] > 0
    return state
  }

  func advance(_ state: inout State, by action: Vector<2>, using stream: inout RandomStream) -> Outcome {
    state.steps += 1
    state.position[0] += 0.3 * gain * action[0] + current + 0.1 * stream.normal()
    state.position[1] += 0.3 * gain * action[1] + 0.1 * stream.normal()
    let breaks = state.breaksDown && state.steps == 4
    let effort = action[0] * action[0] + action[1] * action[1]
    return Outcome(
      reward: breaks && fault == .reward ? .nan : state.position[0] - effort,
      costs: Costs(effort, breaks && fault == .cost ? .infinity : state.position[1]),
      ending: abs(state.position[1]) > 1.5 ? .terminated : [])
  }

  func observe(_ state: State, using stream: inout RandomStream) -> Vector<3> {
    let breaks = fault == .observation && state.breaksDown && state.steps == 4
    return Vector([
      state.position[0], breaks ? .nan : state.position[1], gain + 0.2 * stream.normal(),
    ])
  }

  static var diagnosticNames: [String] { ["downstream", "left"] }
  func diagnostic(_ index: Int, of state: State) -> Double {
    index == 0 ? state.position[0] : -state.position[1]
  }

  static var schema: [ParameterDescription] {
    [
      ParameterDescription("gain", nominal: 1, interval: 0.5...2, meaning: "speed per action"),
      ParameterDescription(
        "current", unit: "m", nominal: 0, interval: -0.2...0.2, kind: .disturbance,
        meaning: "drift per step"),
    ]
  }

  subscript(parameter index: Int) -> Double {
    get { index == 0 ? gain : current }
    set { if index == 0 { gain = newValue } else { current = newValue } }
  }
}

/// A random walk on a ring of five places; the agent sees the place, which ends at 4.
struct Ring: DecisionProcess {
  var actionSpace: Discrete { Discrete(3, name: "turn") }
  var observationSpace: Discrete { Discrete(5, name: "place") }
  var task: TaskDescription {
    TaskDescription(horizon: 15, discount: 0.9, rewardRange: 0...1, isDeterministic: false)
  }
  func initialState(using stream: inout RandomStream) -> Int { stream.integer(below: 4) }
  func advance(_ state: inout Int, by action: Int, using stream: inout RandomStream) -> Outcome {
    state = (state + action + stream.integer(below: 2)) % 5
    return Outcome(reward: state == 0 ? 1 : 0, ending: state == 4 ? .terminated : [])
  }
  func observe(_ state: Int, using stream: inout RandomStream) -> Int { state }
}
