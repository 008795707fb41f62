import DecisionProcesses
import RandomStreams

/// A tank that drains by itself and is filled through a valve; it must not overflow.
///
/// State: water level h in metres; explicit Euler with dt = 0.1 s and valve opening a:
///
///     h' = max(0, h + dt (inflow a - drain sqrt(h) - leak))
///
/// Reward -(h' - 0.8)^2; cost 1 where h' > 1; constraint: no overflow in any step.
struct WaterTank: World, ScriptedProcess, SafetyMargin {
  /// Rise at an open valve, m/s.
  var inflow = 1.0
  /// Fall at level 1 m, m/s.
  var drain = 0.5
  /// Extra fall, m/s.
  var leak = 0.0

  static let timeStep = 0.1
  static let target = 0.8
  static let brim = 1.0

  init(options: OptionValues) {}

  struct State: Sendable, Equatable, ByteSerializable {
    var level: Double

    init(level: Double) { self.level = level }
    func encode(into writer: inout ByteWriter) { writer.write(level) }
    init(from reader: inout ByteReader) throws(SnapshotError) { level = try reader.readDouble() }
  }

  var actionSpace: Box<1> { Box([ComponentDescription("valve", 0, 1)]) }
  var observationSpace: Box<1> { Box([ComponentDescription("level", unit: "m", 0)]) }

  var task: TaskDescription {
    TaskDescription(
      horizon: 100, discount: 0.99, rewardRange: -.infinity...0, isDeterministic: true,
      costs: [CostDescription("overflow", meaning: "1 where the new level is above 1 m, else 0")],
      constraints: [Constraint("overflow", channel: 0, .everyStep(limit: 0))])
  }

  func initialState(using stream: inout RandomStream) -> State { State(level: stream.uniform(in: 0, 0.5)) }

  func advance(_ state: inout State, by action: Vector<1>, using stream: inout RandomStream) -> Outcome {
    let change = inflow * action[0] - drain * state.level.squareRoot() - leak
    state.level = max(0, state.level + Self.timeStep * change)
    let error = state.level - Self.target
    return Outcome(reward: -(error * error), costs: Costs(margin(state, channel: 0) > 0 ? 1 : 0))
  }

  func margin(_ state: State, channel: Int) -> Double { state.level - Self.brim }

  func observe(_ state: State, using stream: inout RandomStream) -> Vector<1> { Vector([state.level]) }

  func scriptedAction(for observation: Vector<1>) -> Vector<1> {
    Vector([min(max(0.45 + 3 * (Self.target - observation[0]), 0), 1)])
  }

  static var diagnosticNames: [String] { ["margin"] }
  func diagnostic(_ index: Int, of state: State) -> Double { margin(state, channel: 0) }

  static var identifier: String { "water-tank-v0" }
  static var family: String { "own" }
  static var summary: String { "Hold the level of a tank close below its brim." }

  static var schema: [ParameterDescription] {
    [
      ParameterDescription(
        "inflow", unit: "m/s", nominal: 1, interval: 0.8...1.5, meaning: "rise at an open valve"),
      ParameterDescription(
        "drain", unit: "m/s", nominal: 0.5, interval: 0.3...0.6, meaning: "fall at level 1 m"),
      ParameterDescription(
        "leak", unit: "m/s", nominal: 0, interval: -0.1...0.1, kind: .disturbance, meaning: "extra fall"),
    ]
  }

  subscript(parameter index: Int) -> Double {
    get { self[keyPath: Self.parameters[index]] }
    set { self[keyPath: Self.parameters[index]] = newValue }
  }

  private static let parameters: [WritableKeyPath<WaterTank, Double> & Sendable] = [\.inflow, \.drain, \.leak]
}
