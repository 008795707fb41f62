import DecisionProcesses
import ElementaryFunctions
import MuJoCoPhysics
import RandomStreams
import Scenes

/// An arm of two links that brings its fingertip to a target on a table.
///
/// With d the vector from target to fingertip, at the integrator's last stage, the reward is -|d| - |a|^2.
///
/// Source: `Reacher-v5` of Gymnasium 1.4.0.
public struct Reacher: LocomotionWorld {
  public let settings: LocomotionSettings
  public var values: [Double]

  public init(settings: LocomotionSettings, values: [Double]) {
    self.settings = settings
    self.values = values
  }

  public static var identifier: String { "reacher-v5" }
  public static var summary: String { "Bring a two-link arm's fingertip to a target (MuJoCo)." }
  public static let physics = compiled()
  public static let facts = LocomotionFacts(
    model: "reacher", layout: StateLayout(positions: 4, velocities: 4, actions: 2, derived: 3), timeStep: 0.01,
    frameSkip: 2, horizon: 50,
    motors: motors, components: components, uncertain: uncertain, publishedBoxes: publishedBoxes,
    noise: .init(position: 0.1, velocity: 0.005, isNormal: false), weights: .init(control: 1))

  public static let camera = Camera(target: Point3(0, 0, 0), distance: 0.95, elevation: 1.3)

  public var actionSpace: Box<2> { Box(Self.actions) }
  public var observationSpace: Box<10> { Box(Self.observations, elementType: .float64) }

  /// Fingertip minus target.
  public static func derive(_ engine: PhysicsEngine, into derived: UnsafeMutablePointer<Double>) {
    // The last two bodies of the model.
    let tip = engine.view.body_position + 3 * 3
    for axis in 0..<3 { derived[axis] = tip[axis] - tip[3 + axis] }
  }

  /// The target lies still, uniform in the disc of radius 0.2 m.
  public func drawStart(_ numbers: UnsafeMutablePointer<Double>, using stream: inout RandomStream) {
    for index in 0..<2 {
      numbers[index] += stream.uniform(in: -settings.positionNoise, settings.positionNoise)
      numbers[Self.layout.velocities + index] +=
        stream.uniform(in: -settings.velocityNoise, settings.velocityNoise)
    }
    repeat {
      numbers[2] = stream.uniform(in: -0.2, 0.2)
      numbers[3] = stream.uniform(in: -0.2, 0.2)
    } while numbers[2] * numbers[2] + numbers[3] * numbers[3] >= 0.04
  }

  public func reward(_ numbers: UnsafePointer<Double>, hasFallen: Bool) -> Double {
    let way = numbers + Self.layout.derived
    // Fused, as the reference's linear algebra does it.
    let square = (way[0] * way[0]).addingProduct(way[1], way[1]).addingProduct(way[2], way[2])
    return -square.squareRoot() - effort(numbers)
  }

  /// Cosines and sines of both angles, the target, both rates, and the way from target to fingertip.
  public func observe(_ state: State, using stream: inout RandomStream) -> Vector<10> {
    state.numbers.withUnsafeBufferPointer { row in
      let layout = Self.layout
      let (shoulder, elbow) = (Elementary.sinCos(row[0]), Elementary.sinCos(row[1]))
      return Vector([
        shoulder.cos, elbow.cos, shoulder.sin, elbow.sin, row[2], row[3], row[layout.velocities],
        row[layout.velocities + 1], row[layout.derived], row[layout.derived + 1],
      ])
    }
  }
}

extension Reacher: ScriptedProcess {
  /// Each motor turns with the pull of a spring from fingertip to target, less its own rate:
  ///
  ///     a_i = clip(pull_i (lever_i x way to the target) - brake_i rate_i, -1, 1)
  ///
  /// with the levers from shoulder and elbow to the fingertip. Gains are the best of a grid
  /// (`Scripts/search-linear-policies.py`).
  public func scriptedAction(for observation: Vector<10>) -> Vector<2> {
    let (wayX, wayY) = (-observation[8], -observation[9])
    let (tipX, tipY) = (observation[4] - wayX, observation[5] - wayY)
    let (elbowX, elbowY) = (tipX - 0.1 * observation[0], tipY - 0.1 * observation[2])
    let shoulder = 20 * (tipX * wayY - tipY * wayX) - 0.1 * observation[6]
    let elbow = 28 * (elbowX * wayY - elbowY * wayX) - 0.05 * observation[7]
    return Vector([cut(shoulder, 1), cut(elbow, 1)])
  }
}
