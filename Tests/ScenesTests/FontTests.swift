import Scenes
import Testing

/// The packed font against what other programs read from, and draw of, the font file.
@Suite struct FontTests {
  private let font = Font.standard

  @Test func metricsAreTheFontFiles() throws {
    let all = try GlyphMetrics.all()
    #expect(font.glyphCount == all.count)
    for metrics in all where metrics.scalar != 0 {
      let character = Character(try #require(Unicode.Scalar(metrics.scalar)))
      #expect(font.glyph(for: character) != 0, "\(character)")
      #expect(font.advance(of: character) == metrics.advance / 2048, "\(character)")
      let outline = font.outline(of: character)
      #expect(outline.count == metrics.contours, "\(character)")
      // Chords cut off at most the tolerance, 1/5000 em, along the border.
      let border = outline.reduce(0) { sum, contour in
        contour.indices.reduce(sum) { $0 + (contour[($1 + 1) % contour.count] - contour[$1]).length }
      }
      let error = abs(signedArea(outline) - metrics.signedArea / (2048 * 2048))
      #expect(error <= border / 5000 + 1e-12, "\(character): \(error)")
    }
  }

  @Test func verticalMetrics() {
    // hhea ascent 1901, descent −483 and yMax of H 1493, of 2048 units.
    #expect(font.ascent == 1901.0 / 2048)
    #expect(font.descent == 483.0 / 2048)
    #expect(font.capHeight == 1493.0 / 2048)
  }

  @Test func widthIsTheSumOfAdvances() {
    let line = "θ ≤ 0.5 ± Ångström"
    let sum = line.reduce(0.0) { $0 + font.advance(of: $1) }
    #expect(abs(font.width(of: line, size: 13) - 13 * sum) < 1e-12 * 13 * sum)
    #expect(font.width(of: "") == 0)
  }

  @Test func composedCharactersAreTheirSingleScalars() {
    #expect(font.glyph(for: "e\u{301}") == font.glyph(for: "\u{E9}"))
    #expect(font.glyph(for: "▶\u{FE0E}") == font.glyph(for: "▶"))
    #expect(font.glyph(for: "▶") != 0)
  }

  @Test(arguments: ["\n", "\r\n", "\u{1F600}", "漢", "q\u{301}"] as [Character])
  func whatIsMissingIsABox(character: Character) throws {
    let box = try #require(GlyphMetrics.all().first { $0.scalar == 0 })
    #expect(font.glyph(for: character) == 0)
    #expect(font.advance(of: character) == box.advance / 2048)
    #expect(font.outline(of: character).count == box.contours)
  }

  @Test func bitmapsAreFreeTypes() throws {
    let all = try DrawnGlyph.all()
    #expect(all.count == 80)
    for drawn in all {
      let glyph = font.glyph(for: drawn.character)
      let own = font.rasterize(glyph: glyph, pixelSize: drawn.size)
      let at = "\(drawn.character) at \(drawn.size)"
      // Chords within 1/200 pixel of their curves change a byte by at most 255 · √2 / 200 < 2, the
      // fixture's rounding by 1/2, its points on a grid of 1/1024 pixel by less than 1/2.
      var total = 0
      for y in -130..<40 {
        for x in -10..<130 {
          let ours = byte(own.coverage, x - own.left, y - own.top, own.width, own.height)
          let theirs = byte(drawn.coverage, x - drawn.left, y - drawn.top, drawn.width, drawn.height)
          #expect(abs(ours - theirs) <= 3, "\(at), pixel \(x), \(y): \(ours), FreeType \(theirs)")
          total += theirs
        }
      }
      #expect(total == drawn.coverage.reduce(0) { $0 + Int($1) }, "\(at) does not fit the window")
    }
  }

  private func byte(_ bytes: [UInt8], _ x: Int, _ y: Int, _ width: Int, _ height: Int) -> Int {
    x >= 0 && x < width && y >= 0 && y < height ? Int(bytes[y * width + x]) : 0
  }
}
