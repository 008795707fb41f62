import ElementaryFunctions

/// An orientation-preserving similarity of the plane: scale, then rotate, then translate.
///
/// `p ↦ m·p + t` in complex numbers, with `m = scale · e^(i·angle)`. Similarities keep discs round and
/// capsules straight, so every shape stays the shape it is; general affine maps are left out on purpose.
public struct Transform: Equatable, Hashable, Sendable {
  /// The real part of `m`, `scale · cos(angle)`.
  public var cosine: Double
  /// The imaginary part of `m`, `scale · sin(angle)`.
  public var sine: Double
  /// The image of the origin, `t`.
  public var translation: Point

  /// The similarity with `m = cosine + i·sine`; for rotations whose sine and cosine are known.
  public init(cosine: Double, sine: Double, translation: Point = .zero) {
    self.cosine = cosine
    self.sine = sine
    self.translation = translation
  }

  /// Scales by `scale`, rotates counter-clockwise by `rotation` (radians) and moves the origin to
  /// `translation`.
  public init(translation: Point = .zero, rotation: Double = 0, scale: Double = 1) {
    let (sine, cosine) = Elementary.sinCos(rotation)
    self.init(cosine: scale * cosine, sine: scale * sine, translation: translation)
  }

  public static let identity = Transform(cosine: 1, sine: 0)

  /// A displacement by `(x, y)`.
  public static func translation(_ x: Double, _ y: Double) -> Transform {
    Transform(translation: Point(x, y))
  }

  /// A counter-clockwise rotation by `angle` (radians) about `center`.
  public static func rotation(_ angle: Double, about center: Point = .zero) -> Transform {
    var turn = Transform(rotation: angle)
    turn.translation = center - turn.apply(center)
    return turn
  }

  /// A magnification by `factor` about the origin.
  public static func scale(_ factor: Double) -> Transform {
    Transform(cosine: factor, sine: 0)
  }

  /// The factor by which lengths grow, `|m|`.
  public var magnification: Double { (cosine * cosine + sine * sine).squareRoot() }

  /// The image of `p`.
  public func apply(_ p: Point) -> Point {
    Point(
      cosine * p.x - sine * p.y + translation.x, sine * p.x + cosine * p.y + translation.y)
  }

  /// The composition: first `inner`, then `outer`.
  public static func * (outer: Transform, inner: Transform) -> Transform {
    Transform(
      cosine: outer.cosine * inner.cosine - outer.sine * inner.sine,
      sine: outer.sine * inner.cosine + outer.cosine * inner.sine,
      translation: outer.apply(inner.translation))
  }
}
