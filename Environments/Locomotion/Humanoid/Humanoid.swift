import DecisionProcesses
import MuJoCoPhysics
import RandomStreams
import Scenes

/// A humanoid that walks forward.
///
/// With v the mass centre's velocity along x and W the contact wrenches of all bodies, the reward is
///
///     1.25 v + 5 (while healthy) - (0.1 |a|^2 + min(5e-7 sum of W^2, 10))
///
/// Healthy: height of the torso in (1, 2) m; else the episode ends. Derived numbers are those of the integrator's
/// last stage.
///
/// Source: `Humanoid-v5` of Gymnasium 1.4.0; limits: Safety-Gymnasium.
public struct Humanoid: LocomotionWorld {
  public let settings: LocomotionSettings
  public var values: [Double]

  public init(settings: LocomotionSettings, values: [Double]) {
    self.settings = settings
    self.values = values
  }

  public static var identifier: String { "humanoid-v5" }
  public static var summary: String { "Walk forward as a humanoid (MuJoCo)." }
  public static let physics = compiled()
  public static let facts = LocomotionFacts(
    model: "humanoid",
    layout: StateLayout(positions: 24, velocities: 23, actions: 17, derived: HumanoidSenses.count),
    timeStep: 0.003, frameSkip: 5,
    motors: motors, components: components, uncertain: uncertain, publishedBoxes: publishedBoxes,
    noise: .init(position: 0.01, velocity: 0.01, isNormal: false),
    weights: .init(forward: 1.25, control: 0.1, contact: 5e-7, healthy: 5),
    speedLimit: .init(v0: 2.3475, v1: 1.4149, isPlanar: true), mayIgnoreFalls: true, needsWrenches: true,
    carriedAxes: 2, hasFloor: true)

  public static let camera = Camera(target: Point3(0, 0, 0.9), distance: 3.6, azimuth: -1.2, elevation: 0.25)

  public var actionSpace: Box<17> { Box(Self.actions) }
  public var observationSpace: Box<348> { Box(Self.observations, elementType: .float64) }

  public static func carriedPosition(_ engine: PhysicsEngine) -> (x: Double, y: Double) {
    HumanoidSenses.massCentre(engine)
  }

  public static func derive(_ engine: PhysicsEngine, into derived: UnsafeMutablePointer<Double>) {
    HumanoidSenses.derive(engine, into: derived)
  }

  public func hasFallen(_ numbers: UnsafePointer<Double>) -> Bool { !(numbers[2] > 1 && numbers[2] < 2) }

  public func reward(_ numbers: UnsafePointer<Double>, hasFallen: Bool) -> Double {
    let contact = min(settings.contactCost * HumanoidSenses.wrenchSquare(numbers, Self.layout), 10)
    return progress(numbers, hasFallen: hasFallen) - (effort(numbers) + contact)
  }

  public func observe(_ state: State, using stream: inout RandomStream) -> Vector<348> {
    HumanoidSenses.observe(state, Self.layout)
  }
}
