/// One line of writing, set in `Font.standard`.
///
/// Characters that the font lacks, line breaks among them, show as its replacement box. The shape's fill is
/// its colour; the stroke is not used. Rotate it with the shape's transform.
public struct Text: Equatable, Hashable, Sendable {
  /// Which end of the line, or its middle, lies at the anchor.
  public enum Alignment: Sendable {
    case leading, center, trailing
  }

  /// Which height of the line lies at the anchor: the foot of capitals, half their height, or their top.
  public enum Baseline: Sendable {
    case bottom, middle, top
  }

  public var string: String
  public var anchor: Point
  /// The font's em: about 1.37 times the height of capitals.
  public var size: Length
  public var alignment: Alignment
  public var baseline: Baseline

  /// A line of writing at `anchor`.
  public init(
    _ string: String, at anchor: Point, size: Length = .pixels(14), alignment: Alignment = .leading,
    baseline: Baseline = .bottom
  ) {
    self.string = string
    self.anchor = anchor
    self.size = size
    self.alignment = alignment
    self.baseline = baseline
  }
}
