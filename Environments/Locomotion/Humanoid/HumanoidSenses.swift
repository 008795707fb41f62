import DecisionProcesses
import MuJoCoPhysics

/// What both humanoid worlds take from the engine and show.
enum HumanoidSenses {
  private static let bodies = 14
  private static let inertias = 10 * (bodies - 1)
  private static let velocities = 6 * (bodies - 1)
  private static let torques = 17
  private static let wrenches = 6 * bodies

  /// Inertias and velocities of the 13 links, torques of the 17 driven joints, wrenches of all bodies,
  /// the world first.
  static let count = inertias + velocities + torques + wrenches

  static func derive(_ engine: PhysicsEngine, into derived: UnsafeMutablePointer<Double>) {
    var next = derived
    func take(_ numbers: UnsafePointer<Double>, _ count: Int) {
      next.update(from: numbers, count: count)
      next += count
    }
    take(engine.view.inertia + 10, inertias)
    take(engine.view.velocity + 6, velocities)
    // The free root has no motor.
    take(engine.view.actuator_force + 6, torques)
    take(engine.view.contact_wrench, wrenches)
  }

  /// x and y of the mass centre of positions as last computed, m.
  static func massCentre(_ engine: PhysicsEngine) -> (x: Double, y: Double) {
    let (masses, centres) = (engine.view.body_mass!, engine.view.body_centre!)
    let weight = orderedSum(bodies) { masses[$0] }
    func moment(_ axis: Int) -> Double {
      (0..<bodies).reduce(0.0) { $0 + masses[$1] * centres[3 * $1 + axis] }
    }
    return (moment(0) / weight, moment(1) / weight)
  }

  /// The sum of squares of all wrenches.
  static func wrenchSquare(_ numbers: UnsafePointer<Double>, _ layout: StateLayout) -> Double {
    squareSum(numbers + layout.derived + (count - wrenches), wrenches)
  }

  /// Positions but x and y, velocities, and the derived numbers but the world's own wrench.
  static func observe(_ state: LocomotionState, _ layout: StateLayout) -> Vector<348> {
    state.numbers.withUnsafeBufferPointer { numbers in
      let row = numbers.baseAddress!
      var seen = Vector<348>.zero
      var next = 0
      seen.append(row + 2, layout.positionCount - 2, at: &next)
      seen.append(row + layout.velocities, layout.velocityCount, at: &next)
      seen.append(row + layout.derived, count - wrenches, at: &next)
      seen.append(row + layout.derived + (count - wrenches) + 6, wrenches - 6, at: &next)
      return seen
    }
  }
}
