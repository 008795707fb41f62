import DecisionProcesses
import MuJoCoPhysics
import RandomStreams
import Scenes

/// A planar cheetah of seven links that runs forward.
///
/// With v the torso's velocity along x, the reward is v - 0.1 |a|^2. Episodes do not end by themselves.
///
/// Source: `HalfCheetah-v5` of Gymnasium 1.4.0; limits: Safety-Gymnasium.
public struct HalfCheetah: LocomotionWorld {
  public let settings: LocomotionSettings
  public var values: [Double]

  public init(settings: LocomotionSettings, values: [Double]) {
    self.settings = settings
    self.values = values
  }

  public static var identifier: String { "half-cheetah-v5" }
  public static var summary: String { "Run forward as a planar cheetah (MuJoCo)." }
  public static let physics = compiled()
  public static let facts = LocomotionFacts(
    model: "half-cheetah", layout: StateLayout(positions: 9, velocities: 9, actions: 6), timeStep: 0.01,
    frameSkip: 5,
    motors: motors, components: components, uncertain: uncertain, publishedBoxes: publishedBoxes,
    noise: .init(position: 0.1, velocity: 0.1, isNormal: true), weights: .init(forward: 1, control: 0.1),
    speedLimit: .init(v0: 2.8795, v1: 3.2096, isPlanar: false), carriedAxes: 1, hasFloor: true,
    rrls: .rrlsEveryGeom)

  public static let camera = Camera(target: Point3(0, 0, 0.4), distance: 4, azimuth: -1.4, elevation: 0.2)

  public var actionSpace: Box<6> { Box(Self.actions) }
  public var observationSpace: Box<17> { Box(Self.observations, elementType: .float64) }

  public static func carriedPosition(_ engine: PhysicsEngine) -> (x: Double, y: Double) {
    (engine.view.qpos[0], 0)
  }

  /// Positions but x, then velocities.
  public func observe(_ state: State, using stream: inout RandomStream) -> Vector<17> {
    Self.positionsAndVelocities(state, hiding: 1)
  }
}
