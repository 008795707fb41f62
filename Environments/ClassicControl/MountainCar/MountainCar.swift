import DecisionProcesses
import ElementaryFunctions
import RandomStreams

/// A car in a valley whose engine is weaker than gravity on the slope to the goal.
///
/// State (position x, velocity v), in units of the track and of one step; the ground is at height
/// sin(3x). Velocity is cut to ±0.07, position to [-1.2, 0.6]; at the left end the car stops:
///
///     v' = clip(v + (a - 1) force + push - gravity cos(3x)),     x' = clip(x + v')
///
/// Source: A. Moore, "Efficient memory-based learning for robot control", 1990, chapter 4;
/// constants as in MountainCar-v0.
public struct MountainCar: World, ScriptedProcess {
  /// Change of velocity by the engine, per step.
  public var force = 0.001
  /// Change of velocity by gravity where cos(3x) = 1, per step.
  public var gravity = 0.0025
  /// Extra change of velocity, per step.
  public var push = 0.0

  /// Where the track begins; a car that arrives there stops.
  @inlinable public static var leftEnd: Double { -1.2 }
  /// Where the track ends.
  @inlinable public static var rightEnd: Double { 0.6 }
  /// Largest |velocity|, per step.
  @inlinable public static var speedLimit: Double { 0.07 }
  /// Position from which on the goal is reached.
  @inlinable public static var goal: Double { 0.5 }

  public init(options: OptionValues) {}
  public init() {}

  public struct State: Sendable, Equatable, ByteSerializable {
    public var position, velocity: Double

    @inlinable @inline(__always)
    public init(position: Double, velocity: Double) {
      self.position = position
      self.velocity = velocity
    }

    /// Moves one step along the track: `thrust` and the slope change the velocity, the velocity the position.
    @inlinable @inline(__always)
    public mutating func roll(thrust: Double, gravity: Double) {
      velocity = clipFinite(
        velocity + (thrust - gravity * Elementary.cos(3 * position)),
        -MountainCar.speedLimit, MountainCar.speedLimit)
      position = clipFinite(position + velocity, MountainCar.leftEnd, MountainCar.rightEnd)
      if position == MountainCar.leftEnd && velocity < 0 { velocity = 0 }
    }
  }

  public var actionSpace: Discrete { Discrete(3, name: "direction") }

  public var observationSpace: Box<2> { Self.trackSpace }

  static var trackSpace: Box<2> {
    Box([
      ComponentDescription("position", leftEnd, rightEnd),
      ComponentDescription("velocity", -speedLimit, speedLimit),
    ])
  }

  public var task: TaskDescription {
    TaskDescription(horizon: 200, discount: 0.99, rewardRange: -1 ... -1, isDeterministic: true)
  }

  @inlinable
  public func initialState(using stream: inout RandomStream) -> State {
    State(position: stream.uniform(in: -0.6, -0.4), velocity: 0)
  }

  @inlinable @inline(__always)
  public func advance(_ state: inout State, by action: Int, using stream: inout RandomStream) -> Outcome {
    precondition(action >= 0 && action <= 2, "mountain-car takes action 0 (left), 1 (none) or 2 (right)")
    return glide(&state, by: action, using: &stream)
  }

  @inlinable @inline(__always)
  public func glide(_ state: inout State, by action: Int, using stream: inout RandomStream) -> Outcome {
    state.roll(thrust: Double(action &- 1) * force + push, gravity: gravity)
    let isHome = state.position >= Self.goal && state.velocity >= 0
    return Outcome(reward: -1, ending: isHome ? .terminated : [])
  }

  @inlinable @inline(__always)
  public func observe(_ state: State, using stream: inout RandomStream) -> Vector<2> {
    Vector([state.position, state.velocity])
  }

  public func scriptedAction(for observation: Vector<2>) -> Int { observation[1] >= 0 ? 2 : 0 }

  public static var diagnosticNames: [String] { ["goalDistance"] }

  /// Signed distance to the goal: negative beyond it.
  public func diagnostic(_ index: Int, of state: State) -> Double { Self.goal - state.position }

  public static var identifier: String { "mountain-car-v0" }
  public static var family: String { "classic-control" }
  public static var summary: String { "Rock a weak car out of a valley: left, none, right." }

  public static var schema: [ParameterDescription] {
    [
      ParameterDescription(
        "force", nominal: 0.001, interval: 0.0008...0.0015,
        meaning: "change of velocity by the engine, per step"),
      ParameterDescription(
        "gravity", nominal: 0.0025, interval: 0.002...0.003,
        meaning: "change of velocity by gravity where cos(3x) = 1, per step"),
      ParameterDescription(
        "push", nominal: 0, interval: -0.0003...0.0003, kind: .disturbance,
        meaning: "extra change of velocity, per step"),
    ]
  }

  @inlinable
  public subscript(parameter index: Int) -> Double {
    get {
      switch index {
      case 0: force
      case 1: gravity
      case 2: push
      default: preconditionFailure("mountain-car has parameters 0...2")
      }
    }
    set {
      switch index {
      case 0: force = newValue
      case 1: gravity = newValue
      case 2: push = newValue
      default: preconditionFailure("mountain-car has parameters 0...2")
      }
    }
  }
}

extension MountainCar.State {
  public func encode(into writer: inout ByteWriter) {
    for value in [position, velocity] { writer.write(value) }
  }

  public init(from reader: inout ByteReader) throws(SnapshotError) {
    position = try reader.readDouble()
    velocity = try reader.readDouble()
  }
}
