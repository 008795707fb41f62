import ElementaryFunctions

/// A rotation of space, `w + xi + yj + zk`; a length other than one is divided out.
public struct Quaternion: Equatable, Hashable, Sendable {
  public var w: Double
  public var x: Double
  public var y: Double
  public var z: Double

  /// The quaternion of four parts, the real one first.
  public init(_ w: Double, _ x: Double, _ y: Double, _ z: Double) {
    self.w = w
    self.x = x
    self.y = y
    self.z = z
  }

  public static let identity = Quaternion(1, 0, 0, 0)

  /// A rotation by `angle` (radians) about `axis`, by the right-hand rule; of length zero, and so not
  /// drawn, if the axis has none.
  public init(angle: Double, axis: Point3) {
    let (sine, cosine) = Elementary.sinCos(angle / 2)
    let length = axis.length
    let scale = length > 0 ? sine / length : 0
    self.init(length > 0 ? cosine : 0, scale * axis.x, scale * axis.y, scale * axis.z)
  }

  /// The shortest rotation that takes the z axis to `direction`.
  public init(zTowards direction: Point3) {
    let unit = direction.normalized
    // Half-way between the two: the real part 1 + cos, the rest their vector product.
    let sum = 1 + unit.z
    self = sum > 1e-12 ? Quaternion(sum, -unit.y, unit.x, 0) : Quaternion(0, 1, 0, 0)
    if !unit.isFinite { self = Quaternion(.nan, 0, 0, 0) }
  }

  /// Whether it is finite and has a length to divide by.
  package var isProper: Bool {
    let square = w * w + x * x + y * y + z * z
    return square > 0 && square.isFinite
  }

  /// The images of the three axes.
  var axes: (x: Point3, y: Point3, z: Point3) {
    let s = 2 / (w * w + x * x + y * y + z * z)
    return (
      Point3(1 - s * (y * y + z * z), s * (x * y + w * z), s * (x * z - w * y)),
      Point3(s * (x * y - w * z), 1 - s * (x * x + z * z), s * (y * z + w * x)),
      Point3(s * (x * z + w * y), s * (y * z - w * x), 1 - s * (x * x + y * y))
    )
  }
}

/// Where a solid is and how it is turned: rotate, then move to `position`.
public struct Pose: Equatable, Hashable, Sendable {
  public var position: Point3
  public var rotation: Quaternion

  public init(_ position: Point3 = .zero, rotation: Quaternion = .identity) {
    self.position = position
    self.rotation = rotation
  }

  /// The image of `p`; not finite if the pose is not.
  public func apply(_ p: Point3) -> Point3 {
    let (x, y, z) = rotation.axes
    return position + p.x * x + p.y * y + p.z * z
  }

  var isProper: Bool { position.isFinite && rotation.isProper }
}
