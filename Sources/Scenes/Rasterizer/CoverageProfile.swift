/// Coverage as a function of the distance `d` (pixels) from a curve, or a spine:
/// `gain · clamp(min(outer − d, d − inner) + 1/2, 0, 1)`.
///
/// The ramp one pixel wide is the exact box-filter coverage of a straight border parallel to an axis.
/// What is narrower than a pixel is drawn one pixel wide and paler by `gain`, so its area is kept.
package struct CoverageProfile {
  package var inner: Double
  package var outer: Double
  package var gain: Double

  /// The points nearer than `radius` to a spine.
  package static func solid(radius: Double) -> CoverageProfile {
    radius < 0.5
      ? CoverageProfile(inner: -.infinity, outer: 0.5, gain: 2 * radius)
      : CoverageProfile(inner: -.infinity, outer: radius, gain: 1)
  }

  /// A disc. The ramp over a curved border adds π/12 to the area, `∫(r + u)²du = r² + 1/12` over
  /// `|u| ≤ 1/2`, so the radius is shortened to keep the mean area over positions at exactly πr²; below
  /// `r² = 1/3`, a cone of base radius 1 and height `3r²` has that area.
  package static func disc(radius: Double) -> CoverageProfile {
    let square = radius * radius
    return square < 1.0 / 3
      ? CoverageProfile(inner: -.infinity, outer: 0.5, gain: 3 * square)
      : CoverageProfile(inner: -.infinity, outer: (square - 1.0 / 12).squareRoot(), gain: 1)
  }

  /// The points whose distance differs from `radius` by less than `width / 2`.
  package static func band(radius: Double, width: Double) -> CoverageProfile {
    let half = max(width, 1) / 2
    return CoverageProfile(
      inner: radius > half ? radius - half : -.infinity, outer: radius + half,
      gain: min(width, 1))
  }

  @inline(__always)
  package func byte(at distance: Double) -> UInt8 {
    let depth = min(outer - distance, distance - inner) + 0.5
    return UInt8(gain * max(0, min(1, depth)) * 255 + 0.5)
  }
}
