import DecisionProcesses
import MuJoCoPhysics
import RandomStreams
import Scenes

/// A four-legged robot that walks forward.
///
/// With v the torso's velocity along x and W the contact wrenches of all bodies, the reward is
///
///     v + 1 (while healthy) - (0.5 |a|^2 + 0.0005 sum of clip(W, -1, 1)^2)
///
/// Healthy: height in [0.2, 1] m; else the episode ends. Wrenches and the torso's position are those of the
/// integrator's last stage.
///
/// Source: `Ant-v5` of Gymnasium 1.4.0; limits: Safety-Gymnasium.
public struct Ant: LocomotionWorld {
  public let settings: LocomotionSettings
  public var values: [Double]

  public init(settings: LocomotionSettings, values: [Double]) {
    self.settings = settings
    self.values = values
  }

  public static var identifier: String { "ant-v5" }
  public static var summary: String { "Walk forward on four legs (MuJoCo)." }
  public static let physics = compiled()
  public static let facts = LocomotionFacts(
    model: "ant", layout: StateLayout(positions: 15, velocities: 14, actions: 8, derived: 84), timeStep: 0.01,
    frameSkip: 5,
    motors: motors, components: components, uncertain: uncertain, publishedBoxes: publishedBoxes,
    noise: .init(position: 0.1, velocity: 0.1, isNormal: true),
    weights: .init(forward: 1, control: 0.5, contact: 5e-4, healthy: 1),
    speedLimit: .init(v0: 2.5745, v1: 2.6222, isPlanar: true), mayIgnoreFalls: true, needsWrenches: true,
    carriedAxes: 2, hasFloor: true)

  public static let camera = Camera(target: Point3(0, 0, 0.4), distance: 4, azimuth: -1.2, elevation: 0.5)

  public var actionSpace: Box<8> { Box(Self.actions) }
  public var observationSpace: Box<105> { Box(Self.observations, elementType: .float64) }

  /// The torso's.
  public static func carriedPosition(_ engine: PhysicsEngine) -> (x: Double, y: Double) {
    (engine.view.body_position[3], engine.view.body_position[4])
  }

  /// The wrenches of all 14 bodies, the world first.
  public static func derive(_ engine: PhysicsEngine, into derived: UnsafeMutablePointer<Double>) {
    derived.update(from: engine.view.contact_wrench, count: 84)
  }

  public func hasFallen(_ numbers: UnsafePointer<Double>) -> Bool { !(numbers[2] >= 0.2 && numbers[2] <= 1) }

  public func reward(_ numbers: UnsafePointer<Double>, hasFallen: Bool) -> Double {
    let wrenches = numbers + Self.layout.derived
    let contact = orderedSum(84) { index in
      let wrench = cut(wrenches[index], 1)
      return wrench * wrench
    }
    return progress(numbers, hasFallen: hasFallen) - (effort(numbers) + settings.contactCost * contact)
  }

  /// Positions but x and y, velocities, and the wrenches of the 13 links cut to [-1, 1].
  public func observe(_ state: State, using stream: inout RandomStream) -> Vector<105> {
    state.numbers.withUnsafeBufferPointer { numbers in
      let (row, layout) = (numbers.baseAddress!, Self.layout)
      var seen = Vector<105>.zero
      var next = 0
      seen.append(row + 2, layout.positionCount - 2, at: &next)
      seen.append(row + layout.velocities, layout.velocityCount, at: &next)
      seen.append(row + layout.derived + 6, 78, at: &next, bound: 1)
      return seen
    }
  }
}
