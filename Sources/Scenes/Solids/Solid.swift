/// A body in space, drawn opaque; the alpha of its colour is not used.
///
/// Poses and sizes come from simulated states, so nothing here rejects a number that is not finite: a
/// renderer skips a solid with such a number, with a rotation of length zero, or with a size that is not
/// positive (the half length of a capsule may be zero).
public struct Solid: Equatable, Sendable {
  public var form: Form
  public var pose: Pose
  public var color: Color

  /// A solid.
  public init(_ form: Form, at pose: Pose = Pose(), color: Color = .mist) {
    self.form = form
    self.pose = pose
    self.color = color
  }

  /// What a solid is in its own coordinates, around the origin; lengths in world units.
  public enum Form: Equatable, Sendable {
    /// Sides of twice the half sizes along the axes.
    case box(half: Point3)
    case sphere(radius: Double)
    case ellipsoid(radii: Point3)
    /// A cylinder along z from `-halfLength` to `halfLength` with round caps beyond.
    case capsule(radius: Double, halfLength: Double)
    /// Along z from `-halfLength` to `halfLength`, with flat caps.
    case cylinder(radius: Double, halfLength: Double)
    /// The rectangle in z = 0, its bright side up; with a checker, every other cell has its colour.
    case plane(halfWidth: Double, halfHeight: Double, checker: Checker?)
    /// From the origin along z: a shaft of `radius`, then a cone 6 radii long and 2.4 radii wide at its
    /// base, which takes up all of an arrow shorter than that and shrinks with it.
    case arrow(length: Double, radius: Double)
    case mesh(SolidMesh)
  }

  /// The second colour of a plane and its number of cells along x and y.
  public struct Checker: Equatable, Hashable, Sendable {
    public var color: Color
    public var columns: Int
    public var rows: Int

    /// - Precondition: both counts lie in 1...1024.
    public init(_ color: Color, columns: Int, rows: Int) {
      precondition(
        (1...1024).contains(columns) && (1...1024).contains(rows),
        "a checker has 1 to 1024 cells each way, got \(columns) by \(rows)")
      self.color = color
      self.columns = columns
      self.rows = rows
    }
  }

  /// The points within `radius` of the segment from `start` to `end`: a limb, or, thin, a line in space.
  public static func capsule(
    from start: Point3, to end: Point3, radius: Double, color: Color
  ) -> Solid {
    let way = end - start
    let length = way.length
    return Solid(
      .capsule(radius: radius, halfLength: length / 2),
      at: Pose(
        0.5 * (start + end), rotation: length > 0 ? Quaternion(zTowards: way) : .identity),
      color: color)
  }

  /// An arrow whose tip is at `end`, for forces and velocities; nothing if both ends agree.
  public static func arrow(
    from start: Point3, to end: Point3, radius: Double, color: Color = .vermillion
  ) -> Solid {
    let way = end - start
    return Solid(
      .arrow(length: way.length, radius: radius),
      at: Pose(start, rotation: Quaternion(zTowards: way)), color: color)
  }
}
