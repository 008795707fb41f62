import DecisionProcesses
import RandomStreams

/// The mountain car with a throttle: the action is a force, and force costs.
///
/// Track, limits and state are those of `MountainCar`; the goal is at 0.45. The force is the action cut
/// to ±1, the cost is on the action as given:
///
///     v' = clip(v + force power + push - gravity cos(3x)),     x' = clip(x + v')
///     reward = 100 at the goal, less 0.1 a^2
///
/// Constants as in Gymnasium's MountainCarContinuous-v0.
public struct MountainCarContinuous: World, ScriptedProcess {
  /// Change of velocity by the full force, per step.
  public var power = 0.0015
  /// Change of velocity by gravity where cos(3x) = 1, per step.
  public var gravity = 0.0025
  /// Extra change of velocity, per step.
  public var push = 0.0

  /// Position from which on the goal is reached.
  @inlinable public static var goal: Double { 0.45 }

  public init(options: OptionValues) {}
  public init() {}

  public typealias State = MountainCar.State

  public var actionSpace: Box<1> { Box([ComponentDescription("force", -1, 1)]) }

  public var observationSpace: Box<2> { MountainCar.trackSpace }

  public var task: TaskDescription {
    TaskDescription(horizon: 999, discount: 0.99, rewardRange: -0.1...100, isDeterministic: true)
  }

  @inlinable
  public func initialState(using stream: inout RandomStream) -> State {
    State(position: stream.uniform(in: -0.6, -0.4), velocity: 0)
  }

  @inlinable @inline(__always)
  public func advance(
    _ state: inout State, by action: Vector<1>, using stream: inout RandomStream
  ) -> Outcome {
    state.roll(thrust: clipFinite(action[0], -1, 1) * power + push, gravity: gravity)
    let isHome = state.position >= Self.goal && state.velocity >= 0
    let cost = action[0] * action[0] * 0.1
    return Outcome(reward: (isHome ? 100 : 0) - cost, ending: isHome ? .terminated : [])
  }

  @inlinable @inline(__always)
  public func observe(_ state: State, using stream: inout RandomStream) -> Vector<2> {
    Vector([state.position, state.velocity])
  }

  public func scriptedAction(for observation: Vector<2>) -> Vector<1> {
    Vector([observation[1] >= 0 ? 1 : -1])
  }

  public static var diagnosticNames: [String] { ["goalDistance"] }

  /// Signed distance to the goal: negative beyond it.
  public func diagnostic(_ index: Int, of state: State) -> Double { Self.goal - state.position }

  public static var identifier: String { "mountain-car-continuous-v0" }
  public static var family: String { "classic-control" }
  public static var summary: String { "Rock a weak car out of a valley with a throttle, cheaply." }

  public static var schema: [ParameterDescription] {
    [
      ParameterDescription(
        "power", nominal: 0.0015, interval: 0.001...0.002,
        meaning: "change of velocity by the full force, per step"),
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
      case 0: power
      case 1: gravity
      case 2: push
      default: preconditionFailure("mountain-car-continuous has parameters 0...2")
      }
    }
    set {
      switch index {
      case 0: power = newValue
      case 1: gravity = newValue
      case 2: push = newValue
      default: preconditionFailure("mountain-car-continuous has parameters 0...2")
      }
    }
  }
}
