import DecisionProcesses
import MuJoCoPhysics
import RandomStreams
import Scenes

/// A humanoid that lies on its back and stands up.
///
/// With z the torso's height, h the engine's time step and W the contact wrenches of all bodies, the reward is
///
///     z / h - 0.1 |a|^2 - min(5e-7 sum of W^2, 10) + 1
///
/// Episodes do not end by themselves. Derived numbers are those of the integrator's last stage.
///
/// Source: `HumanoidStandup-v5` of Gymnasium 1.4.0.
public struct HumanoidStandup: LocomotionWorld {
  public let settings: LocomotionSettings
  public var values: [Double]

  public init(settings: LocomotionSettings, values: [Double]) {
    self.settings = settings
    self.values = values
  }

  public static var identifier: String { "humanoid-standup-v5" }
  public static var summary: String { "Stand up from lying on the back (MuJoCo)." }
  public static let physics = compiled()
  public static let facts = LocomotionFacts(
    model: "humanoid-standup",
    layout: StateLayout(positions: 24, velocities: 23, actions: 17, derived: HumanoidSenses.count),
    timeStep: 0.003, frameSkip: 5,
    motors: motors, components: components, uncertain: uncertain, publishedBoxes: publishedBoxes,
    noise: .init(position: 0.01, velocity: 0.01, isNormal: false),
    weights: .init(forward: 1, control: 0.1, contact: 5e-7),
    forwardMeaning: "reward per m of height, over the engine's time step of 0.003 s", needsWrenches: true, hasFloor: true)

  public static let camera = Camera(target: Point3(0, 0, 0.6), distance: 3.8, azimuth: -1.2, elevation: 0.35)

  public var actionSpace: Box<17> { Box(Self.actions) }
  public var observationSpace: Box<348> { Box(Self.observations, elementType: .float64) }

  public static func derive(_ engine: PhysicsEngine, into derived: UnsafeMutablePointer<Double>) {
    HumanoidSenses.derive(engine, into: derived)
  }

  public func reward(_ numbers: UnsafePointer<Double>, hasFallen: Bool) -> Double {
    let contact = min(settings.contactCost * HumanoidSenses.wrenchSquare(numbers, Self.layout), 10)
    return settings.forwardReward * (numbers[2] / Self.facts.timeStep) - effort(numbers) - contact + 1
  }

  public func observe(_ state: State, using stream: inout RandomStream) -> Vector<348> {
    HumanoidSenses.observe(state, Self.layout)
  }
}
