import DecisionProcesses
import ElementaryFunctions
import RandomStreams

/// Two linked rods hanging from a hinge, with a motor at the joint between them only.
///
/// State (angle1 from hanging, angle2 relative to the first rod, rate1, rate2); one classical
/// Runge-Kutta step of 0.2 s (`Acrobot+Dynamics`), then angles wrapped and rates cut to ±4π and ±9π.
/// Reward -1 per step and 0 for the last; ends when -cos(angle1) - cos(angle1 + angle2) > 1.
///
/// Source: R. Sutton, "Generalization in reinforcement learning", NIPS 1996; R. Sutton, A. Barto,
/// "Reinforcement Learning", 1998, section 11.3; constants as in Acrobot-v1.
public struct Acrobot: World, ScriptedProcess {
  /// Lengths of the rods, m; their centres of mass lie in the middle.
  public var linkLength1 = 1.0
  public var linkLength2 = 1.0
  /// Masses of the rods, kg.
  public var linkMass1 = 1.0
  public var linkMass2 = 1.0
  /// Gravity, m/s^2.
  public var gravity = 9.8
  /// Torque of the motor at action 2, N m.
  public var torqueScale = 1.0
  /// Extra torque at the joint, N m.
  public var torque = 0.0
  /// Whether the second rod feels the first one's rotation, as in the book; not in the 1996 paper.
  public let followsBook: Bool

  /// Control interval, s.
  @inlinable public static var timeStep: Double { 0.2 }
  /// Largest |rate1|, rad/s.
  @inlinable public static var rateLimit1: Double { 4 * .pi }
  /// Largest |rate2|, rad/s.
  @inlinable public static var rateLimit2: Double { 9 * .pi }

  public init(options: OptionValues) { followsBook = options.flag("book") }
  public init() { followsBook = true }

  public struct State: Sendable, Equatable, ByteSerializable {
    public var angle1, angle2, rate1, rate2: Double

    @inlinable @inline(__always)
    public init(angle1: Double, angle2: Double, rate1: Double, rate2: Double) {
      self.angle1 = angle1
      self.angle2 = angle2
      self.rate1 = rate1
      self.rate2 = rate2
    }
  }

  public var actionSpace: Discrete { Discrete(3, name: "torque") }

  public var observationSpace: Box<6> {
    Box([
      ComponentDescription("cosine1", -1, 1), ComponentDescription("sine1", -1, 1),
      ComponentDescription("cosine2", -1, 1), ComponentDescription("sine2", -1, 1),
      ComponentDescription("rate1", unit: "rad/s", -Self.rateLimit1, Self.rateLimit1),
      ComponentDescription("rate2", unit: "rad/s", -Self.rateLimit2, Self.rateLimit2),
    ])
  }

  public var task: TaskDescription {
    TaskDescription(horizon: 500, discount: 0.99, rewardRange: -1...0, isDeterministic: true)
  }

  @inlinable
  public func initialState(using stream: inout RandomStream) -> State {
    State(
      angle1: stream.uniform(in: -0.1, 0.1), angle2: stream.uniform(in: -0.1, 0.1),
      rate1: stream.uniform(in: -0.1, 0.1), rate2: stream.uniform(in: -0.1, 0.1))
  }

  @inlinable
  public func advance(_ state: inout State, by action: Int, using stream: inout RandomStream) -> Outcome {
    precondition(action >= 0 && action <= 2, "acrobot takes action 0, 1 or 2 (torque -1, 0, 1)")
    return glide(&state, by: action, using: &stream)
  }

  @inlinable @inline(__always)
  public func glide(_ state: inout State, by action: Int, using stream: inout RandomStream) -> Outcome {
    swing(&state, torque: Double(action &- 1) * torqueScale + torque)
    state.angle1 = wrapAngle(state.angle1)
    state.angle2 = wrapAngle(state.angle2)
    state.rate1 = clipFinite(state.rate1, -Self.rateLimit1, Self.rateLimit1)
    state.rate2 = clipFinite(state.rate2, -Self.rateLimit2, Self.rateLimit2)
    let isUp = Self.height(state) > 1
    return Outcome(reward: isUp ? 0 : -1, ending: isUp ? .terminated : [])
  }

  /// -cos(angle1) - cos(angle1 + angle2): the height of the tip over the hinge for rods of length 1.
  @inlinable @inline(__always)
  public static func height(_ state: State) -> Double {
    -Elementary.cos(state.angle1) - Elementary.cos(state.angle1 + state.angle2)
  }

  @inlinable @inline(__always)
  public func observe(_ state: State, using stream: inout RandomStream) -> Vector<6> {
    let (sine1, cosine1) = Elementary.sinCos(state.angle1)
    let (sine2, cosine2) = Elementary.sinCos(state.angle2)
    return Vector([cosine1, sine1, cosine2, sine2, state.rate1, state.rate2])
  }

  public func scriptedAction(for observation: Vector<6>) -> Int { observation[5] > 0 ? 2 : 0 }

  public static var diagnosticNames: [String] { ["goalDistance"] }

  /// How far the height is below the line that ends the episode; negative above it.
  public func diagnostic(_ index: Int, of state: State) -> Double { 1 - Self.height(state) }

  public static var identifier: String { "acrobot-v1" }
  public static var family: String { "classic-control" }
  public static var summary: String { "Swing two linked rods up with a motor at the middle joint." }

  public static var options: [OptionDescription] {
    [
      OptionDescription(
        "book", .flag, standard: .flag(true),
        meaning: "equations of the book; false: those of the 1996 paper, without one term")
    ]
  }
}

extension Acrobot.State {
  public func encode(into writer: inout ByteWriter) {
    for value in [angle1, angle2, rate1, rate2] { writer.write(value) }
  }

  public init(from reader: inout ByteReader) throws(SnapshotError) {
    angle1 = try reader.readDouble()
    angle2 = try reader.readDouble()
    rate1 = try reader.readDouble()
    rate2 = try reader.readDouble()
  }
}
