/// Draws scenes into images on the processor, anti-aliased, with the same bits on every platform.
///
/// Polygons, rectangles, arrows and letters are covered by exact pixel area; discs, capsules, arcs and lines
/// by their distance to the pixel's centre (see `CoverageProfile`). Shapes blend in order, source over.
/// Letters of upright text start at whole pixels (see `GlyphRun`), those of turned text at their exact place.
///
/// A shape with a coordinate or length that is not finite, or further than 2^30 pixels from the picture's
/// corner, is skipped, and so are negative radii and rectangles with `max < min`; a view that is not finite
/// or has no area shows the background alone. The cells of heat maps and images meet without blending.
///
/// Solids come first, with a depth buffer: see `SolidRasterizer`.
///
/// The rasteriser keeps its working memory, about five bytes per pixel, 32 more with solids, and up to four
/// megabytes of letters, between pictures of one size.
public struct SoftwareRasterizer: SceneRenderer, Sendable {
  private var coverage = ShapeCoverage()
  private var glyphs = GlyphCache()
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
      let bounds = PixelBounds(pane.area, width: image.width, height: image.height)
      image.blend(pane.scene.background, over: bounds)
      draw(pane.scene, in: pane.area, of: &image)
    }
  }

  private mutating func draw(_ scene: Scene, in area: PixelRect, of image: inout Image) {
    let (width, height) = (image.width, image.height)
    guard let viewport = Viewport(view: scene.view, in: area, width: width, height: height) else { return }
    coverage.prepare(width: width, height: height, clip: viewport.clip)
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
    case .heatMap(let heatMap, _):
      if coverage.markFill(geometry, map) { paint(heatMap, into: raster) }
    case .image(let image, _):
      if coverage.markFill(geometry, map) { paint(image, into: raster) }
    case .text(let text):
      if let fill = style.fill { draw(text, fill, map, into: raster) }
    default:
      if let fill = style.fill, coverage.markFill(geometry, map) {
        coverage.mask.paint(fill, into: raster)
      }
    }
    if let stroke = style.stroke, coverage.markStroke(geometry, width: stroke.width, map) {
      coverage.mask.paint(stroke.color, into: raster)
    }
  }

  private mutating func draw(_ text: Text, _ color: Color, _ map: PixelMap, into raster: Raster) {
    let font = Font.standard
    guard let run = GlyphRun(text, font: font, map: map) else {
      if coverage.markFill(.text(text), map) { coverage.mask.paint(color, into: raster) }
      return
    }
    let clip = coverage.mask.clip
    for element in run {
      glyphs.withBitmap(element.glyph, pixelSize: run.pixelSize, of: font) { bitmap in
        raster.paint(bitmap, at: element, color, clip: clip)
      }
    }
  }

  private mutating func paint(_ heatMap: HeatMap, into raster: Raster) {
    cellWords.removeAll(keepingCapacity: true)
    for value in heatMap.values { cellWords.append(heatMap.color(of: value).word) }
    let corners = coverage.outline.points
    let texture = Texture(
      columns: heatMap.columns, rows: heatMap.rows, origin: corners[0], acrossEnd: corners[1],
      upEnd: corners[3])
    cellWords.withUnsafeBufferPointer { words in
      texture.paint(&coverage.mask, into: raster) { words[$0] }
    }
  }

  private mutating func paint(_ image: Image, into raster: Raster) {
    let corners = coverage.outline.points
    let texture = Texture(
      columns: image.width, rows: image.height, origin: corners[3], acrossEnd: corners[2],
      upEnd: corners[0])
    image.pixels.withUnsafeBytes { bytes in
      texture.paint(&coverage.mask, into: raster) { Raster.load(bytes.baseAddress!, at: $0) }
    }
  }
}

extension Raster {
  /// Blends `color` through a glyph's bitmap.
  func paint(_ bitmap: GlyphBitmap, at place: GlyphRun.Element, _ color: Color, clip: PixelBounds) {
    let (left, top) = (place.x + bitmap.left, place.y + bitmap.top)
    let (firstX, endX) = (max(left, clip.left), min(left + bitmap.width, clip.right))
    let (firstY, endY) = (max(top, clip.top), min(top + bitmap.height, clip.bottom))
    guard firstX < endX, firstY < endY else { return }
    let word = color.word
    let opacity = UInt32(color.alpha)
    bitmap.coverage.withUnsafeBufferPointer { coverage in
      for y in firstY..<endY {
        let row = self.row(y)
        let offset = (y - top) * bitmap.width - left
        for x in firstX..<endX {
          let alpha = scaledByte(UInt32(coverage[offset + x]), opacity)
          Raster.store(blend(word, alpha: alpha, onto: Raster.load(row, at: x)), in: row, at: x)
        }
      }
    }
  }
}
