import ClassicControlEnvironments
import DecisionProcesses
import ElementaryFunctions
import RandomStreams

/// The pendulum near upright, asked to lean, where leaning too far cannot be undone.
///
/// State, step and parameters are those of `Pendulum`. Reward -(wrap(angle) - 0.35)^2 - 0.001 u^2 of the
/// state before the step. Constraints on the new state, every step: |wrap(angle)| <= 0.6 and
/// |rate| <= 6. The motor holds the rod only up to arcsin(2 maximumTorque / (m g l)) = 0.4115 rad.
public struct ConstrainedPendulum: World, ScriptedProcess, SafetyMargin {
  /// The rod and its motor; holds the parameters.
  public var pendulum = Pendulum()
  /// Whether a violation ends the episode.
  public let endsAtViolation: Bool

  /// Largest allowed |angle|, rad.
  @inlinable public static var angleLimit: Double { 0.6 }
  /// Largest allowed |rate|, rad/s.
  @inlinable public static var rateLimit: Double { 6 }
  /// Angle that the reward asks for, rad.
  @inlinable public static var target: Double { 0.35 }

  public init(options: OptionValues) { endsAtViolation = options.flag("terminate") }
  public init() { endsAtViolation = false }

  public typealias State = Pendulum.State

  public var actionSpace: Box<1> { pendulum.actionSpace }
  public var observationSpace: Box<3> { pendulum.observationSpace }

  public var task: TaskDescription {
    let furthest = Double.pi + Self.target
    let effort = pendulum.maximumTorque * pendulum.maximumTorque
    return TaskDescription(
      horizon: 200, discount: 0.99, rewardRange: -(furthest * furthest + 0.001 * effort)...0,
      isDeterministic: true,
      costs: [
        CostDescription("angle", meaning: "1 where the new angle is beyond 0.6 rad, else 0"),
        CostDescription("rate", meaning: "1 where the new rate is beyond 6 rad/s, else 0"),
      ],
      constraints: [
        Constraint("angle", channel: 0, .everyStep(limit: 0)),
        Constraint("rate", channel: 1, .everyStep(limit: 0)),
      ])
  }

  @inlinable
  public func initialState(using stream: inout RandomStream) -> State {
    State(angle: stream.uniform(in: -0.3, 0.3), rate: stream.uniform(in: -0.3, 0.3))
  }

  @inlinable @inline(__always)
  public func advance(
    _ state: inout State, by action: Vector<1>, using stream: inout RandomStream
  ) -> Outcome {
    let motor = clipFinite(action[0], -pendulum.maximumTorque, pendulum.maximumTorque)
    let error = wrapAngle(state.angle) - Self.target
    let reward = -(error * error + 0.001 * (motor * motor))
    pendulum.swing(&state, motor: motor)
    let isLeaning = margin(state, channel: 0) > 0
    let isFast = margin(state, channel: 1) > 0
    return Outcome(
      reward: reward, costs: Costs(isLeaning ? 1 : 0, isFast ? 1 : 0),
      ending: endsAtViolation && (isLeaning || isFast) ? .terminated : [])
  }

  @inlinable @inline(__always)
  public func margin(_ state: State, channel: Int) -> Double {
    precondition(channel == 0 || channel == 1, "constrained-pendulum has cost channels 0 and 1")
    return channel == 0 ? abs(wrapAngle(state.angle)) - Self.angleLimit : abs(state.rate) - Self.rateLimit
  }

  @inlinable @inline(__always)
  public func observe(_ state: State, using stream: inout RandomStream) -> Vector<3> {
    pendulum.observe(state, using: &stream)
  }

  /// Linear-quadratic feedback around the torque that holds the target, cut to the action space.
  ///
  /// Gains: the stationary solution of the discrete Riccati equation of the step linearised at the
  /// target, nominal parameters, for state cost (angle - target)^2 + 0.1 rate^2 and action cost
  /// 0.001 torque^2. Without the charge on the rate it overshoots and falls once the torque is cut.
  public func scriptedAction(for observation: Vector<3>) -> Vector<1> {
    let error = Elementary.atan2(observation[1], observation[0]) - Self.target
    let holding = -5 * Elementary.sin(Self.target)
    let torque = holding - 19.3782 * error - 5.26073 * observation[2]
    return Vector([clipFinite(torque, -Pendulum.commandLimit, Pendulum.commandLimit)])
  }

  public static var diagnosticNames: [String] { ["angleMargin", "rateMargin"] }

  /// The margins of the two channels (positive where violated), rad and rad/s.
  public func diagnostic(_ index: Int, of state: State) -> Double { margin(state, channel: index) }

  public static var identifier: String { "constrained-pendulum-v0" }
  public static var family: String { "safe-control" }
  public static var summary: String { "Lean a rod against gravity without letting it fall." }

  public static var options: [OptionDescription] {
    [OptionDescription("terminate", .flag, standard: .flag(false), meaning: "a violation ends the episode")]
  }

  public static var schema: [ParameterDescription] { Pendulum.schema }
  public static var boxes: [ParameterBox] { Pendulum.boxes }
  public static var inertIntervals: [InertInterval] { Pendulum.inertIntervals }

  @inlinable
  public subscript(parameter index: Int) -> Double {
    get { pendulum[parameter: index] }
    set { pendulum[parameter: index] = newValue }
  }
}
