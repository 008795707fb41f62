import ElementaryFunctions

/// Marks in a mask what a geometry's fill and stroke cover; its working memory is reused from shape to shape.
struct ShapeCoverage: Sendable {
  var mask = CoverageMask()
  /// The contours of the last outlined geometry; a rectangle's corners start lower left, counter-clockwise.
  private(set) var outline = Outline()
  private var accumulator = AreaAccumulator()

  /// Makes room for pictures of this size, clipped to `clip`.
  mutating func prepare(width: Int, height: Int, clip: PixelBounds) {
    mask.resize(width: width, height: height)
    mask.clip = clip
    accumulator.prepare(width: width, height: height, clip: clip)
  }

  /// Marks the inside of `geometry`; false if it has none or is not to be drawn.
  mutating func markFill(_ geometry: Geometry, _ map: PixelMap) -> Bool {
    switch geometry {
    case .disc(let center, let radius):
      return markRound(from: center, to: center, radius: radius, map, CoverageProfile.disc)
    case .capsule(let start, let end, let radius):
      return markRound(from: start, to: end, radius: radius, map, CoverageProfile.solid)
    case .polygon, .rectangle, .arrow, .heatMap, .image:
      loadOutline(of: geometry, map)
      return markOutline(.evenOdd)
    case .text(let text):
      loadOutline(of: text, map)
      return markOutline(.nonZero)
    case .polyline, .arc:
      return false
    }
  }

  /// Marks the line along the border or curve of `geometry`; false if it has none or is not to be drawn.
  mutating func markStroke(_ geometry: Geometry, width: Length, _ map: PixelMap) -> Bool {
    let width = map.resolve(width)
    guard isDrawable(width) else { return false }
    switch geometry {
    case .disc(let center, let radius):
      return markRound(from: center, to: center, radius: radius, map) { .band(radius: $0, width: width) }
    case .capsule(let start, let end, let radius):
      return markRound(from: start, to: end, radius: radius, map) { .band(radius: $0, width: width) }
    case .arc(let center, let radius, let start, let sweep):
      return markArc(center, radius, start, sweep, width, map)
    case .polyline:
      loadOutline(of: geometry, map)
      return markSides(width: width, closing: false)
    case .polygon, .rectangle, .arrow, .heatMap, .image:
      loadOutline(of: geometry, map)
      return markSides(width: width, closing: true)
    case .text:
      return false
    }
  }

  private mutating func markRound(
    from start: Point, to end: Point, radius: Double, _ map: PixelMap, _ profile: (Double) -> CoverageProfile
  ) -> Bool {
    let spine = Spine(from: map(start), to: map(end))
    let radius = radius * map.scale
    guard spine.start.isDrawable, spine.end.isDrawable, isDrawable(radius) else { return false }
    mask.add(spine, profile(radius))
    return true
  }

  private mutating func markArc(
    _ center: Point, _ radius: Double, _ start: Double, _ sweep: Double, _ width: Double, _ map: PixelMap
  ) -> Bool {
    guard start.isFinite, sweep.isFinite else { return false }
    let center = map(center)
    let scale = map.scale
    let radius = radius * scale
    guard center.isDrawable, isDrawable(radius) else { return false }
    if abs(sweep) >= 2 * .pi {
      mask.add(Spine(from: center, to: center), .band(radius: radius, width: width))
    } else {
      let middle = Elementary.sinCos(start + sweep / 2)
      let half = Elementary.sinCos(abs(sweep) / 2)
      mask.addArc(
        center: center, radius: radius,
        middle: Point(
          (map.cosine * middle.cos - map.sine * middle.sin) / scale,
          -(map.sine * middle.cos + map.cosine * middle.sin) / scale),
        aperture: Point(half.cos, half.sin), width: width)
    }
    return true
  }

  private mutating func markOutline(_ rule: AreaAccumulator.FillRule) -> Bool {
    guard outline.isDrawable else { return false }
    outline.forEachSide(closing: true) { accumulator.addEdge(from: $0, to: $1) }
    accumulator.drain(into: &mask, rule: rule)
    return true
  }

  private mutating func markSides(width: Double, closing: Bool) -> Bool {
    guard outline.isDrawable else { return false }
    let profile = CoverageProfile.solid(radius: width / 2)
    outline.forEachSide(closing: closing) { mask.add(Spine(from: $0, to: $1), profile) }
    return true
  }

  private mutating func loadOutline(of geometry: Geometry, _ map: PixelMap) {
    outline.removeAll()
    switch geometry {
    case .polyline(let points):
      outline.addContour(points, map)
    case .polygon(let contours):
      for contour in contours { outline.addContour(contour, map) }
    case .rectangle(let rect), .heatMap(_, let rect), .image(_, let rect):
      outline.addRectangle(rect, map)
    case .arrow(let start, let end, let width):
      outline.addArrow(from: map(start), to: map(end), width: map.resolve(width))
    case .disc, .capsule, .arc, .text:
      break
    }
  }

  private mutating func loadOutline(of text: Text, _ map: PixelMap) {
    outline.removeAll()
    let font = Font.standard
    guard let frame = TextFrame(text, font: font, map: map) else { return }
    var pen = 0.0
    for character in text.string {
      let glyph = font.glyph(for: character)
      font.forEachContourPoint(of: glyph, tolerance: chordError / frame.size) { point, starts in
        if starts { outline.endContour() }
        outline.add(frame.map(Point(pen + point.x, point.y)))
      }
      pen += font.advances[glyph]
    }
    outline.endContour()
  }
}
