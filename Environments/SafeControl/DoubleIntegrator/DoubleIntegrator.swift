import ClassicControlEnvironments
import DecisionProcesses
import RandomStreams

/// A mass between two walls, driven to a target that sits next to one of them.
///
/// State (position x, velocity v), exact for a force held over dt = 0.1 s:
///
///     u = gain a - drag v + push,     x' = x + v dt + u dt^2 / 2,     v' = v + u dt
///
/// Reward -(x - 0.9)^2 - 0.01 a^2 of the state before the step. Constraints on the new state, every
/// step: |x| <= 1 and |v| <= 1.2.
public struct DoubleIntegrator: World, ScriptedProcess, SafetyMargin {
  /// Acceleration at full action, m/s^2.
  public var gain = 1.0
  /// Deceleration per velocity, 1/s.
  public var drag = 0.0
  /// Extra acceleration, m/s^2.
  public var push = 0.0
  /// Whether a violation ends the episode.
  public let endsAtViolation: Bool

  /// Control interval, s.
  @inlinable public static var timeStep: Double { 0.1 }
  /// Where the walls stand, m.
  @inlinable public static var positionLimit: Double { 1 }
  /// Largest allowed |velocity|, m/s.
  @inlinable public static var speedLimit: Double { 1.2 }
  /// Position that the reward asks for, m.
  @inlinable public static var target: Double { 0.9 }

  public init(options: OptionValues) { endsAtViolation = options.flag("terminate") }
  public init() { endsAtViolation = false }

  public struct State: Sendable, Equatable, ByteSerializable {
    public var position, velocity: Double

    @inlinable @inline(__always)
    public init(position: Double, velocity: Double) {
      self.position = position
      self.velocity = velocity
    }
  }

  public var actionSpace: Box<1> { Box([ComponentDescription("drive", -1, 1)]) }

  public var observationSpace: Box<2> {
    Box([ComponentDescription("position", unit: "m"), ComponentDescription("velocity", unit: "m/s")])
  }

  public var task: TaskDescription {
    TaskDescription(
      horizon: 200, discount: 0.99, rewardRange: -.infinity...0, isDeterministic: true,
      costs: [
        CostDescription("position", meaning: "1 where the new position lies beyond a wall, else 0"),
        CostDescription("speed", meaning: "1 where the new speed exceeds 1.2 m/s, else 0"),
      ],
      constraints: [
        Constraint("position", channel: 0, .everyStep(limit: 0)),
        Constraint("speed", channel: 1, .everyStep(limit: 0)),
      ])
  }

  @inlinable
  public func initialState(using stream: inout RandomStream) -> State {
    State(position: stream.uniform(in: -0.8, 0.8), velocity: stream.uniform(in: -0.5, 0.5))
  }

  @inlinable @inline(__always)
  public func advance(
    _ state: inout State, by action: Vector<1>, using stream: inout RandomStream
  ) -> Outcome {
    let drive = clipFinite(action[0], -1, 1)
    let error = state.position - Self.target
    let reward = -(error * error + 0.01 * (drive * drive))
    let u = gain * drive - drag * state.velocity + push
    let dt = Self.timeStep
    state.position += state.velocity * dt + u * (dt * dt / 2)
    state.velocity += u * dt
    let isBeyond = margin(state, channel: 0) > 0
    let isFast = margin(state, channel: 1) > 0
    return Outcome(
      reward: reward, costs: Costs(isBeyond ? 1 : 0, isFast ? 1 : 0),
      ending: endsAtViolation && (isBeyond || isFast) ? .terminated : [])
  }

  @inlinable @inline(__always)
  public func margin(_ state: State, channel: Int) -> Double {
    precondition(channel == 0 || channel == 1, "double-integrator has cost channels 0 and 1")
    return channel == 0
      ? abs(state.position) - Self.positionLimit : abs(state.velocity) - Self.speedLimit
  }

  @inlinable @inline(__always)
  public func observe(_ state: State, using stream: inout RandomStream) -> Vector<2> {
    Vector([state.position, state.velocity])
  }

  /// Linear-quadratic feedback to the target at the nominal parameters, cut to the action space.
  ///
  /// Gains: the stationary solution of the discrete Riccati equation for state cost (x - target)^2 and
  /// action cost 0.01 a^2.
  public func scriptedAction(for observation: Vector<2>) -> Vector<1> {
    Vector([clipFinite(-8 * (observation[0] - Self.target) - 4 * observation[1], -1, 1)])
  }

  public static var diagnosticNames: [String] { ["positionMargin", "speedMargin"] }

  /// The margins of the two channels (positive where violated), m and m/s.
  public func diagnostic(_ index: Int, of state: State) -> Double { margin(state, channel: index) }

  public static var identifier: String { "double-integrator-v0" }
  public static var family: String { "safe-control" }
  public static var summary: String { "Bring a mass to a target close to a wall without touching it." }

  public static var options: [OptionDescription] {
    [OptionDescription("terminate", .flag, standard: .flag(false), meaning: "a violation ends the episode")]
  }

  public static var schema: [ParameterDescription] {
    [
      ParameterDescription(
        "gain", unit: "m/s^2", nominal: 1, interval: 0.6...1.2, meaning: "acceleration at full action"),
      ParameterDescription(
        "drag", unit: "1/s", nominal: 0, interval: 0...0.3, meaning: "deceleration per velocity"),
      ParameterDescription(
        "push", unit: "m/s^2", nominal: 0, interval: -0.3...0.3, kind: .disturbance,
        meaning: "extra acceleration"),
    ]
  }

  @inlinable
  public subscript(parameter index: Int) -> Double {
    get {
      switch index {
      case 0: gain
      case 1: drag
      case 2: push
      default: preconditionFailure("double-integrator has parameters 0...2")
      }
    }
    set {
      switch index {
      case 0: gain = newValue
      case 1: drag = newValue
      case 2: push = newValue
      default: preconditionFailure("double-integrator has parameters 0...2")
      }
    }
  }
}

extension DoubleIntegrator.State {
  public func encode(into writer: inout ByteWriter) {
    for value in [position, velocity] { writer.write(value) }
  }

  public init(from reader: inout ByteReader) throws(SnapshotError) {
    position = try reader.readDouble()
    velocity = try reader.readDouble()
  }
}
