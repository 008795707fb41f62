/// What a shape covers of a picture: a byte for each pixel of the smallest rectangle that holds it all.
package struct ShapeMask: Equatable, Sendable {
  /// Never empty, and inside the picture.
  package var bounds: PixelRect
  /// `bounds.width · bounds.height` bytes from the top row, 255 for a pixel wholly covered.
  package var coverage: [UInt8]
}

/// Makes the masks that `SoftwareRasterizer` paints through, for renderers that paint elsewhere.
package struct ShapeMasker: Sendable {
  private var shape = ShapeCoverage()

  package init() {}

  /// Makes room for pictures of this size; what lies outside `clip` is left out of every mask.
  ///
  /// - Precondition: both sizes are positive and `clip` lies inside the picture.
  package mutating func prepare(width: Int, height: Int, clip: PixelBounds) {
    precondition(
      width > 0 && height > 0 && clip.left >= 0 && clip.top >= 0 && clip.right <= width
        && clip.bottom <= height,
      "a mask's clip must lie inside its picture of \(width) by \(height), got \(clip)")
    shape.prepare(width: width, height: height, clip: clip)
  }

  /// What the fill of `geometry` covers; nil if it has none, is not to be drawn or lies outside.
  ///
  /// The fill of a heat map or an image is its rectangle. Text is taken from its outlines at its exact place,
  /// as `SoftwareRasterizer` draws it where there is no `GlyphRun`.
  package mutating func fill(of geometry: Geometry, map: PixelMap) -> ShapeMask? {
    shape.markFill(geometry, map) ? takeMask() : nil
  }

  /// What a line of `width` along the border or curve of `geometry` covers; nil as for `fill(of:map:)`.
  package mutating func stroke(of geometry: Geometry, width: Length, map: PixelMap) -> ShapeMask? {
    shape.markStroke(geometry, width: width, map) ? takeMask() : nil
  }

  private mutating func takeMask() -> ShapeMask? {
    guard let bounds = shape.mask.markedBounds else { return nil }
    let (width, height) = (bounds.right - bounds.left, bounds.bottom - bounds.top)
    var coverage = [UInt8](repeating: 0, count: width * height)
    shape.mask.drain { y, start, end, row in
      let offset = (y - bounds.top) * width - bounds.left
      for x in start..<end { coverage[offset + x] = row[x] }
    }
    return ShapeMask(
      bounds: PixelRect(x: bounds.left, y: bounds.top, width: width, height: height), coverage: coverage)
  }
}
