import ElementaryFunctions

/// A perspective camera that circles a point, the z axis upright in the picture.
///
/// With azimuth a and elevation e, the eye is at `target + distance · (cos e cos a, cos e sin a, sin e)`
/// and looks at the target.
public struct Camera: Equatable, Hashable, Sendable {
  /// What the camera circles; the middle of the picture.
  public var target: Point3
  /// From the target to the eye, in world units.
  public var distance: Double
  /// The eye's direction from the target around z, from the x axis towards the y axis (radians).
  public var azimuth: Double
  /// The eye's height over the horizontal plane through the target, as an angle (radians).
  public var elevation: Double
  /// The angle between the picture's upper and lower side (radians).
  public var fieldOfView: Double

  /// A camera; one whose numbers are not finite, or whose distance or field of view makes no sense (not
  /// positive, beyond 1e100, or half a turn and more), shows nothing.
  public init(
    target: Point3 = .zero, distance: Double = 4, azimuth: Double = -.pi / 2, elevation: Double = 0.3,
    fieldOfView: Double = .pi / 4
  ) {
    self.target = target
    self.distance = distance
    self.azimuth = azimuth
    self.elevation = elevation
    self.fieldOfView = fieldOfView
  }

  /// What is nearer to the eye's plane than this is cut off.
  public var near: Double { distance / 50 }
  /// What is further than this is cut off.
  public var far: Double { distance * 100 }

  /// Circles the target by angles (radians); the elevation stops straight above and below.
  public mutating func orbit(by azimuth: Double, _ elevation: Double) {
    self.azimuth += azimuth
    self.elevation = min(max(self.elevation + elevation, -.pi / 2), .pi / 2)
  }

  /// Moves camera and target together, in world units to the right and upwards in the picture.
  public mutating func pan(right: Double, up: Double) {
    let axes = axes
    target = target + right * axes.right + up * axes.up
  }

  /// Divides the distance by `factor`: above one comes closer.
  ///
  /// - Precondition: `factor` is positive and finite.
  public mutating func zoom(by factor: Double) {
    precondition(factor > 0 && factor.isFinite, "zoom takes a positive factor, got \(factor)")
    distance /= factor
  }

  /// Where the camera is.
  public var eye: Point3 { target + distance * axes.back }

  /// The picture's axes in the world: unit vectors to the right, upwards, and from the target to the eye.
  public var axes: (right: Point3, up: Point3, back: Point3) {
    let around = Elementary.sinCos(azimuth)
    let above = Elementary.sinCos(elevation)
    return (
      Point3(-around.sin, around.cos, 0),
      Point3(-above.sin * around.cos, -above.sin * around.sin, above.cos),
      Point3(above.cos * around.cos, above.cos * around.sin, above.sin)
    )
  }

  /// The place in `rect`, a picture of this camera, that shows `point`; nil if the point is not finite or
  /// nearer to the eye's plane than `near`. With a scene's view for `rect`, the place is where a label of
  /// that scene belongs. It may lie outside `rect`.
  public func project(_ point: Point3, in rect: Rect) -> Point? {
    guard isProper, rect.isProper else { return nil }
    let clip = viewProjection(aspect: rect.width / rect.height) * point
    guard clip.w >= near, clip.x.isFinite, clip.y.isFinite else { return nil }
    return Point(
      rect.minX + (clip.x / clip.w + 1) / 2 * rect.width,
      rect.minY + (clip.y / clip.w + 1) / 2 * rect.height)
  }

  /// Whether it shows anything.
  package var isProper: Bool {
    target.isFinite && distance > 1e-100 && distance < 1e100 && azimuth.isFinite && elevation.isFinite
      && fieldOfView > 0 && fieldOfView < .pi
  }

  /// From world coordinates to clip coordinates by OpenGL's conventions, for a picture `aspect` times as
  /// wide as high: x right, y up, -w <= z <= w from `near` to `far`, and w the distance from the eye's
  /// plane.
  ///
  ///     x = f X / aspect,  y = f Y,  z = (w (far + near) - 2 far near) / (far - near),  f = cot(angle / 2)
  package func viewProjection(aspect: Double) -> Matrix4 {
    let (right, up, back) = axes
    let eye = eye
    let half = Elementary.sinCos(fieldOfView / 2)
    let f = half.cos / half.sin
    let slope = (far + near) / (far - near)
    let shift = -2 * far * near / (far - near)
    func column(_ r: Double, _ u: Double, _ b: Double, _ one: Double) -> SIMD4<Double> {
      SIMD4(f / aspect * r, f * u, -slope * b + shift * one, -b)
    }
    return Matrix4(
      column(right.x, up.x, back.x, 0), column(right.y, up.y, back.y, 0),
      column(right.z, up.z, back.z, 0),
      column(-right.dot(eye), -up.dot(eye), -back.dot(eye), 1))
  }
}
