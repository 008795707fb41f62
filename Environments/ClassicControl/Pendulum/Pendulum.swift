import DecisionProcesses
import ElementaryFunctions
import RandomStreams

/// A rod on a hinge that a motor too weak to lift it must swing up and hold.
///
/// State (angle from upright, rate), semi-implicit Euler with step 0.05 s: the rate first, cut to
/// ±8 rad/s, then the angle with the new rate. With torque u cut to ±maximumTorque and disturbance w:
///
///     rate'  = clip(rate + (3 g / (2 l) sin(angle) + 3 (u + w) / (m l^2)) dt)
///     angle' = angle + rate' dt
///     reward = -(wrap(angle)^2 + 0.1 rate^2 + 0.001 u^2)       of the state before the step
///
/// Constants as in Gymnasium's Pendulum-v1.
public struct Pendulum: World, ScriptedProcess {
  /// Gravity, m/s^2.
  public var gravity = 10.0
  /// Mass of the rod, kg.
  public var mass = 1.0
  /// Length of the rod, m.
  public var length = 1.0
  /// Largest torque that the motor gives, N m.
  public var maximumTorque = 2.0
  /// Extra torque at the hinge, N m.
  public var torque = 0.0

  /// Control interval, s.
  @inlinable public static var timeStep: Double { 0.05 }
  /// Largest |rate|, rad/s.
  @inlinable public static var rateLimit: Double { 8 }
  /// Largest |torque| that an agent may ask for, N m.
  @inlinable public static var commandLimit: Double { 2 }

  public init(options: OptionValues) {}
  public init() {}

  public struct State: Sendable, Equatable, ByteSerializable {
    public var angle, rate: Double

    @inlinable @inline(__always)
    public init(angle: Double, rate: Double) {
      self.angle = angle
      self.rate = rate
    }
  }

  public var actionSpace: Box<1> {
    Box([ComponentDescription("torque", unit: "N m", -Self.commandLimit, Self.commandLimit)])
  }

  public var observationSpace: Box<3> {
    Box([
      ComponentDescription("cosine", -1, 1), ComponentDescription("sine", -1, 1),
      ComponentDescription("rate", unit: "rad/s", -Self.rateLimit, Self.rateLimit),
    ])
  }

  public var task: TaskDescription {
    let effort = 0.001 * maximumTorque * maximumTorque
    let worst = Double.pi * .pi + 0.1 * Self.rateLimit * Self.rateLimit + effort
    return TaskDescription(horizon: 200, discount: 0.99, rewardRange: -worst...0, isDeterministic: true)
  }

  @inlinable
  public func initialState(using stream: inout RandomStream) -> State {
    State(angle: stream.uniform(in: -.pi, .pi), rate: stream.uniform(in: -1, 1))
  }

  /// Moves the rod one step under the motor's torque `motor` (N m), which is not cut here.
  @inlinable @inline(__always)
  public func swing(_ state: inout State, motor: Double) {
    let pull = 3 * gravity / (2 * length) * Elementary.sin(state.angle)
    let acceleration = pull + 3 / (mass * (length * length)) * (motor + torque)
    state.rate = clipFinite(state.rate + acceleration * Self.timeStep, -Self.rateLimit, Self.rateLimit)
    state.angle += state.rate * Self.timeStep
  }

  @inlinable @inline(__always)
  public func advance(
    _ state: inout State, by action: Vector<1>, using stream: inout RandomStream
  ) -> Outcome {
    let motor = clipFinite(action[0], -maximumTorque, maximumTorque)
    let angle = wrapAngle(state.angle)
    let cost = angle * angle + 0.1 * (state.rate * state.rate) + 0.001 * (motor * motor)
    swing(&state, motor: motor)
    return Outcome(reward: -cost)
  }

  @inlinable @inline(__always)
  public func observe(_ state: State, using stream: inout RandomStream) -> Vector<3> {
    let (sine, cosine) = Elementary.sinCos(state.angle)
    return Vector([cosine, sine, state.rate])
  }

  /// Brings the energy to that of rest at the top, then holds with proportional-derivative feedback.
  public func scriptedAction(for observation: Vector<3>) -> Vector<1> {
    let angle = Elementary.atan2(observation[1], observation[0])
    let rate = observation[2]
    if abs(angle) < 0.3 {
      return Vector([clipFinite(-12 * angle - 3 * rate, -Self.commandLimit, Self.commandLimit)])
    }
    let push = rate >= 0 ? Self.commandLimit : -Self.commandLimit
    // Energy per moment of inertia at the nominal parameters, 15 at rest upright.
    let energy = 0.5 * rate * rate + 15 * observation[0]
    return Vector([energy < 15 ? push : 0])
  }

  public static var diagnosticNames: [String] { ["tilt"] }

  /// The angle from upright without whole turns, rad; positive counter-clockwise.
  public func diagnostic(_ index: Int, of state: State) -> Double { wrapAngle(state.angle) }

  public static var identifier: String { "pendulum-v1" }
  public static var family: String { "classic-control" }
  public static var summary: String { "Swing a rod up with a weak motor and hold it upright." }

  public static var boxes: [ParameterBox] {
    [ParameterBox("mass", ["mass"]), ParameterBox("geometry", ["length"])]
      + ParameterBox.standard(for: schema)
  }

  public static var inertIntervals: [InertInterval] {
    [
      InertInterval(
        "maximumTorque", commandLimit...3,
        reason: "an agent may not ask for more than 2 N m, so a stronger motor is never used")
    ]
  }

  public static var schema: [ParameterDescription] {
    [
      ParameterDescription(
        "gravity", unit: "m/s^2", nominal: 10, interval: 7...13, meaning: "gravitational acceleration"),
      ParameterDescription("mass", unit: "kg", nominal: 1, interval: 0.5...2, meaning: "mass of the rod"),
      ParameterDescription(
        "length", unit: "m", nominal: 1, interval: 0.6...1.5, meaning: "length of the rod"),
      ParameterDescription(
        "maximumTorque", unit: "N m", nominal: 2, interval: 1.5...3,
        meaning: "largest torque that the motor gives"),
      ParameterDescription(
        "torque", unit: "N m", nominal: 0, interval: -1...1, kind: .disturbance,
        meaning: "extra torque at the hinge"),
    ]
  }

  @inlinable
  public subscript(parameter index: Int) -> Double {
    get {
      switch index {
      case 0: gravity
      case 1: mass
      case 2: length
      case 3: maximumTorque
      case 4: torque
      default: preconditionFailure("pendulum has parameters 0...4")
      }
    }
    set {
      switch index {
      case 0: gravity = newValue
      case 1: mass = newValue
      case 2: length = newValue
      case 3: maximumTorque = newValue
      case 4: torque = newValue
      default: preconditionFailure("pendulum has parameters 0...4")
      }
    }
  }
}

extension Pendulum.State {
  public func encode(into writer: inout ByteWriter) {
    for value in [angle, rate] { writer.write(value) }
  }

  public init(from reader: inout ByteReader) throws(SnapshotError) {
    angle = try reader.readDouble()
    rate = try reader.readDouble()
  }
}
