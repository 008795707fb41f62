import DecisionProcesses
import ElementaryFunctions
import MuJoCoPhysics
import RandomStreams
import Scenes

/// A cart on a rail that balances two poles on top of each other.
///
/// With the upper pole's tip at (x, z) and the poles' rates w1 and w2, the reward of a step is
///
///     10 (unless fallen) - (0.01 x^2 + (z - 2)^2) - (0.001 w1^2 + 0.005 w2^2)
///
/// and the episode ends when z <= 1. Tip and constraint force are those of the integrator's last stage.
///
/// Source: `InvertedDoublePendulum-v5` of Gymnasium 1.4.0.
public struct InvertedDoublePendulum: LocomotionWorld {
  public let settings: LocomotionSettings
  public var values: [Double]

  public init(settings: LocomotionSettings, values: [Double]) {
    self.settings = settings
    self.values = values
  }

  public static var identifier: String { "inverted-double-pendulum-v5" }
  public static var summary: String { "Balance two poles on top of each other on a cart (MuJoCo)." }
  public static let physics = compiled()
  public static let facts = LocomotionFacts(
    model: "inverted-double-pendulum",
    layout: StateLayout(positions: 3, velocities: 3, actions: 1, derived: 3), timeStep: 0.01, frameSkip: 5,
    motors: motors, components: components, uncertain: uncertain, publishedBoxes: publishedBoxes,
    noise: .init(position: 0.1, velocity: 0.1, isNormal: true), weights: .init(healthy: 10))

  public static let camera = Camera(target: Point3(0, 0, 0.5), distance: 4, elevation: 0.15)

  public var actionSpace: Box<1> { Box(Self.actions) }
  public var observationSpace: Box<9> { Box(Self.observations, elementType: .float64) }

  /// The tip's x and z, and the force that the rail's ends put on the cart.
  public static func derive(_ engine: PhysicsEngine, into derived: UnsafeMutablePointer<Double>) {
    derived[0] = engine.view.site_position[0]
    derived[1] = engine.view.site_position[2]
    derived[2] = engine.view.constraint_force[0]
  }

  public func hasFallen(_ numbers: UnsafePointer<Double>) -> Bool { numbers[Self.layout.derived + 1] <= 1 }

  public func reward(_ numbers: UnsafePointer<Double>, hasFallen: Bool) -> Double {
    let rates = numbers + Self.layout.velocities
    let (x, z) = (numbers[Self.layout.derived], numbers[Self.layout.derived + 1] - 2)
    let distance = 0.01 * (x * x) + z * z
    let motion = 1e-3 * (rates[1] * rates[1]) + 5e-3 * (rates[2] * rates[2])
    return (hasFallen ? 0 : settings.healthyReward) - distance - motion
  }

  /// Cart, sines and cosines of both angles, rates and constraint force cut to [-10, 10].
  public func observe(_ state: State, using stream: inout RandomStream) -> Vector<9> {
    state.numbers.withUnsafeBufferPointer { numbers in
      let (row, layout) = (numbers.baseAddress!, Self.layout)
      let (lower, upper) = (Elementary.sinCos(row[1]), Elementary.sinCos(row[2]))
      var seen = Vector<9>([row[0], lower.sin, upper.sin, lower.cos, upper.cos, 0, 0, 0, 0])
      var next = 5
      seen.append(row + layout.velocities, 3, at: &next, bound: 10)
      seen.append(row + layout.derived + 2, 1, at: &next, bound: 10)
      return seen
    }
  }
}
