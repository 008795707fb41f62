/// The map from world units to pixels, x right, y down, pixel centres at half-integers.
struct Viewport {
  let scale: Double
  let left: Double
  let top: Double
  /// The pixels whose centres lie in the view.
  let clip: PixelBounds

  /// Fits `view` centred into `width` by `height` pixels; nil if the view is not finite or is empty.
  init?(view: Rect, width: Int, height: Int) {
    guard view.isProper else { return nil }
    let scale = min(Double(width) / view.width, Double(height) / view.height)
    guard scale.isFinite, scale > 0 else { return nil }
    let marginX = (Double(width) - scale * view.width) / 2
    let marginY = (Double(height) - scale * view.height) / 2
    self.scale = scale
    left = marginX - view.minX * scale
    top = marginY + view.maxY * scale
    clip = PixelBounds(
      left: Int(max(0, marginX.rounded())), top: Int(max(0, marginY.rounded())),
      right: Int(min(Double(width), (Double(width) - marginX).rounded())),
      bottom: Int(min(Double(height), (Double(height) - marginY).rounded())))
  }

  /// The map of a shape's own coordinates to pixels.
  func map(_ transform: Transform) -> PixelMap {
    PixelMap(
      cosine: scale * transform.cosine, sine: scale * transform.sine,
      left: left + scale * transform.translation.x, top: top - scale * transform.translation.y)
  }
}

/// A half-open rectangle of pixels.
struct PixelBounds {
  var left: Int
  var top: Int
  var right: Int
  var bottom: Int
}

/// A similarity followed by the flip of y.
struct PixelMap {
  let cosine: Double
  let sine: Double
  let left: Double
  let top: Double

  /// Pixels per unit of the shape's own coordinates.
  var scale: Double { (cosine * cosine + sine * sine).squareRoot() }

  @inline(__always)
  func callAsFunction(_ p: Point) -> Point {
    Point(left + cosine * p.x - sine * p.y, top - sine * p.x - cosine * p.y)
  }

  /// A length in pixels; NaN or not positive when there is nothing to draw.
  func resolve(_ length: Length) -> Double {
    switch length {
    case .world(let length): length * scale
    case .pixels(let length): length
    }
  }
}

/// The largest pixel coordinate that is drawn: shapes beyond it, or not finite, are skipped, which keeps
/// all arithmetic on coordinates finite and their error far below a pixel.
let coordinateLimit = 0x1p30

extension Point {
  @inline(__always)
  var isDrawable: Bool { abs(x) < coordinateLimit && abs(y) < coordinateLimit }
}

/// Whether `length` is a positive size in pixels within the limit; false for NaN.
@inline(__always)
func isDrawable(_ length: Double) -> Bool { length > 0 && length < coordinateLimit }
