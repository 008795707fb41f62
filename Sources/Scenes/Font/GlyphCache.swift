/// The bitmaps of glyphs already drawn; asking again for one allocates nothing.
struct GlyphCache: Sendable {
  private struct Key: Hashable {
    var glyph: Int
    var quarters: Int
  }

  private var bitmaps: [Key: GlyphBitmap] = [:]
  private var bytes = 0
  /// Writing in world units meets many sizes while a view is zoomed.
  private static let capacity = 4 << 20

  /// Lends the bitmap of `glyph` at `pixelSize`, a multiple of a quarter.
  mutating func withBitmap(_ glyph: Int, pixelSize: Double, of font: Font, _ body: (GlyphBitmap) -> Void) {
    let key = Key(glyph: glyph, quarters: Int(pixelSize * 4))
    if let bitmap = bitmaps[key] { return body(bitmap) }
    let bitmap = font.rasterize(glyph: glyph, pixelSize: pixelSize)
    if bytes + bitmap.coverage.count > Self.capacity {
      bitmaps.removeAll()
      bytes = 0
    }
    bytes += bitmap.coverage.count
    bitmaps[key] = bitmap
    body(bitmap)
  }
}
