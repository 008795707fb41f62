import DecisionProcesses
import MuJoCoPhysics
import Scenes

extension LocomotionWorld {
  public var view: Rect { Rect(center: .zero, width: 4, height: 3) }

  /// The model's geoms where the state puts them, contact forces (blue) and nature's forces (vermillion) as
  /// arrows, and the speed against its limit.
  public func depict(_ state: State, in scene: inout Scene) {
    var camera = Self.camera
    let (x, y) = (state.numbers[Self.layout.carried], state.numbers[Self.layout.carried + 1])
    camera.target = camera.target + Point3(x, y, 0)
    scene.camera = camera
    Self.model.withEngine { engine in
      evaluate(state, in: engine)
      addGeoms(of: engine, around: camera.target, to: &scene)
      addForces(of: engine, to: &scene)
    }
    if let limit = settings.speedLimit { addSpeed(of: state, limit, to: &scene) }
  }

  /// Everything as it is at the state, under the last action.
  private func evaluate(_ state: State, in engine: PhysicsEngine) {
    let (view, layout) = (engine.view, Self.layout)
    values.withUnsafeBufferPointer { row in
      engine.setParameters(row, settings.semantics)
      engine.setForces(row)
    }
    state.numbers.withUnsafeBufferPointer { numbers in
      let row = numbers.baseAddress!
      view.qpos.update(from: row, count: layout.positionCount)
      view.qvel.update(from: row + layout.velocities, count: layout.velocityCount)
      view.warmstart.update(from: row + layout.warmStart, count: layout.velocityCount)
      view.ctrl.update(from: row + layout.action, count: layout.actionCount)
    }
    _ = engine.evaluate()
  }

  private func addGeoms(of engine: PhysicsEngine, around target: Point3, to scene: inout Scene) {
    let view = engine.view
    for geom in 0..<Int(view.ngeom) {
      let size = view.geom_size + 3 * geom
      let place = view.geom_position + 3 * geom
      let tint = view.geom_rgba + 4 * geom
      let color = Color(red: byte(tint[0]), green: byte(tint[1]), blue: byte(tint[2]))
      let pose = Pose(
        Point3(place[0], place[1], place[2]), rotation: Quaternion(matrix: view.geom_matrix + 9 * geom))
      switch view.geom_type[geom] {
      case 0: addPlane(size, pose, around: target, to: &scene)
      case 2: scene.solids.append(Solid(.sphere(radius: size[0]), at: pose, color: color))
      case 3:
        scene.solids.append(Solid(.capsule(radius: size[0], halfLength: size[1]), at: pose, color: color))
      case 5:
        scene.solids.append(Solid(.cylinder(radius: size[0], halfLength: size[1]), at: pose, color: color))
      default: break
      }
    }
  }

  /// A floor is drawn where it is seen, in cells that stay where they are.
  private func addPlane(
    _ size: UnsafePointer<Double>, _ pose: Pose, around target: Point3, to scene: inout Scene
  ) {
    var pose = pose
    var half = min(size[0], size[1])
    var cells = 10
    if half > 4 {
      (half, cells) = (16, 32)
      pose.position.x = 2 * (target.x / 2).rounded()
      pose.position.y = 2 * (target.y / 2).rounded()
    }
    scene.solids.append(
      Solid(
        .plane(
          halfWidth: half, halfHeight: half,
          checker: Solid.Checker(Color(red: 188, green: 198, blue: 206), columns: cells, rows: cells)),
        at: pose, color: Color(red: 214, green: 221, blue: 226)))
  }

  private func addForces(of engine: PhysicsEngine, to scene: inout Scene) {
    let view = engine.view
    // A contact that carries the whole weight is as long as a thigh.
    let weight = 9.81 * (0..<Int(view.nbody)).reduce(0.0) { $0 + view.body_mass[$1] }
    for contact in engine.contacts() {
      let force = Point3(contact.force.0, contact.force.1, contact.force.2)
      addArrow(
        at: Point3(contact.position.0, contact.position.1, contact.position.2), (0.3 / weight) * force,
        .blue, to: &scene)
    }
    let pushes = values.withUnsafeBufferPointer { engine.appliedForces($0) }
    for (body, force) in pushes {
      let centre = view.body_centre + 3 * body
      addArrow(
        at: Point3(centre[0], centre[1], centre[2]), 0.2 * Point3(force.0, force.1, force.2), .vermillion,
        to: &scene)
    }
  }

  private func addArrow(at start: Point3, _ way: Point3, _ color: Color, to scene: inout Scene) {
    let length = min(way.length, 1.5)
    guard length > 0.02 else { return }
    scene.solids.append(
      Solid(
        .arrow(length: length, radius: 0.015),
        at: Pose(start, rotation: Quaternion(zTowards: way)), color: color))
  }

  private func addSpeed(of state: State, _ limit: Double, to scene: inout Scene) {
    let speed = state.numbers.withUnsafeBufferPointer { self.speed($0.baseAddress!) }
    let (left, bottom, width, height) = (-1.9, 1.34, 1.2, 0.06)
    let full = 2 * limit
    let bar = Rect(center: Point(left + width / 2, bottom + height / 2), width: width, height: height)
    scene.rectangle(bar, fill: .paper, stroke: Stroke(.slate, width: .pixels(1)))
    let part = max(0, min(speed / full, 1)) * width
    if part > 0 {
      scene.rectangle(
        Rect(center: Point(left + part / 2, bottom + height / 2), width: part, height: height),
        fill: speed > limit ? .vermillion : .green)
    }
    scene.line(
      from: Point(left + width / 2, bottom - 0.03), to: Point(left + width / 2, bottom + height + 0.03))
    scene.text("speed, limit \(limit) m/s", at: Point(left, bottom - 0.04), size: .pixels(12), baseline: .top)
  }
}

/// A colour's part in [0, 1] as a byte.
private func byte(_ part: Float) -> UInt8 { UInt8(min(max(part, 0), 1) * 255) }

extension Quaternion {
  /// The rotation of a matrix given row by row.
  ///
  /// Source: S. W. Shepperd, "Quaternion from rotation matrix", J. Guidance and Control 1(3), 1978.
  init(matrix m: UnsafePointer<Double>) {
    let trace = m[0] + m[4] + m[8]
    // The largest part first, so that nothing is divided by a small number.
    let greatest = max(trace, m[0], m[4], m[8])
    if greatest == trace {
      self.init(1 + trace, m[7] - m[5], m[2] - m[6], m[3] - m[1])
    } else if greatest == m[0] {
      self.init(m[7] - m[5], 1 + m[0] - m[4] - m[8], m[1] + m[3], m[2] + m[6])
    } else if greatest == m[4] {
      self.init(m[2] - m[6], m[1] + m[3], 1 + m[4] - m[8] - m[0], m[5] + m[7])
    } else {
      self.init(m[3] - m[1], m[2] + m[6], m[5] + m[7], 1 + m[8] - m[0] - m[4])
    }
  }
}
