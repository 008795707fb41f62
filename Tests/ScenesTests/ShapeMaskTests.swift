import Scenes
import Testing

/// Masks and glyph runs give other renderers the bytes that the software rasteriser paints.
@Suite struct ShapeMaskTests {
  private let side = 64
  private var viewport: Viewport {
    get throws {
      try #require(
        Viewport(
          view: Rect(minX: 0, minY: 0, maxX: 64, maxY: 64), in: PixelRect(x: 0, y: 0, width: 64, height: 64),
          width: 64, height: 64))
    }
  }

  static let geometries: [Geometry] = [
    .polygon([[Point(5, 5), Point(60, 9), Point(20, 50)], [Point(20, 12), Point(30, 13), Point(22, 30)]]),
    .rectangle(Rect(minX: -10, minY: 3.3, maxX: 20.2, maxY: 90)),
    .disc(center: Point(30, 31), radius: 12.3),
    .capsule(from: Point(10, 50), to: Point(50, 12), radius: 4),
    .arrow(from: Point(3, 4), to: Point(55, 50), width: .world(4)),
    .text(Text("Rg", at: Point(4, 10), size: .pixels(300))),
  ]

  @Test(arguments: geometries)
  func fillsAreTheRasterisersCoverage(geometry: Geometry) throws {
    let viewport = try viewport
    var masker = ShapeMasker()
    masker.prepare(width: side, height: side, clip: viewport.clip)
    let filled = masker.fill(of: geometry, map: viewport.map(.identity))
    let mask = try #require(filled)
    let image = inkImage { $0.shapes.append(Shape(geometry, style: Style(fill: .ink))) }
    try compare(mask, image)
  }

  @Test(arguments: geometries.dropLast() + [
    .polyline([Point(4, 4), Point(30, 50), Point(60, 10)]),
    .arc(center: Point(32, 32), radius: 20, start: 0.3, sweep: 4),
  ])
  func strokesAreTheRasterisersCoverage(geometry: Geometry) throws {
    let viewport = try viewport
    var masker = ShapeMasker()
    masker.prepare(width: side, height: side, clip: viewport.clip)
    let stroked = masker.stroke(of: geometry, width: .pixels(3), map: viewport.map(.identity))
    let mask = try #require(stroked)
    let style = Style(stroke: Stroke(.ink, width: .pixels(3)))
    let image = inkImage { $0.shapes.append(Shape(geometry, style: style)) }
    try compare(mask, image)
  }

  private func compare(_ mask: ShapeMask, _ image: Image) throws {
    let bounds = mask.bounds
    try #require(mask.coverage.count == bounds.width * bounds.height)
    for y in 0..<side {
      for x in 0..<side {
        let (column, row) = (x - bounds.x, y - bounds.y)
        let isInside = (0..<bounds.width).contains(column) && (0..<bounds.height).contains(row)
        let coverage = isInside ? mask.coverage[row * bounds.width + column] : 0
        #expect(image[x, y].red == 255 - coverage, "pixel \(x), \(y)")
      }
    }
  }

  @Test func nothingToDrawIsNoMask() throws {
    let viewport = try viewport
    let map = viewport.map(.identity)
    var masker = ShapeMasker()
    masker.prepare(width: side, height: side, clip: viewport.clip)
    #expect(masker.fill(of: .polyline([Point(1, 1), Point(9, 9)]), map: map) == nil)
    #expect(masker.fill(of: .disc(center: Point(500, 500), radius: 3), map: map) == nil)
    #expect(masker.fill(of: .disc(center: Point(.nan, 5), radius: 3), map: map) == nil)
    #expect(masker.stroke(of: .disc(center: Point(5, 5), radius: 3), width: .pixels(-1), map: map) == nil)
    #expect(masker.fill(of: .disc(center: Point(5, 5), radius: 3), map: map) != nil)
  }

  @Test func glyphRunsPaintWhatTheRasteriserDraws() throws {
    let text = Text("Vary θ ≤ ½", at: Point(2.3, 20.4), size: .pixels(13.1))
    let run = try #require(GlyphRun(text, map: viewport.map(.identity)))
    #expect(run.pixelSize == 13)
    var painted = [Int](repeating: 255, count: side * side)
    for element in run {
      let bitmap = Font.standard.rasterize(glyph: element.glyph, pixelSize: run.pixelSize)
      for y in 0..<bitmap.height {
        for x in 0..<bitmap.width {
          let (px, py) = (element.x + bitmap.left + x, element.y + bitmap.top + y)
          guard (0..<side).contains(px), (0..<side).contains(py) else { continue }
          let rest = 255 - Int(bitmap.coverage[y * bitmap.width + x])
          painted[py * side + px] = (painted[py * side + px] * rest + 127) / 255
        }
      }
    }
    let image = inkImage { $0.shapes.append(Shape(.text(text), style: Style(fill: .ink))) }
    for y in 0..<side { for x in 0..<side { #expect(Int(image[x, y].red) == painted[y * side + x]) } }
  }

  @Test func turnedAndHugeTextHasNoRun() throws {
    let viewport = try viewport
    let text = Text("x", at: Point(5, 5), size: .pixels(20))
    #expect(GlyphRun(text, map: viewport.map(Transform(rotation: 0.1))) == nil)
    #expect(GlyphRun(text, map: viewport.map(Transform(cosine: -1, sine: 0))) == nil)
    #expect(GlyphRun(Text("x", at: Point(5, 5), size: .pixels(300)), map: viewport.map(.identity)) == nil)
    #expect(GlyphRun(text, map: viewport.map(.scale(2))) != nil)
  }
}
