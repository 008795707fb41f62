import DecisionProcesses
import MuJoCoPhysics
import RandomStreams
import Scenes

/// Three links that swim through a viscous fluid by bending.
///
/// With v the head's velocity along x, the reward is v - 0.0001 |a|^2. The speed that may be limited is that over
/// the ground.
///
/// Source: `Swimmer-v5` of Gymnasium 1.4.0; limits: Safety-Gymnasium.
public struct Swimmer: LocomotionWorld {
  public let settings: LocomotionSettings
  public var values: [Double]

  public init(settings: LocomotionSettings, values: [Double]) {
    self.settings = settings
    self.values = values
  }

  public static var identifier: String { "swimmer-v5" }
  public static var summary: String { "Swim with three links through a viscous fluid (MuJoCo)." }
  public static let physics = compiled()
  public static let facts = LocomotionFacts(
    model: "swimmer", layout: StateLayout(positions: 5, velocities: 5, actions: 2), timeStep: 0.01, frameSkip: 4,
    motors: motors, components: components, uncertain: uncertain, publishedBoxes: publishedBoxes,
    noise: .init(position: 0.1, velocity: 0.1, isNormal: false), weights: .init(forward: 1, control: 1e-4),
    speedLimit: .init(v0: 0.04845, v1: 0.2282, isPlanar: true), carriedAxes: 2,
    anchors: ["head": (0.5, 0, 0)])

  public static let camera = Camera(target: Point3(0, 0, 0), distance: 7, elevation: 1.1)

  public var actionSpace: Box<2> { Box(Self.actions) }
  public var observationSpace: Box<8> { Box(Self.observations, elementType: .float64) }

  public static func carriedPosition(_ engine: PhysicsEngine) -> (x: Double, y: Double) {
    (engine.view.qpos[0], engine.view.qpos[1])
  }

  /// Positions but x and y, then velocities.
  public func observe(_ state: State, using stream: inout RandomStream) -> Vector<8> {
    Self.positionsAndVelocities(state, hiding: 2)
  }
}
