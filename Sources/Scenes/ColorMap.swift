/// A path through colour space from 0 to 1: colours at equal steps, joined by straight lines.
public struct ColorMap: Equatable, Hashable, Sendable {
  /// The colours at 0, 1/(n − 1), ..., 1.
  public let knots: [Color]

  /// A map through the given colours.
  ///
  /// - Precondition: at least two colours.
  public init(_ knots: [Color]) {
    precondition(knots.count >= 2, "a colour map needs at least two colours, got \(knots.count)")
    self.knots = knots
  }

  /// The colour at `t`, which is clamped to 0...1; NaN counts as 0.
  public func color(at t: Double) -> Color {
    let place = (t >= 0 ? min(t, 1) : 0) * Double(knots.count - 1)
    let i = min(Int(place), knots.count - 2)
    return knots[i].mixed(with: knots[i + 1], by: place - Double(i))
  }

  /// Dark violet through teal to yellow: lightness grows all the way and equal steps look equally far
  /// apart, also to most colour-blind eyes and in grey.
  ///
  /// Knots at equal arc length along a path in OKLab: lightness 0.24 to 0.93, hue from 292° to 102° by
  /// way of green, chroma 0.085 to 0.175, reduced where sRGB ends.
  /// Source of the space: B. Ottosson, "A perceptual color space for image processing", 2020.
  public static let sequential = ColorMap(
    [
      0x221443, 0x232354, 0x213363, 0x1A4471, 0x08547D, 0x096583,
      0x0D7589, 0x10868E, 0x139791, 0x16A790, 0x21B78A, 0x4FC481,
      0x76CF76, 0x9AD968, 0xBFE15A, 0xE2E74D, 0xFEEB56,
    ].map { Color(hex: $0) })
}
