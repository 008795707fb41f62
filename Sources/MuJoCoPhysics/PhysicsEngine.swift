import CMuJoCo

/// A model and the memory to step it, for one thread at a time: states of many lanes take turns in it.
///
/// Parameters first (`setParameters`), then a state, then steps.
public final class PhysicsEngine {
  /// Where the engine keeps its numbers.
  public let view: physics_view
  /// How much higher than nominal the model starts under the present lengths, m.
  public private(set) var lift = 0.0

  let handle: OpaquePointer
  private let source: PhysicsSource
  private let resolved: ResolvedParameters
  /// The nominal model's image.
  private let nominalImage: UnsafeMutableRawPointer
  private let imageBytes: Int
  /// The row in force, and behind it the semantics and the lift: what images are known by.
  private let key: UnsafeMutablePointer<Double>
  private let wanted: UnsafeMutablePointer<Double>
  private let width: Int
  private lazy var cache = ImageCache(keyWidth: width + 1, imageBytes: imageBytes + 8)
  private let nominalLowest: Double

  /// Takes over `handle`, whose model is nominal.
  init(_ handle: OpaquePointer, _ source: PhysicsSource, _ resolved: ResolvedParameters) {
    self.handle = handle
    self.source = source
    self.resolved = resolved
    view = physics_look(handle)
    width = source.parameters.count
    imageBytes = physics_image_size(handle)
    // The lift travels behind the image.
    nominalImage = .allocate(byteCount: imageBytes, alignment: 8)
    physics_save_image(handle, nominalImage)
    key = .allocate(capacity: width + 1)
    wanted = .allocate(capacity: width + 1)
    for (index, value) in resolved.nominal.enumerated() { key[index] = value }
    key[width] = Double(PhysicsSemantics.consistent.rawValue)
    nominalLowest = source.hasFloor ? lowestPoint(handle) : 0
  }

  deinit {
    physics_delete(handle)
    nominalImage.deallocate()
    key.deallocate()
    wanted.deallocate()
  }

  /// Makes `row` the parameters in force, forces apart.
  ///
  /// A row met before is copied, about a microsecond; a new one is computed, which takes 2 to 40 µs with other
  /// masses and 1 to 3 ms with other lengths.
  ///
  /// - Precondition: as many finite numbers as the source has parameters; masses and lengths positive. Traps
  ///   where the engine cannot compile them.
  public func setParameters(_ row: UnsafeBufferPointer<Double>, _ semantics: PhysicsSemantics) {
    precondition(row.count == width, "\(source.file) has \(width) parameters, not \(row.count)")
    let isSame = row.withMemoryRebound(to: UInt64.self) { bits in
      var same = key[width] == Double(semantics.rawValue)
      key.withMemoryRebound(to: UInt64.self, capacity: width) { own in
        for index in 0..<width { same = same && own[index] == bits[index] }
      }
      return same
    }
    if isSame { return }
    changeParameters(row, semantics)
  }

  @inline(never)
  private func changeParameters(_ row: UnsafeBufferPointer<Double>, _ semantics: PhysicsSemantics) {
    for (index, value) in row.enumerated() {
      precondition(
        source.parameters[index].accepts(value),
        "\(source.file): parameter \(index), \(source.parameters[index].kind), cannot be \(value)")
    }
    wanted.update(from: row.baseAddress!, count: width)
    wanted[width] = Double(semantics.rawValue)
    // A force is no property of the model.
    for force in resolved.forces { wanted[force.parameter] = 0 }
    load(semantics)
    key.update(from: row.baseAddress!, count: width)
    key[width] = Double(semantics.rawValue)
  }

  /// Loads the image that `wanted` is known by, and makes it first where it is new.
  private func load(_ semantics: PhysicsSemantics) {
    if let image = cache.image(of: wanted) {
      physics_load_image(handle, image)
      lift = image.loadUnaligned(fromByteOffset: imageBytes, as: Double.self)
      return
    }
    let row = UnsafeBufferPointer(start: UnsafePointer(wanted), count: width)
    lift = 0
    if resolved.lengths.contains(where: { row[$0] != resolved.nominal[$0] }) {
      loadStretched(row)
    } else {
      physics_load_image(handle, nominalImage)
    }
    if resolved.write(row, semantics, into: view) {
      let code = physics_set_constants(handle)
      precondition(
        code == 0, "\(source.file) under \(Array(row)): \(String(cString: physics_message()))")
    }
    let room = cache.makeRoom(for: wanted)
    physics_save_image(handle, room)
    room.storeBytes(of: lift, toByteOffset: imageBytes, as: Double.self)
  }

  private func loadStretched(_ row: UnsafeBufferPointer<Double>) {
    var factors: [(link: String, factor: Double)] = []
    for index in resolved.lengths where row[index] != resolved.nominal[index] {
      guard case .length(let links) = source.parameters[index].kind else { continue }
      for link in links { factors.append((link, row[index] / resolved.nominal[index])) }
    }
    do throws(PhysicsError) {
      let other = try compile(source, stretching: factors)
      precondition(
        physics_image_size(other) == imageBytes, "\(source.file): other lengths made another kind of model")
      if source.hasFloor { lift = nominalLowest - lowestPoint(other) }
      let image = UnsafeMutableRawPointer.allocate(byteCount: imageBytes, alignment: 8)
      physics_save_image(other, image)
      physics_load_image(handle, image)
      image.deallocate()
      physics_delete(other)
    } catch {
      preconditionFailure("\(source.file) with lengths \(factors): \(error)")
    }
  }

