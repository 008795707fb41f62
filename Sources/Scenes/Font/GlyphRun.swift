/// The glyphs of an upright line of writing and the pixels at which they start, without allocation.
///
/// Every glyph starts at a corner of pixels: the line's start is `anchor − {0, w/2, w}`, the pen advances
/// by unrounded widths, and each glyph's place is the pen rounded to whole pixels. So its bitmap depends on
/// the glyph and the size alone, and renderers that keep bitmaps agree to the byte. They blend glyph after
/// glyph, source over.
package struct GlyphRun: Sequence, IteratorProtocol {
  package struct Element: Equatable {
    package var glyph: Int
    /// The pixel corner of the glyph's origin, x from the left, y from the top of the picture.
    package var x: Int
    package var y: Int
  }

  /// The em in pixels up to which glyphs are bitmaps; larger ones are drawn from their outlines.
  package static let largestSize = 256.0

  /// The em in pixels, a multiple of a quarter.
  package let pixelSize: Double
  private let font: Font
  private let baseline: Int
  private var pen: Double
  private var characters: String.Iterator

  /// The run of `text` under `map`; nil if it is turned, larger than `largestSize`, or not to be drawn.
  package init?(_ text: Text, font: Font = .standard, map: PixelMap) {
    guard map.sine == 0, map.cosine > 0, let frame = TextFrame(text, font: font, map: map),
      frame.size <= Self.largestSize
    else { return nil }
    self.font = font
    pixelSize = frame.size
    pen = frame.origin.x
    baseline = Int(frame.origin.y.rounded())
    characters = text.string.makeIterator()
  }

  package mutating func next() -> Element? {
    guard let character = characters.next() else { return nil }
    let glyph = font.glyph(for: character)
    defer { pen += font.advances[glyph] * pixelSize }
    return Element(glyph: glyph, x: Int(pen.rounded()), y: baseline)
  }
}

/// Where a line of writing starts, in pixels, and how large it is.
struct TextFrame {
  /// The em in pixels, a positive multiple of a quarter.
  let size: Double
  /// The first glyph's origin.
  let origin: Point
  /// Em to pixels, the origin at (0, 0).
  let map: PixelMap

  /// Nil for sizes and places that are not drawable.
  init?(_ text: Text, font: Font, map: PixelMap) {
    let anchor = map(text.anchor)
    let scale = map.scale
    let wanted = map.resolve(text.size)
    guard anchor.isDrawable, isDrawable(wanted), scale > 0, scale.isFinite else { return nil }
    size = max(0.25, (wanted * 4).rounded() / 4)
    let before: Double
    switch text.alignment {
    case .leading: before = 0
    case .center: before = font.width(of: text.string, size: size) / 2
    case .trailing: before = font.width(of: text.string, size: size)
    }
    let below: Double
    switch text.baseline {
    case .bottom: below = 0
    case .middle: below = font.capHeight * size / 2
    case .top: below = font.capHeight * size
    }
    let (cosine, sine) = (map.cosine / scale, map.sine / scale)
    origin = Point(anchor.x - cosine * before + sine * below, anchor.y + sine * before + cosine * below)
    self.map = PixelMap(cosine: size * cosine, sine: size * sine, left: origin.x, top: origin.y)
    guard origin.isDrawable else { return nil }
  }
}
