/// A point, or a displacement, of space in world units; z up.
public struct Point3: Equatable, Hashable, Sendable {
  public var x: Double
  public var y: Double
  public var z: Double

  /// The point `(x, y, z)`.
  public init(_ x: Double, _ y: Double, _ z: Double) {
    self.x = x
    self.y = y
    self.z = z
  }

  /// The origin.
  public static let zero = Point3(0, 0, 0)

  /// The Euclidean length.
  public var length: Double { dot(self).squareRoot() }
  public var isFinite: Bool { x.isFinite && y.isFinite && z.isFinite }

  /// The inner product.
  public func dot(_ other: Point3) -> Double { x * other.x + y * other.y + z * other.z }

  /// The vector product, by the right-hand rule.
  public func cross(_ other: Point3) -> Point3 {
    Point3(y * other.z - z * other.y, z * other.x - x * other.z, x * other.y - y * other.x)
  }

  /// The same direction with length one; not finite for the zero vector.
  public var normalized: Point3 { (1 / length) * self }

  public static func + (a: Point3, b: Point3) -> Point3 { Point3(a.x + b.x, a.y + b.y, a.z + b.z) }
  public static func - (a: Point3, b: Point3) -> Point3 { Point3(a.x - b.x, a.y - b.y, a.z - b.z) }
  public static func * (scale: Double, p: Point3) -> Point3 {
    Point3(scale * p.x, scale * p.y, scale * p.z)
  }
}
