import Scenes

/// Reads scenes for what a renderer would silently skip and what nobody would see.
///
///     for fault in SceneInspector().faults(in: world.scene(of: state)) { print(fault) }
///
/// Whether a shape lies in the view, and writing can be read, is judged in a picture of a given size. Zero is
/// a size that values pass through: an arrow without length and a bar without height are no faults.
public struct SceneInspector: Sendable {
  /// The picture's sides in pixels.
  public let width: Int
  public let height: Int
  /// The smallest em, in pixels, that can be read: capitals of five pixels.
  public static var leastWriting: Double { 7 }

  /// - Precondition: both sizes lie in 1...16384.
  public init(width: Int = 480, height: Int = 360) {
    precondition(
      (1...16384).contains(width) && (1...16384).contains(height),
      "a picture's sides must lie in 1...16384, got \(width) by \(height)")
    self.width = width
    self.height = height
  }

  /// Every fault of `scene`, of a shape at most one of each kind. O(numbers in the scene).
  public func faults(in scene: Scene) -> [SceneFault] {
    let area = PixelRect(x: 0, y: 0, width: width, height: height)
    guard let viewport = Viewport(view: scene.view, in: area, width: width, height: height) else {
      let message =
        "it must be finite and have an area, and is "
        + "\(scene.view.minX)...\(scene.view.maxX) by \(scene.view.minY)...\(scene.view.maxY); "
        + "give bounds that do not depend on what may diverge"
      return [SceneFault(part: .view, kind: .improperView, figure: "view", message: message)]
    }
    var faults = solidFaults(scene)
    let limit = 1000 * Double(max(width, height))
    for (index, shape) in scene.shapes.enumerated() {
      var reader = ShapeReader(index: index, shape: shape, viewport: viewport, limit: limit)
      reader.read()
      faults += reader.faults
    }
    return faults
  }

  private func solidFaults(_ scene: Scene) -> [SceneFault] {
    var faults: [SceneFault] = []
    if !scene.solids.isEmpty && scene.camera == nil {
      faults.append(
        SceneFault(
          part: .camera, kind: .missingCamera, figure: "camera",
          message: "there are \(scene.solids.count) solids and no camera; set scene.camera"))
    }
    if let camera = scene.camera, !camera.isProper {
      faults.append(
        SceneFault(
          part: .camera, kind: .improperCamera, figure: "camera",
          message: "it shows nothing; its numbers must be finite, the distance positive and the field of "
            + "view between 0 and half a turn"))
    }
    for (index, solid) in scene.solids.enumerated() { faults += solidFaults(solid, index) }
    return faults
  }

  private func solidFaults(_ solid: Solid, _ index: Int) -> [SceneFault] {
    func fault(_ kind: SceneFault.Kind, _ message: String) -> SceneFault {
      SceneFault(part: .solid(index), kind: kind, figure: solid.form.name, message: message)
    }
    let sizes = solid.form.sizes
    let q = solid.pose.rotation
    if !solid.pose.position.isFinite || ![q.w, q.x, q.y, q.z].allSatisfy(\.isFinite) {
      return [fault(.notFinite, "its pose is not finite; look where the state loses its numbers")]
    }
    if let size = sizes.first(where: { !$0.value.isFinite }) {
      return [fault(.notFinite, "its \(size.name) is \(size.value); look where the state loses its numbers")]
    }
    var faults: [SceneFault] = []
    if !q.isProper {
      faults.append(
        fault(.zeroRotation, "its rotation has length zero; use .identity, or an axis that has a length"))
    }
    if let size = sizes.first(where: { $0.mayBeZero ? $0.value < 0 : $0.value <= 0 }) {
      faults.append(
        fault(.badSize, "its \(size.name) is \(size.value) and must be positive; leave the solid out"))
    }
    if case .mesh(let mesh) = solid.form, mesh.indices.isEmpty {
      faults.append(fault(.tooFewPoints, "its mesh has no triangle; leave the solid out instead"))
    }
    return faults
  }
}

extension Solid.Form {
  /// Every length, by name; zero is a size of an arrow, which stands for a quantity.
  fileprivate var sizes: [(name: String, value: Double, mayBeZero: Bool)] {
    switch self {
    case .box(let half):
      [("half size along x", half.x, false), ("half size along y", half.y, false),
       ("half size along z", half.z, false)]
    case .sphere(let radius): [("radius", radius, false)]
    case .ellipsoid(let radii):
      [("radius along x", radii.x, false), ("radius along y", radii.y, false),
       ("radius along z", radii.z, false)]
    case .capsule(let radius, let half): [("radius", radius, false), ("half length", half, true)]
    case .cylinder(let radius, let half): [("radius", radius, false), ("half length", half, false)]
    case .plane(let width, let height, _): [("half width", width, false), ("half height", height, false)]
    case .arrow(let length, let radius): [("length", length, true), ("radius", radius, false)]
    case .mesh(let mesh):
      mesh.positions.contains { !$0.isFinite } ? [("vertex", .nan, false)] : []
    }
  }
}
