/// Short forms that append one shape each.
extension Scene {
  /// A straight line.
  public mutating func line(
    from start: Point, to end: Point, color: Color = .ink, width: Length = .pixels(2)
  ) {
    polyline([start, end], color: color, width: width)
  }

  /// An open broken line with round joins.
  public mutating func polyline(
    _ points: [Point], color: Color = .ink, width: Length = .pixels(2)
  ) {
    add(.polyline(points), Style(stroke: Stroke(color, width: width)))
  }

  /// A closed polygon, convex or not, filled by the even-odd rule.
  public mutating func polygon(_ points: [Point], fill: Color? = nil, stroke: Stroke? = nil) {
    polygon(contours: [points], fill: fill, stroke: stroke)
  }

  /// Several closed contours filled together by the even-odd rule: inner ones are holes.
  public mutating func polygon(
    contours: [[Point]], fill: Color? = nil, stroke: Stroke? = nil
  ) {
    add(.polygon(contours), Style(fill: fill, stroke: stroke))
  }

  /// A disc, and with a stroke its circle.
  public mutating func disc(
    at center: Point, radius: Double, fill: Color? = nil, stroke: Stroke? = nil
  ) {
    add(.disc(center: center, radius: radius), Style(fill: fill, stroke: stroke))
  }

  /// A circle drawn as a line.
  public mutating func ring(
    at center: Point, radius: Double, color: Color = .ink, width: Length = .pixels(2)
  ) {
    disc(at: center, radius: radius, stroke: Stroke(color, width: width))
  }

  /// A segment thickened by `radius`, with round ends.
  public mutating func capsule(
    from start: Point, to end: Point, radius: Double, fill: Color? = nil, stroke: Stroke? = nil
  ) {
    add(.capsule(from: start, to: end, radius: radius), Style(fill: fill, stroke: stroke))
  }

  /// An axis-aligned rectangle.
  public mutating func rectangle(_ rect: Rect, fill: Color? = nil, stroke: Stroke? = nil) {
    add(.rectangle(rect), Style(fill: fill, stroke: stroke))
  }

  /// A rectangle turned counter-clockwise about its centre by `rotation` (radians).
  public mutating func rectangle(
    center: Point, width: Double, height: Double, rotation: Double, fill: Color? = nil,
    stroke: Stroke? = nil
  ) {
    shapes.append(
      Shape(
        .rectangle(Rect(center: .zero, width: width, height: height)),
        style: Style(fill: fill, stroke: stroke),
        transform: Transform(translation: center, rotation: rotation)))
  }

  /// An arrow whose tip is at `end`, for forces and velocities.
  public mutating func arrow(
    from start: Point, to end: Point, color: Color = .vermillion, width: Length = .pixels(4)
  ) {
    add(.arrow(from: start, to: end, width: width), Style(fill: color))
  }

  /// A part of a circle, from `start` through `sweep` (radians, counter-clockwise when positive).
  public mutating func arc(
    center: Point, radius: Double, start: Double, sweep: Double, color: Color = .ink,
    width: Length = .pixels(2)
  ) {
    add(
      .arc(center: center, radius: radius, start: start, sweep: sweep),
      Style(stroke: Stroke(color, width: width)))
  }

  /// A grid of values over a rectangle.
  public mutating func heatMap(_ map: HeatMap, in rect: Rect, stroke: Stroke? = nil) {
    add(.heatMap(map, in: rect), Style(stroke: stroke))
  }

  /// A picture over a rectangle.
  public mutating func image(_ image: Image, in rect: Rect, stroke: Stroke? = nil) {
    add(.image(image, in: rect), Style(stroke: stroke))
  }

  /// A line of writing.
  public mutating func text(
    _ string: String, at anchor: Point, size: Length = .pixels(14), color: Color = .ink,
    alignment: Text.Alignment = .leading, baseline: Text.Baseline = .bottom
  ) {
    let text = Text(string, at: anchor, size: size, alignment: alignment, baseline: baseline)
    add(.text(text), Style(fill: color))
  }

  private mutating func add(_ geometry: Geometry, _ style: Style) {
    shapes.append(Shape(geometry, style: style))
  }
}
