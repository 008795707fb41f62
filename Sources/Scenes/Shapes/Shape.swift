/// One thing to draw: a geometry in its own coordinates, where it lies in the world, and its style.
public struct Shape: Equatable, Sendable {
  public var geometry: Geometry
  public var style: Style
  /// From the geometry's coordinates to the world's.
  public var transform: Transform

  /// A shape; the transform defaults to none.
  public init(_ geometry: Geometry, style: Style, transform: Transform = .identity) {
    self.geometry = geometry
    self.style = style
    self.transform = transform
  }
}

/// The plane figures a scene can hold; lengths in world units unless a `Length` says otherwise.
public enum Geometry: Equatable, Sendable {
  /// An open broken line; stroke only. One point is a dot.
  case polyline([Point])
  /// Closed contours (the closing edge is implied), filled by the even-odd rule: a contour inside
  /// another is a hole.
  case polygon([[Point]])
  /// The points within `radius` of `center`.
  case disc(center: Point, radius: Double)
  /// The points within `radius` of the segment from `start` to `end`.
  case capsule(from: Point, to: Point, radius: Double)
  /// An axis-aligned rectangle; rotate it with the shape's transform.
  case rectangle(Rect)
  /// A filled shaft of the given width with a head that ends at `to`. The head is 3.5 widths long and
  /// 3.2 widths across, and shrinks to fit an arrow shorter than that.
  case arrow(from: Point, to: Point, width: Length)
  /// The part of a circle from `start` through `sweep` (radians, counter-clockwise when positive);
  /// stroke only. A sweep of a full turn or more is the circle.
  case arc(center: Point, radius: Double, start: Double, sweep: Double)
  /// A grid of coloured cells stretched over a rectangle; the fill is not used, the stroke frames it.
  case heatMap(HeatMap, in: Rect)
  /// A picture stretched over a rectangle, nearest pixel; the fill is not used, the stroke frames it.
  case image(Image, in: Rect)
  /// A line of writing; fill only.
  case text(Text)
}
