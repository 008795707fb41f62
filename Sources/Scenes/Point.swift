/// A point, or a displacement, of the plane in world units; x to the right, y up.
public struct Point: Equatable, Hashable, Sendable {
  public var x: Double
  public var y: Double

  /// The point `(x, y)`.
  @inlinable
  public init(_ x: Double, _ y: Double) {
    self.x = x
    self.y = y
  }

  /// The origin `(0, 0)`.
  public static let zero = Point(0, 0)

  /// The Euclidean length `√(x² + y²)`.
  @inlinable
  public var length: Double { (x * x + y * y).squareRoot() }

  /// The component-wise sum.
  @inlinable
  public static func + (a: Point, b: Point) -> Point { Point(a.x + b.x, a.y + b.y) }

  /// The component-wise difference.
  @inlinable
  public static func - (a: Point, b: Point) -> Point { Point(a.x - b.x, a.y - b.y) }

  /// The scalar multiple.
  @inlinable
  public static func * (scale: Double, p: Point) -> Point { Point(scale * p.x, scale * p.y) }
}
