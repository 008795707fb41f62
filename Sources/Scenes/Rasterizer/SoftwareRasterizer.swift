import ElementaryFunctions

/// Draws scenes into images on the processor, anti-aliased, with the same bits on every platform.
///
/// Polygons, rectangles and arrows are covered by exact pixel area; discs, capsules, arcs and lines by
/// their distance to the pixel's centre (see `CoverageProfile`). Shapes blend in order, source over.
///
/// A shape with a coordinate or length that is not finite, or further than 2^30 pixels from the picture's
/// corner, is skipped, and so are negative radii and rectangles with `max < min`; a view that is not finite
/// or has no area shows the background alone. The cells of heat maps and images meet without blending.
///
/// Solids come first, with a depth buffer: see `SolidRasterizer`.
///
/// The rasteriser keeps its working memory, about five bytes per pixel and 32 more with solids, between
/// pictures of one size.
public struct SoftwareRasterizer: SceneRenderer, Sendable {
  private var mask = CoverageMask()
  private var accumulator = AreaAccumulator()
  private var outline = Outline()
  private var cellWords: [UInt32] = []
  private var solids = SolidRasterizer()

  /// A rasteriser without memory for any size yet.
  public init() {}

  /// A new image of `scene`.
  ///
  /// - Precondition: both sizes lie in 1...16384.
  /// - Complexity: O(width · height + the pixels the shapes cover).
  public mutating func render(_ scene: Scene, width: Int, height: Int) -> Image {
    var image = Image(width: width, height: height)
    render(scene, into: &image)
    return image
  }

  /// Draws `scene` over all of `image`, at its size; without solids it allocates nothing once the
  /// sizes have been seen.
  public mutating func render(_ scene: Scene, into image: inout Image) {
    image.fill(with: scene.background)
    draw(scene, in: PixelRect(x: 0, y: 0, width: image.width, height: image.height), of: &image)
  }

  /// Draws `composition` over all of `image`, at its size.
  public mutating func render(_ composition: Composition, into image: inout Image) {
    image.fill(with: composition.background)
    for pane in composition.panes {
      image.blend(pane.scene.background, over: PixelBounds(pane.area, width: image.width, height: image.height))
      draw(pane.scene, in: pane.area, of: &image)
    }
  }

  private mutating func draw(_ scene: Scene, in area: PixelRect, of image: inout Image) {
    let (width, height) = (image.width, image.height)
    guard let viewport = Viewport(view: scene.view, in: area, width: width, height: height) else { return }
    mask.resize(width: width, height: height)
    mask.clip = viewport.clip
    accumulator.prepare(width: width, height: height, clip: viewport.clip)
    image.pixels.withUnsafeMutableBytes { bytes in
      let raster = Raster(base: bytes.baseAddress!, width: width, height: height)
      solids.draw(scene, in: area, clip: viewport.clip, into: raster)
      for shape in scene.shapes {
        draw(shape.geometry, shape.style, viewport.map(shape.transform), into: raster)
      }
    }
  }

  private mutating func draw(
    _ geometry: Geometry, _ style: Style, _ map: PixelMap, into raster: Raster
  ) {
    switch geometry {
    case .disc(let center, let radius):
      drawRound(
        from: center, to: center, radius: radius, style, map, into: raster,
        profile: CoverageProfile.disc)
    case .capsule(let start, let end, let radius):
      drawRound(
        from: start, to: end, radius: radius, style, map, into: raster,
        profile: CoverageProfile.solid)
    case .arc(let center, let radius, let start, let sweep):
      drawArc(center, radius, start, sweep, style.stroke, map, into: raster)
    case .polyline(let points):
      outline.removeAll()
      outline.addContour(points, map)
      stroke(style.stroke, map, closing: false, into: raster)
    case .polygon(let contours):
      outline.removeAll()
      for contour in contours { outline.addContour(contour, map) }
      drawOutline(style, map, into: raster)
    case .rectangle(let rect):
      outline.removeAll()
      outline.addRectangle(rect, map)
      drawOutline(style, map, into: raster)
    case .arrow(let start, let end, let width):
      outline.removeAll()
      outline.addArrow(from: map(start), to: map(end), width: map.resolve(width))
      drawOutline(style, map, into: raster)
    case .heatMap(let heatMap, let rect):
      drawHeatMap(heatMap, rect, map, into: raster)
      stroke(style.stroke, map, closing: true, into: raster)
    case .image(let image, let rect):
      drawImage(image, rect, map, into: raster)
      stroke(style.stroke, map, closing: true, into: raster)
    case .text:
      break
    }
  }