  /// Writes the forces of `row` on the bodies.
  public func setForces(_ row: UnsafeBufferPointer<Double>) {
    for force in resolved.forces { view.applied_force[force.cell] = row[force.parameter] }
  }

  /// Takes the forces away.
  public func clearForces() {
    for force in resolved.forces { view.applied_force[force.cell] = 0 }
  }

  /// Bodies with a force on them: the body, and the force in world axes, N.
  public func appliedForces(_ row: UnsafeBufferPointer<Double>) -> [(body: Int, force: (Double, Double, Double))] {
    var found: [Int: (Double, Double, Double)] = [:]
    for force in resolved.forces where row[force.parameter] != 0 {
      let (body, axis) = force.cell.quotientAndRemainder(dividingBy: 6)
      var total = found[body] ?? (0, 0, 0)
      switch axis {
      case 0: total.0 = row[force.parameter]
      case 1: total.1 = row[force.parameter]
      default: total.2 = row[force.parameter]
      }
      found[body] = total
    }
    return found.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  /// Moves `count` time steps; whether the state is still one.
  ///
  /// - Parameter withWrenches: whether wrenches of contacts are wanted.
  public func step(_ count: Int, withWrenches: Bool) -> StepFault? {
    let bits = physics_step(handle, Int32(count), withWrenches ? 1 : 0)
    return bits == 0 ? nil : StepFault(bits)
  }

  /// Evaluates the present state without moving.
  public func evaluate() -> StepFault? {
    let bits = physics_forward(handle)
    return bits == 0 ? nil : StepFault(bits)
  }

  /// Positions and forces, in world axes, of the contacts of the last evaluation.
  public func contacts() -> [(position: (Double, Double, Double), force: (Double, Double, Double))] {
    let most = 64
    return withUnsafeTemporaryAllocation(of: Double.self, capacity: 6 * most) { rows in
      let count = Int(physics_contacts(handle, rows.baseAddress!, Int32(most)))
      return (0..<count).map { index in
        let row = rows.baseAddress! + 6 * index
        return ((row[0], row[1], row[2]), (row[3], row[4], row[5]))
      }
    }
  }

  /// The number of a body; nil where there is none of that name.
  public func body(_ name: String) -> Int? {
    let index = Int(physics_find(handle, Int32(PHYSICS_BODY), name))
    return index < 0 ? nil : index
  }
}

/// What the engine found wrong in a step.
public struct StepFault: OptionSet, Sendable, Hashable {
  public let rawValue: Int32
  public init(rawValue: Int32) { self.rawValue = rawValue }
  init(_ bits: Int32) { rawValue = bits }

  /// A mass matrix that is nearly singular, which the engine changed to go on.
  public static let singular = StepFault(rawValue: Int32(PHYSICS_SINGULAR))
  /// More contacts, or constraints, than there was memory for: some were left out.
  public static let overfull = StepFault(
    rawValue: Int32(PHYSICS_CONTACTS_FULL | PHYSICS_CONSTRAINTS_FULL))
  /// A position, velocity or acceleration that is not finite or beyond 1e10: the engine started afresh by
  /// itself, and its state belongs to no episode.
  public static let badState = StepFault(rawValue: Int32(PHYSICS_BAD_STATE))
  /// A control that is not finite, which was taken for zero.
  public static let badControl = StepFault(rawValue: Int32(PHYSICS_BAD_CONTROL))
  /// An error inside the engine.
  public static let error = StepFault(rawValue: Int32(PHYSICS_ERROR))
}

/// Compiles a source with links stretched by factors.
func compile(
  _ source: PhysicsSource, stretching factors: [(link: String, factor: Double)] = []
) throws(PhysicsError) -> OpaquePointer {
  var message = [CChar](repeating: 0, count: 1200)
  var names: [UnsafeMutablePointer<CChar>] = []
  defer { for name in names { name.deallocate() } }
  var stretches: [physics_stretch] = []
  for (link, factor) in factors {
    let bytes = link.utf8CString
    let name = UnsafeMutablePointer<CChar>.allocate(capacity: bytes.count)
    for (index, byte) in bytes.enumerated() { name[index] = byte }
    names.append(name)
    var stretch = physics_stretch()
    stretch.link = UnsafePointer(name)
    stretch.factor = factor
    if let anchor = source.anchors[link] {
      stretch.has_anchor = 1
      stretch.anchor = anchor
    }
    stretches.append(stretch)
  }
  let engine = physics_compile(source.text(), stretches, Int32(stretches.count), &message, message.count)
  guard let engine else {
    let end = message.firstIndex(of: 0) ?? message.endIndex
    let reason = String(decoding: message[..<end].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    throw PhysicsError("\(source.file): \(reason)", remedy: "give an MJCF text that MuJoCo can compile")
  }
  return engine
}

/// Height of the robot's lowest point in the starting pose, m.
private func lowestPoint(_ engine: OpaquePointer) -> Double {
  physics_reset(engine)
  _ = physics_forward(engine)
  let view = physics_look(engine)
  var lowest = Double.infinity
  for geom in 0..<Int(view.ngeom) where view.geom_bodyid[geom] > 0 {
    var reach = view.geom_size[3 * geom]
    // Capsules, MuJoCo's type 3, reach further along their axis.
    if view.geom_type[geom] == 3 {
      reach += abs(view.geom_matrix[9 * geom + 8]) * view.geom_size[3 * geom + 1]
    }
    lowest = min(lowest, view.geom_position[3 * geom + 2] - reach)
  }
  return lowest
}
