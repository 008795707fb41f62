/// The map from world units to pixels, x right, y down, pixel centres at half-integers.
package struct Viewport {
  package let scale: Double
  package let left: Double
  package let top: Double
  /// The pixels whose centres lie in the view.
  package let clip: PixelBounds

  /// Fits `view` centred into `area` of a picture of `width` by `height` pixels; nil if the view is not
  /// finite or is empty, or if the area is empty.
  package init?(view: Rect, in area: PixelRect, width: Int, height: Int) {
    guard view.isProper, area.width > 0, area.height > 0 else { return nil }
    let scale = min(Double(area.width) / view.width, Double(area.height) / view.height)
    guard scale.isFinite, scale > 0 else { return nil }
    let marginX = (Double(area.width) - scale * view.width) / 2
    let marginY = (Double(area.height) - scale * view.height) / 2
    self.scale = scale
    left = Double(area.x) + (marginX - view.minX * scale)
    top = Double(area.y) + (marginY + view.maxY * scale)
    let visible = PixelBounds(area, width: width, height: height)
    let (shiftX, shiftY) = (Int(marginX.rounded()), Int(marginY.rounded()))
    clip = PixelBounds(
      left: max(visible.left, area.x + shiftX), top: max(visible.top, area.y + shiftY),
      right: min(visible.right, area.x + Int((Double(area.width) - marginX).rounded())),
      bottom: min(visible.bottom, area.y + Int((Double(area.height) - marginY).rounded())))
  }

  /// The map of a shape's own coordinates to pixels.
  package func map(_ transform: Transform) -> PixelMap {
    PixelMap(
      cosine: scale * transform.cosine, sine: scale * transform.sine,
      left: left + scale * transform.translation.x, top: top - scale * transform.translation.y)
  }
}

/// A half-open rectangle of pixels.
package struct PixelBounds: Hashable, Sendable {
  package var left: Int
  package var top: Int
  package var right: Int
  package var bottom: Int

  package init(left: Int, top: Int, right: Int, bottom: Int) {
    self.left = left
    self.top = top
    self.right = right
    self.bottom = bottom
  }

  /// The part of `area` inside a picture of `width` by `height` pixels.
  package init(_ area: PixelRect, width: Int, height: Int) {
    left = min(max(area.x, 0), width)
    top = min(max(area.y, 0), height)
    right = max(left, min(width, area.x + max(0, area.width)))
    bottom = max(top, min(height, area.y + max(0, area.height)))
  }
}

/// A similarity followed by the flip of y.
package struct PixelMap: Equatable, Sendable {
  package let cosine: Double
  package let sine: Double
  package let left: Double
  package let top: Double

  /// Pixels per unit of the shape's own coordinates.
  package var scale: Double { (cosine * cosine + sine * sine).squareRoot() }

  @inline(__always)
  package func callAsFunction(_ p: Point) -> Point {
    Point(left + cosine * p.x - sine * p.y, top - sine * p.x - cosine * p.y)
  }

  /// A length in pixels; NaN or not positive when there is nothing to draw.
  package func resolve(_ length: Length) -> Double {
    switch length {
    case .world(let length): length * scale
    case .pixels(let length): length
    }
  }
}

/// The largest pixel coordinate that is drawn: shapes beyond it, or not finite, are skipped, which keeps
/// all arithmetic on coordinates finite and their error far below a pixel.
package let coordinateLimit = 0x1p30

extension Point {
  @inline(__always)
  package var isDrawable: Bool { abs(x) < coordinateLimit && abs(y) < coordinateLimit }
}

/// Whether `length` is a positive size in pixels within the limit; false for NaN.
@inline(__always)
package func isDrawable(_ length: Double) -> Bool { length > 0 && length < coordinateLimit }
