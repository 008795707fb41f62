import DecisionProcesses
import MuJoCoPhysics
import RandomStreams
import Scenes

/// A cart on a rail that balances a pole.
///
/// State: positions of cart (m) and pole (rad, 0 upright) and their rates. Action: force on the cart, in units of
/// 100 N. Reward 1 in a step that ends with the pole within 0.2 rad, which else ends the episode.
///
/// Source: `InvertedPendulum-v5` of Gymnasium 1.4.0.
public struct InvertedPendulum: LocomotionWorld {
  public let settings: LocomotionSettings
  public var values: [Double]

  public init(settings: LocomotionSettings, values: [Double]) {
    self.settings = settings
    self.values = values
  }

  public static var identifier: String { "inverted-pendulum-v5" }
  public static var summary: String { "Balance a pole on a cart on a rail (MuJoCo)." }
  public static let physics = compiled()
  public static let facts = LocomotionFacts(
    model: "inverted-pendulum", layout: StateLayout(positions: 2, velocities: 2, actions: 1), timeStep: 0.02,
    frameSkip: 2,
    motors: motors, components: components, uncertain: uncertain, publishedBoxes: publishedBoxes,
    noise: .init(position: 0.01, velocity: 0.01, isNormal: false))

  public static let camera = Camera(target: Point3(0, 0, 0.25), distance: 3, elevation: 0.15)

  public var actionSpace: Box<1> { Box(Self.actions) }
  public var observationSpace: Box<4> { Box(Self.observations, elementType: .float64) }

  public func hasFallen(_ numbers: UnsafePointer<Double>) -> Bool { abs(numbers[1]) > 0.2 }

  public func reward(_ numbers: UnsafePointer<Double>, hasFallen: Bool) -> Double { hasFallen ? 0 : 1 }

  /// All positions and velocities.
  public func observe(_ state: State, using stream: inout RandomStream) -> Vector<4> {
    Self.positionsAndVelocities(state)
  }
}
