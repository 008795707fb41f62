extension Font {
  /// One step along a contour.
  enum PathStep {
    case move(Point)
    case line(Point)
    /// A parabola: the quadratic Bézier curve from where the path is.
    case curve(control: Point, end: Point)
    case close
  }

  /// Walks the contours of `glyph`, in em.
  @inline(__always)
  func forEachStep(of glyph: Int, _ body: (PathStep) -> Void) {
    let firstContour = glyph == 0 ? 0 : glyphEnds[glyph - 1]
    for contour in firstContour..<glyphEnds[glyph] {
      let start = contour == 0 ? 0 : contourEnds[contour - 1]
      let end = contourEnds[contour]
      body(.move(points[start].position))
      var i = start + 1
      while i < end {
        if points[i].isOnCurve {
          body(.line(points[i].position))
          i += 1
        } else {
          body(.curve(control: points[i].position, end: points[i + 1 < end ? i + 1 : start].position))
          i += 2
        }
      }
      body(.close)
    }
  }

  /// Calls `body` with the corners of the closed contours of `glyph` in em, and whether each starts one; no
  /// chord lies further than `tolerance` (em) from its curve.
  func forEachContourPoint(of glyph: Int, tolerance: Double, _ body: (Point, Bool) -> Void) {
    var last = Point.zero
    var first = Point.zero
    forEachStep(of: glyph) { step in
      switch step {
      case .move(let point):
        body(point, true)
        first = point
        last = point
      case .line(let point):
        body(point, false)
        last = point
      case .curve(let control, let end):
        // A piece of parameter length h deviates by |p₀ − 2p₁ + p₂| h² / 4 from its chord.
        let bend = (last - 2 * control + end).length
        let pieces = max(1, Int((bend / (4 * tolerance)).squareRoot().rounded(.up)))
        for k in 1...pieces {
          let t = Double(k) / Double(pieces)
          let point = (1 - t) * (1 - t) * last + 2 * t * (1 - t) * control + t * t * end
          if k < pieces || end != first { body(k == pieces ? end : point, false) }
        }
        last = end
      case .close:
        break
      }
    }
  }
}
