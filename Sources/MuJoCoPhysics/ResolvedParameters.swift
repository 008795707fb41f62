import CMuJoCo

/// A model's parameters with the numbers of the bodies, joints and geoms that they name.
struct ResolvedParameters: Sendable {
  enum Target: Sendable {
    case mass(Int)
    case friction([Int])
    case gravity
    case damping([Int])
    /// Joints with the places of their angles.
    case stiffness([(joint: Int, angle: Int)], rest: Double)
    case stiffnessScale([Int])
    case gain([Int])
    case fluidDensity
    case fluidViscosity
    /// Lengths are compiled in, forces written before each step.
    case elsewhere
  }

  let targets: [Target]
  let nominal: [Double]
  /// Places of parameters that need another compiled model.
  let lengths: [Int]
  /// Forces: place in the row, and place among the engine's applied forces.
  let forces: [(parameter: Int, cell: Int)]
  let floor: Int
  /// Place of the first friction parameter.
  private let firstFriction: Int?

  init(_ source: PhysicsSource, in engine: OpaquePointer) throws(PhysicsError) {
    let view = physics_look(engine)
    func find(_ kind: Int, _ name: String) throws(PhysicsError) -> Int {
      let index = Int(physics_find(engine, Int32(kind), name))
      guard index >= 0 else {
        throw PhysicsError(
          "\(source.file): a parameter names '\(name)', which the model has not",
          remedy: "name a body, joint, geom or motor of the model")
      }
      return index
    }
    func findAll(_ kind: Int, _ names: [String]) throws(PhysicsError) -> [Int] {
      var found: [Int] = []
      for name in names { found.append(try find(kind, name)) }
      return found
    }
    let (body, joint, geom, motor) = (PHYSICS_BODY, PHYSICS_JOINT, PHYSICS_GEOM, PHYSICS_MOTOR)
    var targets: [Target] = []
    var forces: [(parameter: Int, cell: Int)] = []
    var needsFloor = false
    for (index, parameter) in source.parameters.enumerated() {
      switch parameter.kind {
      case .mass(let name): targets.append(.mass(try find(body, name)))
      case .friction(let names):
        targets.append(.friction(try findAll(geom, names)))
        needsFloor = true
      case .gravity: targets.append(.gravity)
      case .damping(let names):
        targets.append(.damping(try findAll(joint, names).map { Int(view.jnt_dofadr[$0]) }))
      case .stiffness(let names, let rest):
        let joints = try findAll(joint, names)
        targets.append(.stiffness(joints.map { ($0, Int(view.jnt_qposadr[$0])) }, rest: rest))
      case .stiffnessScale(let names): targets.append(.stiffnessScale(try findAll(joint, names)))
      case .gain(let names): targets.append(.gain(try findAll(motor, names)))
      case .length(let names):
        _ = try findAll(body, names)
        targets.append(.elsewhere)
      case .fluidDensity: targets.append(.fluidDensity)
      case .fluidViscosity: targets.append(.fluidViscosity)
      case .force(let name, let axis):
        forces.append((index, 6 * (try find(body, name)) + axis))
        targets.append(.elsewhere)
      }
    }
    self.targets = targets
    self.forces = forces
    nominal = source.parameters.map(\.nominal)
    lengths = source.parameters.indices.filter { source.parameters[$0].isLength }
    firstFriction = targets.firstIndex { if case .friction = $0 { true } else { false } }
    floor = needsFloor ? try find(geom, "floor") : -1
  }

  /// Writes the values that are not nominal into the model; whether a mass is among them.
  func write(
    _ row: UnsafeBufferPointer<Double>, _ semantics: PhysicsSemantics, into view: physics_view
  ) -> Bool {
    var hasMasses = false
    var frictions: [(parameter: Int, geoms: [Int], value: Double)] = []
    for (index, target) in targets.enumerated() where row[index] != nominal[index] {
      let value = row[index]
      switch target {
      case .mass(let body):
        hasMasses = true
        if semantics == .consistent {
          let ratio = value / view.body_mass[body]
          for axis in 0..<3 { view.body_inertia[3 * body + axis] *= ratio }
        }
        view.body_mass[body] = value
      case .friction(let geoms): frictions.append((index, geoms, value))
      case .gravity: view.gravity[2] = -value
      case .damping(let degrees): for degree in degrees { view.dof_damping[degree] *= value }
      case .stiffness(let joints, let rest):
        for (joint, angle) in joints {
          view.jnt_stiffness[joint] = value
          view.qpos_spring[angle] = rest
        }
      case .stiffnessScale(let joints): for joint in joints { view.jnt_stiffness[joint] *= value }
      case .gain(let motors): for motor in motors { view.actuator_gear[6 * motor] *= value }
      case .fluidDensity: view.density[0] = value
      case .fluidViscosity: view.viscosity[0] = value
      case .elsewhere: break
      }
    }
    if !frictions.isEmpty { writeFriction(frictions, semantics, into: view) }
    return hasMasses && semantics == .consistent
  }

  private func writeFriction(
    _ frictions: [(parameter: Int, geoms: [Int], value: Double)], _ semantics: PhysicsSemantics,
    into view: physics_view
  ) {
    let count = Int(view.ngeom)
    if let firstFriction, semantics == .rrlsFloor || semantics == .rrlsEveryGeom,
      let published = frictions.first(where: { $0.parameter == firstFriction })
    {
      let geoms = semantics == .rrlsEveryGeom ? Array(0..<count) : [floor]
      for geom in geoms { view.geom_friction[3 * geom] = published.value }
      // What RRLS does not vary keeps to its geoms, and acts above the floor's coefficient.
      for other in frictions where other.parameter != firstFriction {
        for geom in other.geoms { view.geom_friction[3 * geom] = other.value }
      }
      return
    }
    // The engine takes the greater of two geoms' coefficients: the floor steps back to zero, the other geom
    // decides, with what the pair had where nobody chooses.
    let ground = view.geom_friction[3 * floor]
    for geom in 0..<count where geom != floor {
      let chosen = frictions.first { $0.geoms.contains(geom) }?.value
      view.geom_friction[3 * geom] = chosen ?? max(ground, view.geom_friction[3 * geom])
    }
    view.geom_friction[3 * floor] = 0
  }
}
