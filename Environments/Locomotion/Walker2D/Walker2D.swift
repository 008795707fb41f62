import DecisionProcesses
import MuJoCoPhysics
import RandomStreams
import Scenes

/// A two-legged planar robot that walks forward.
///
/// With v the torso's velocity along x, the reward is v + 1 (while healthy) - 0.001 |a|^2. Healthy: height in
/// (0.8, 2) m and pitch within 1 rad; else the episode ends.
///
/// Source: `Walker2d-v5` of Gymnasium 1.4.0; limits: Safety-Gymnasium.
public struct Walker2D: LocomotionWorld {
  public let settings: LocomotionSettings
  public var values: [Double]

  public init(settings: LocomotionSettings, values: [Double]) {
    self.settings = settings
    self.values = values
  }

  public static var identifier: String { "walker-2d-v5" }
  public static var summary: String { "Walk forward on two planar legs (MuJoCo)." }
  public static let physics = compiled()
  public static let facts = LocomotionFacts(
    model: "walker-2d", layout: StateLayout(positions: 9, velocities: 9, actions: 6), timeStep: 0.002,
    frameSkip: 4,
    motors: motors, components: components, uncertain: uncertain, publishedBoxes: publishedBoxes,
    noise: .init(position: 0.005, velocity: 0.005, isNormal: false),
    weights: .init(forward: 1, control: 1e-3, healthy: 1),
    speedLimit: .init(v0: 1.7075, v1: 2.3415, isPlanar: false), mayIgnoreFalls: true, carriedAxes: 1,
    hasFloor: true, rrls: .rrlsFloor, anchors: ["torso": (0, 0, 0)])

  public static let camera = Camera(target: Point3(0, 0, 0.75), distance: 4, azimuth: -1.4, elevation: 0.15)

  public var actionSpace: Box<6> { Box(Self.actions) }
  public var observationSpace: Box<17> { Box(Self.observations, elementType: .float64) }

  public static func carriedPosition(_ engine: PhysicsEngine) -> (x: Double, y: Double) {
    (engine.view.qpos[0], 0)
  }

  public func hasFallen(_ numbers: UnsafePointer<Double>) -> Bool {
    !(numbers[1] > 0.8 && numbers[1] < 2 && abs(numbers[2]) < 1)
  }

  /// Positions but x, then velocities cut to [-10, 10].
  public func observe(_ state: State, using stream: inout RandomStream) -> Vector<17> {
    Self.positionsAndVelocities(state, hiding: 1, bound: 10)
  }
}
