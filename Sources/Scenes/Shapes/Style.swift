/// A length in world units, which grows with the zoom, or in pixels, which does not.
public enum Length: Equatable, Hashable, Sendable {
  case world(Double)
  case pixels(Double)
}

/// The line along a border or a curve: colour and full width; joins and ends are round.
public struct Stroke: Equatable, Hashable, Sendable {
  public var color: Color
  public var width: Length

  /// A line of the given colour and full width.
  public init(_ color: Color, width: Length = .pixels(2)) {
    self.color = color
    self.width = width
  }
}

/// How a shape is painted: the inside first, then the line centred on its border.
public struct Style: Equatable, Hashable, Sendable {
  public var fill: Color?
  public var stroke: Stroke?

  /// A fill, a stroke, both or neither.
  public init(fill: Color? = nil, stroke: Stroke? = nil) {
    self.fill = fill
    self.stroke = stroke
  }
}