  private mutating func drawRound(
    from start: Point, to end: Point, radius: Double, _ style: Style, _ map: PixelMap,
    into raster: Raster, profile: (Double) -> CoverageProfile
  ) {
    let spine = Spine(from: map(start), to: map(end))
    let radius = radius * map.scale
    guard spine.start.isDrawable, spine.end.isDrawable, isDrawable(radius) else { return }
    if let fill = style.fill {
      mask.add(spine, profile(radius))
      mask.paint(fill, into: raster)
    }
    if let stroke = style.stroke {
      let width = map.resolve(stroke.width)
      guard isDrawable(width) else { return }
      mask.add(spine, .band(radius: radius, width: width))
      mask.paint(stroke.color, into: raster)
    }
  }

  private mutating func drawArc(
    _ center: Point, _ radius: Double, _ start: Double, _ sweep: Double, _ stroke: Stroke?,
    _ map: PixelMap, into raster: Raster
  ) {
    guard let stroke, start.isFinite, sweep.isFinite else { return }
    let center = map(center)
    let scale = map.scale
    let radius = radius * scale
    let width = map.resolve(stroke.width)
    guard center.isDrawable, isDrawable(radius), isDrawable(width) else { return }
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
    mask.paint(stroke.color, into: raster)
  }

  private mutating func drawOutline(_ style: Style, _ map: PixelMap, into raster: Raster) {
    if let fill = style.fill, markOutline() {
      mask.paint(fill, into: raster)
    }
    stroke(style.stroke, map, closing: true, into: raster)
  }

  /// Marks the inside of the outline; false if it is not to be drawn.
  private mutating func markOutline() -> Bool {
    guard outline.isDrawable else { return false }
    outline.forEachSide(closing: true) { accumulator.addEdge(from: $0, to: $1) }
    accumulator.drain(into: &mask)
    return true
  }

  private mutating func stroke(
    _ stroke: Stroke?, _ map: PixelMap, closing: Bool, into raster: Raster
  ) {
    guard let stroke, outline.isDrawable else { return }
    let width = map.resolve(stroke.width)
    guard isDrawable(width) else { return }
    let profile = CoverageProfile.solid(radius: width / 2)
    outline.forEachSide(closing: closing) { mask.add(Spine(from: $0, to: $1), profile) }
    mask.paint(stroke.color, into: raster)
  }

  private mutating func drawHeatMap(
    _ heatMap: HeatMap, _ rect: Rect, _ map: PixelMap, into raster: Raster
  ) {
    outline.removeAll()
    outline.addRectangle(rect, map)
    guard markOutline() else { return }
    cellWords.removeAll(keepingCapacity: true)
    for value in heatMap.values { cellWords.append(heatMap.color(of: value).word) }
    let texture = Texture(
      columns: heatMap.columns, rows: heatMap.rows, origin: outline.points[0],
      acrossEnd: outline.points[1], upEnd: outline.points[3])
    cellWords.withUnsafeBufferPointer { words in
      texture.paint(&mask, into: raster) { words[$0] }
    }
  }

  private mutating func drawImage(
    _ image: Image, _ rect: Rect, _ map: PixelMap, into raster: Raster
  ) {
    outline.removeAll()
    outline.addRectangle(rect, map)
    guard markOutline() else { return }
    let texture = Texture(
      columns: image.width, rows: image.height, origin: outline.points[3],
      acrossEnd: outline.points[2], upEnd: outline.points[0])
    image.pixels.withUnsafeBytes { bytes in
      texture.paint(&mask, into: raster) { Raster.load(bytes.baseAddress!, at: $0) }
    }
  }
}
