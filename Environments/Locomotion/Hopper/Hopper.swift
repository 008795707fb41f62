import DecisionProcesses
import MuJoCoPhysics
import RandomStreams
import Scenes

/// A one-legged planar robot that hops forward.
///
/// With v the torso's velocity along x, the reward is v + 1 (while healthy) - 0.001 |a|^2. Healthy: height above
/// 0.7 m, pitch within 0.2 rad, and every other number of the state but x within 100; else the episode ends.
///
/// Source: `Hopper-v5` of Gymnasium 1.4.0; limits: Safety-Gymnasium.
public struct Hopper: LocomotionWorld {
  public let settings: LocomotionSettings
  public var values: [Double]

  public init(settings: LocomotionSettings, values: [Double]) {
    self.settings = settings
    self.values = values
  }

  public static var identifier: String { "hopper-v5" }
  public static var summary: String { "Hop forward on one leg (MuJoCo)." }
  public static var inertIntervals: [InertInterval] {
    [
      InertInterval(
        "bodyFriction", schema[parameterIndex("bodyFriction")!].interval,
        reason: "it acts once something but the foot is on the floor, which in all recorded runs is after the "
          + "fall that ends the episode; with endsOnFall=false it acts over the whole interval")
    ]
  }
  public static let physics = compiled()
  public static let facts = LocomotionFacts(
    model: "hopper", layout: StateLayout(positions: 6, velocities: 6, actions: 3), timeStep: 0.002,
    frameSkip: 4,
    motors: motors, components: components, uncertain: uncertain, publishedBoxes: publishedBoxes,
    noise: .init(position: 0.005, velocity: 0.005, isNormal: false),
    weights: .init(forward: 1, control: 1e-3, healthy: 1),
    speedLimit: .init(v0: 0.37315, v1: 0.7402, isPlanar: false), mayIgnoreFalls: true, carriedAxes: 1,
    hasFloor: true, rrls: .rrlsFloor, anchors: ["torso": (0, 0, 0)])

  public static let camera = Camera(target: Point3(0, 0, 0.75), distance: 4, azimuth: -1.4, elevation: 0.15)

  public var actionSpace: Box<3> { Box(Self.actions) }
  public var observationSpace: Box<11> { Box(Self.observations, elementType: .float64) }

  public static func carriedPosition(_ engine: PhysicsEngine) -> (x: Double, y: Double) {
    (engine.view.qpos[0], 0)
  }

  public func hasFallen(_ numbers: UnsafePointer<Double>) -> Bool {
    guard numbers[1] > 0.7 && abs(numbers[2]) < 0.2 else { return true }
    for index in 2..<Self.layout.warmStart where !(abs(numbers[index]) < 100) { return true }
    return false
  }

  /// Positions but x, then velocities cut to [-10, 10].
  public func observe(_ state: State, using stream: inout RandomStream) -> Vector<11> {
    Self.positionsAndVelocities(state, hiding: 1, bound: 10)
  }
}
