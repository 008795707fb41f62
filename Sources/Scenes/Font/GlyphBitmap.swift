/// The coverage of one glyph whose origin lies on a corner of pixels.
package struct GlyphBitmap: Equatable, Sendable {
  /// Whole pixels from the glyph's origin, right and down, to the bitmap's upper left corner.
  package var left: Int
  package var top: Int
  package var width: Int
  package var height: Int
  /// `width · height` bytes from the top row, 255 for a pixel wholly inside; empty for a blank.
  package var coverage: [UInt8]
}

extension Font {
  /// The exact area coverage of a glyph drawn `pixelSize` pixels to the em, upright.
  ///
  /// - Precondition: `pixelSize` is positive and at most `GlyphRun.largestSize`.
  /// - Complexity: O(width · height + length of the outline in pixels); allocates.
  package func rasterize(glyph: Int, pixelSize: Double) -> GlyphBitmap {
    precondition(
      pixelSize > 0 && pixelSize <= GlyphRun.largestSize,
      "a glyph's size must lie in 0...\(GlyphRun.largestSize) pixels, got \(pixelSize)")
    var outline = Outline()
    forEachContourPoint(of: glyph, tolerance: chordError / pixelSize) { point, starts in
      if starts && !outline.points.isEmpty { outline.endContour() }
      outline.add(Point(point.x * pixelSize, -point.y * pixelSize))
    }
    guard let first = outline.points.first else {
      return GlyphBitmap(left: 0, top: 0, width: 0, height: 0, coverage: [])
    }
    outline.endContour()
    var low = first
    var high = first
    for point in outline.points {
      low = Point(min(low.x, point.x), min(low.y, point.y))
      high = Point(max(high.x, point.x), max(high.y, point.y))
    }
    let left = Int(low.x.rounded(.down))
    let top = Int(low.y.rounded(.down))
    let width = max(1, Int(high.x.rounded(.up)) - left)
    let height = max(1, Int(high.y.rounded(.up)) - top)
    let bounds = PixelBounds(left: 0, top: 0, right: width, bottom: height)
    var accumulator = AreaAccumulator()
    accumulator.prepare(width: width, height: height, clip: bounds)
    let shift = Point(Double(left), Double(top))
    outline.forEachSide(closing: true) { accumulator.addEdge(from: $0 - shift, to: $1 - shift) }
    var mask = CoverageMask()
    mask.resize(width: width, height: height)
    mask.clip = bounds
    accumulator.drain(into: &mask, rule: .nonZero)
    var coverage = [UInt8](repeating: 0, count: width * height)
    mask.drain { y, start, end, row in
      for x in start..<end { coverage[y * width + x] = row[x] }
    }
    return GlyphBitmap(left: left, top: top, width: width, height: height, coverage: coverage)
  }
}

/// How far, in pixels, the chords of a glyph may lie from its curves.
let chordError = 0.005
